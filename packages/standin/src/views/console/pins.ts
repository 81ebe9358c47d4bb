import { type Markup, html } from '../markup.js';
import { type Asking, form } from './form.js';
import type { ShownPerson, ShownPin, Some } from './model.js';
import { clockTime, stranger } from './text.js';

/** Up to so many people each have a button of their own. */
const FEW = 12;

function claimants(asking: Asking, pin: ShownPin, people: Some<ShownPerson>): Markup {
  const act = { action: 'claim-pin', fields: { pin: String(pin.id) } };
  if (people.total <= FEW) {
    const buttons = people.shown.map(({ key }) => html`<button name="person" value="${key}">${stranger(key)}</button>`);
    return form(
      asking,
      act,
      html`<fieldset>
        <legend>Claim as</legend>
        ${buttons}
      </fieldset>`,
    );
  }
  const id = `claim-${pin.id}`;
  return form(
    asking,
    act,
    html`<label for="${id}">Claim as</label>
      <input id="${id}" name="person" list="people-keys" required="" autocomplete="off" /><button>Claim</button>`,
  );
}

function waiting(asking: Asking, pin: ShownPin, people: Some<ShownPerson>): Markup {
  const { code, product, clientIdentifier, expiresAt, claimed } = pin;
  return html`<li>
    <h3><code class="code">${code}</code></h3>
    <p>${stranger(product)} <span class="note">${stranger(clientIdentifier)}</span></p>
    <p class="note">until ${clockTime(expiresAt)}</p>
    ${claimed ? html`<p class="chips"><span>claimed</span></p>` : claimants(asking, pin, people)}
  </li>`;
}

/** The PINs that can still be asked for, and buttons that claim them. */
export function pinsPanel(asking: Asking, pins: readonly ShownPin[], people: Some<ShownPerson>): Markup {
  if (pins.length === 0) return html`<p class="note">No program is waiting for somebody to sign in.</p>`;
  return html`<ul class="cards">
    ${pins.map((pin) => waiting(asking, pin, people))}
  </ul>`;
}
