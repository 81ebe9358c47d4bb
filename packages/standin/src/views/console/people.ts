import { type Markup, html } from '../markup.js';
import type { ShownPerson, Some } from './model.js';
import { remainder, stranger } from './text.js';

const PLANS = { free: 'no plan', lifetime: 'Plex Pass, lifetime', lapsed: 'Plex Pass, ended' } as const;
const ROLES = { admin: 'Home admin', adult: 'Home adult', managed: 'Home, managed' } as const;

function login({ email, username, emailOnly }: ShownPerson): Markup {
  if (email === '') return html`<span class="note">no sign-in of their own</span>`;
  if (username === '') return html`<code>${stranger(email)}</code>`;
  return emailOnly
    ? html`<code>${stranger(email)}</code> <span class="note">not by username ${stranger(username)}</span>`
    : html`<code>${stranger(email)}</code> <span class="note">or</span> <code>${stranger(username)}</code>`;
}

function secrets({ id, password, pin }: ShownPerson): Markup {
  const rows = [
    password === ''
      ? ''
      : html`<dt>Password</dt>
          <dd><code>${stranger(password)}</code></dd>`,
    pin === null
      ? ''
      : html`<dt>Home PIN</dt>
          <dd><code>${stranger(pin)}</code></dd>`,
  ].filter((row) => row !== '');
  if (rows.length === 0) return html``;
  return html`<details class="secrets" id="secrets-${id}">
    <summary>Password${pin === null ? '' : ', PIN'}</summary>
    <dl>${rows}</dl>
  </details>`;
}

function person(shown: ShownPerson): Markup {
  const { title, key, plan, home, code } = shown;
  return html`<li>
    <h3>${stranger(title)} <code class="key">${stranger(key)}</code></h3>
    <p>${login(shown)}</p>
    <p class="chips"><span>${PLANS[plan]}</span>${home === null ? '' : html`<span>${ROLES[home]}</span>`}</p>
    ${code === null ? '' : html`<p>Two-factor code now <code class="code">${code}</code></p>`} ${secrets(shown)}
  </li>`;
}

/** Who can sign in, and with what. */
export function peoplePanel(people: Some<ShownPerson>): Markup {
  return html`<ul class="cards">
      ${people.shown.map(person)}
    </ul>
    ${remainder(people)}`;
}
