import type { Attempt } from '../memory/attempts.js';
import { layout, tokenField } from './layout.js';
import { type Markup, html } from './markup.js';

/** What the page that asks for leave is made of. */
export interface AllowPage {
  readonly csrf: string;
  readonly attempt: Attempt;
  /** The program that asks. */
  readonly app: string;
  readonly device: string | undefined;
  /** The country it asks from. */
  readonly place: string;
  /** Who is signed in. */
  readonly person: string;
}

function hidden({ csrf, attempt }: AllowPage): Markup {
  return html`${tokenField(csrf)}<input type="hidden" name="attempt" value="${attempt.id}" />`;
}

/** The page that says who asks to be signed in, and where. */
export function allowPage(page: AllowPage): Markup {
  const device =
    page.device === undefined
      ? ''
      : html`<dt>Device</dt>
          <dd>${page.device}</dd>`;
  const main = html`<section class="ticket">
    <h1>Sign in to ${page.app}?</h1>
    <div class="who">
      <p>You are <strong>${page.person}</strong>.</p>
      <form method="post" action="/auth/sign-out">${hidden(page)}<button class="plain">Somebody else</button></form>
    </div>
    <dl class="facts">
      <dt>App</dt>
      <dd>${page.app}</dd>
      ${device}
      <dt>Place</dt>
      <dd>${page.place}</dd>
    </dl>
    <p class="soft">It is given a token of its own, with which it may do whatever you may.</p>
    <div class="stub">
      <form method="post" action="/auth/allow">
        ${hidden(page)}
        <p class="row">
          <button class="main" name="answer" value="allow">Allow</button
          ><button name="answer" value="refuse">Refuse</button>
        </p>
      </form>
      <div class="bars" aria-hidden="true"></div>
    </div>
  </section>`;
  return layout({ title: `Sign in to ${page.app}`, main });
}
