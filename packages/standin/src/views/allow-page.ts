import type { Account } from '../db/accounts.js';
import type { Attempt } from '../memory/attempts.js';
import type { PinWarning } from '../rules/pin-info.js';
import { layout, tokenField } from './layout.js';
import { type Markup, html } from './markup.js';

/** Where a program asks from. */
interface Source {
  readonly ip: string;
  readonly place: string;
  readonly warning: PinWarning | undefined;
}

/** What the page that asks for leave is made of. */
export interface AllowPage {
  readonly csrf: string;
  readonly attempt: Attempt;
  /** The program that asks. */
  readonly app: string;
  readonly device: string | undefined;
  readonly from: Source;
  /** Who is signed in, and would be in the program: the answer names them too. */
  readonly person: Pick<Account, 'uuid' | 'title'>;
}

function hidden({ csrf, attempt }: AllowPage): Markup {
  return html`${tokenField(csrf)}<input type="hidden" name="attempt" value="${attempt.id}" />`;
}

function warningFor({ ip, place, warning }: Source): Markup | string {
  if (warning === undefined) return '';
  if (warning === 'not-hosted-by-plex') {
    return html`<p class="notice">This app is not hosted by Plex. Go on only if you know whose it is.</p>`;
  }
  return html`<section class="alarm" aria-labelledby="alert">
    <h2 id="alert">Security Alert</h2>
    <p>This sign-in was begun somewhere else than where you are now. If it was not you who began it, refuse.</p>
    <dl class="facts">
      <dt>Address</dt>
      <dd>${ip}</dd>
      <dt>Place</dt>
      <dd>${place}</dd>
    </dl>
  </section>`;
}

/** The answers, the wiser one first and loudest: pressing Enter gives it. */
function answers(page: AllowPage): Markup {
  const isAlarming = page.from.warning === 'other-address';
  const sure = isAlarming
    ? html`<p class="check">
        <input type="checkbox" id="sure" name="sure" value="yes" required /><label for="sure"
          >It was me who began it</label
        >
      </p>`
    : '';
  const allow = html`<button class="${isAlarming ? '' : 'main'}" name="answer" value="allow">Allow</button>`;
  const refuse = html`<button class="${isAlarming ? 'main' : ''}" name="answer" value="refuse" formnovalidate>
    Refuse
  </button>`;
  return html`<form method="post" action="/auth/allow">
    ${hidden(page)}<input type="hidden" name="account" value="${page.person.uuid}" />${sure}
    <p class="row">${isAlarming ? [refuse, allow] : [allow, refuse]}</p>
  </form>`;
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
      <p>You are <strong>${page.person.title}</strong>.</p>
      <form method="post" action="/auth/sign-out">${hidden(page)}<button class="plain">Somebody else</button></form>
    </div>
    ${warningFor(page.from)}
    <dl class="facts">
      <dt>App</dt>
      <dd>${page.app}</dd>
      ${device}
      ${
        page.from.warning === 'other-address'
          ? ''
          : html`<dt>Place</dt>
              <dd>${page.from.place}</dd>`
      }
    </dl>
    <p class="soft">It is given a token of its own, with which it may do whatever you may.</p>
    <div class="stub">
      ${answers(page)}
      <div class="bars" aria-hidden="true"></div>
    </div>
  </section>`;
  return layout({ title: `Sign in to ${page.app}`, main });
}
