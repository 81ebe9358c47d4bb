import { type Attempt, type SignInProblem, wantsCode } from '../memory/attempts.js';
import { layout, tokenField } from './layout.js';
import { type Markup, html } from './markup.js';

/** Somebody who can be picked. */
export interface Pick {
  readonly key: string;
  readonly title: string;
  readonly email: string;
}

/** What the page that asks who somebody is is made of. */
export interface SignInPage {
  readonly csrf: string;
  readonly attempt: Attempt;
  /** The program that asks. */
  readonly app: string;
  readonly people: readonly Pick[];
  /** How many more there are than can be picked. */
  readonly others: number;
}

const PROBLEMS: Readonly<Record<SignInProblem, string>> = {
  wrong: 'Login or password is wrong.',
  'email-only': 'This account signs in with its e-mail address only.',
  blocked: 'Too many failures from your address. Wait a few minutes, then try again.',
  'code-needed': 'This account has two-factor authentication.',
  'code-wrong': 'The code is wrong, was used already, or is too old.',
};

function hidden({ csrf, attempt }: SignInPage): Markup {
  return html`${tokenField(csrf)}<input type="hidden" name="attempt" value="${attempt.id}" />`;
}

function picker(page: SignInPage): Markup {
  const rows = page.people.map(
    ({ key, title, email }) =>
      html`<li>
        <button name="person" value="${key}">
          <span class="face" aria-hidden="true">${title.slice(0, 1).toUpperCase()}</span
          ><span>${title}<span>${email}</span></span>
        </button>
      </li>`,
  );
  const more = page.others === 0 ? '' : html`<p class="soft small">And ${page.others} more, by their login.</p>`;
  return html`<form method="post" action="/auth/sign-in">
    ${hidden(page)}
    <ul class="people">
      ${rows}
    </ul>
    ${more}
  </form>`;
}

function credentials(page: SignInPage, isOpen: boolean): Markup {
  const form = html`<form method="post" action="/auth/sign-in">
    ${hidden(page)}
    <div class="field">
      <label for="login">E-mail address or username</label>
      <input
        id="login"
        name="login"
        value="${page.attempt.login ?? ''}"
        autocomplete="username"
        autocapitalize="none"
        spellcheck="false"
        required
      />
    </div>
    <div class="field">
      <label for="password">Password</label>
      <input id="password" name="password" type="password" autocomplete="current-password" required />
    </div>
    <p class="row"><button class="main">Sign in</button></p>
  </form>`;
  const summary = 'With login and password';
  return isOpen
    ? html`<details open>
        <summary>${summary}</summary>
        ${form}
      </details>`
    : html`<details>
        <summary>${summary}</summary>
        ${form}
      </details>`;
}

function codeForm(page: SignInPage): Markup {
  const { login, problem } = page.attempt;
  return html`<form method="post" action="/auth/sign-in">
      ${hidden(page)}
      <p>Signing in as <strong>${login}</strong>.</p>
      <div class="field">
        <label for="verification-code">Six-digit code</label>
        <input
          class="code"
          id="verification-code"
          name="verificationCode"
          inputmode="numeric"
          autocomplete="one-time-code"
          maxlength="6"
          aria-invalid="${problem === 'code-wrong' ? 'true' : 'false'}"
          required
        />
        <small>From the authenticator app.</small>
      </div>
      <p class="row"><button class="main">Continue</button></p>
    </form>
    <form method="post" action="/auth/sign-out">${hidden(page)}<button class="plain">Somebody else</button></form>`;
}

/** The page that asks who somebody is: picked in one click, or signed in as on the real one. */
export function signInPage(page: SignInPage): Markup {
  const { problem } = page.attempt;
  const kind = problem === 'code-needed' ? 'notice' : 'alarm';
  const said = problem === undefined ? '' : html`<p class="${kind}" role="alert">${PROBLEMS[problem]}</p>`;
  const ask = wantsCode(page.attempt)
    ? html`<div class="stub">${codeForm(page)}</div>`
    : html`${picker(page)}
        <div class="stub">${credentials(page, problem !== undefined)}</div>`;
  const main = html`<section class="ticket">
    <h1>Who are you?</h1>
    <p>Sign in to go on to <strong>${page.app}</strong>.</p>
    ${said} ${ask}
  </section>`;
  return layout({ title: 'Sign in', main });
}
