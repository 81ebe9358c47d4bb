import type { LinkProblem } from '../memory/visitors.js';
import { layout, tokenField } from './layout.js';
import { type Markup, html } from './markup.js';

/** What the page with the code is made of. */
export interface LinkPage {
  readonly csrf: string;
  /** What the field holds already. */
  readonly code: string;
  readonly problem: LinkProblem | undefined;
}

const PROBLEMS: Readonly<Record<LinkProblem, string>> = {
  malformed: 'A code is four letters and digits, as the app shows them.',
  strong: 'This code is too long to be typed in. Open the address the app gave you instead.',
  unknown: 'No app waits with this code: it is mistyped, has expired, or was used already.',
};

/** The page on which people type in the four characters an app shows. */
export function linkPage({ csrf, code, problem }: LinkPage): Markup {
  const said = problem === undefined ? '' : html`<p class="alarm" id="problem" role="alert">${PROBLEMS[problem]}</p>`;
  const described = problem === undefined ? 'hint' : 'problem hint';
  const main = html`<section class="ticket">
    <h1>Link an app</h1>
    <p>Type in the four characters your app or television shows.</p>
    ${said}
    <form method="post" action="/link">
      ${tokenField(csrf)}
      <div class="field">
        <label for="code">Code</label>
        <input
          class="code"
          id="code"
          name="code"
          value="${code}"
          maxlength="40"
          autocomplete="off"
          autocapitalize="characters"
          spellcheck="false"
          required
          aria-describedby="${described}"
          aria-invalid="${problem === undefined ? 'false' : 'true'}"
        />
        <small id="hint">Capital or small letters, it makes no difference.</small>
      </div>
      <div class="stub">
        <p class="row"><button class="main">Continue</button></p>
        <div class="bars" aria-hidden="true"></div>
      </div>
    </form>
  </section>`;
  return layout({ title: 'Link an app', main });
}
