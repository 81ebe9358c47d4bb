import { type Markup, html } from '../markup.js';
import { type Asking, askOnce, choice, field, form } from './form.js';
import type { ConsoleState, ShownAddress, ShownPerson, Some } from './model.js';
import { stranger } from './text.js';

function address({ clientIdentifier, ip, country }: ShownAddress): Markup {
  return html`<li>${stranger(clientIdentifier)} is at <code>${ip}</code>, ${country}</li>`;
}

function browserAddress(asking: Asking): Markup {
  const fields = html`<div class="fields">
      <p>${field({ id: 'browser-ip', name: 'ip', label: 'IP address', hint: '203.0.113.8', required: true })}</p>
      <p>
        ${field({ id: 'browser-country', name: 'country', label: 'Country, two letters', hint: 'DE', required: true })}
      </p>
    </div>
    <button>Put browsers there</button>`;
  return html`<h3>Whoever opens the sign-in page</h3>
    ${form(asking, { action: 'set-browser-address' }, fields)}`;
}

/** Gives a client an address, and shows which were given. */
export function addressesPanel(asking: Asking, addresses: readonly ShownAddress[]): Markup {
  const fields = html`<div class="fields">
      <p>
        ${field({ id: 'client', name: 'clientIdentifier', label: 'Client identifier', list: 'clients', required: true })}
      </p>
      <p>${field({ id: 'ip', name: 'ip', label: 'IP address', hint: '203.0.113.7', required: true })}</p>
      <p>${field({ id: 'country', name: 'country', label: 'Country, two letters', hint: 'SE', required: true })}</p>
    </div>
    <button>Put it there</button>`;
  const given =
    addresses.length === 0
      ? html``
      : html`<ul class="lines">
          ${addresses.map(address)}
        </ul>`;
  return html`${form(asking, { action: 'set-address' }, fields)}${given}${browserAddress(asking)}`;
}

/** What the stand-in was started with. */
export function switchesPanel(switches: ConsoleState['switches']): Markup {
  const rows = switches.map(
    ({ name, value, does }) =>
      html`<div>
        <dt><code>${name}</code> <strong>${value}</strong></dt>
        <dd class="note">${does}</dd>
      </div>`,
  );
  return html`<dl class="switches">${rows}</dl>`;
}

function breach(asking: Asking, people: Some<ShownPerson>): Markup {
  const everybody = [['', 'everybody'], ...people.shown.map(({ key }) => [key, key] as const)] as const;
  const inner = html`<p>All their tokens die; they may sign in again.</p>
    <p>${choice({ id: 'breached', name: 'person', label: 'Whose' }, everybody)}</p>
    <button class="danger">End the tokens</button>`;
  return html`<details class="ask" id="breach">
    <summary>Breach…</summary>
    ${form(asking, { action: 'breach' }, inner)}
  </details>`;
}

/** What ends much at once. */
export function wholePanel(asking: Asking, people: Some<ShownPerson>): Markup {
  const reset = askOnce(
    asking,
    { action: 'reset' },
    {
      id: 'reset',
      label: 'Reset…',
      warning:
        'People, servers, tokens and clock go back to how they were at the start; the log, PINs and faults are forgotten.',
      confirm: 'Reset everything',
    },
  );
  return html`<div class="row">${breach(asking, people)}${reset}</div>`;
}
