import { type Markup, html } from '../markup.js';
import { type Asking, askOnce } from './form.js';
import type { ShownDevice, ShownKey, Some } from './model.js';
import { plain, remainder, secret, stranger } from './text.js';

function key({ short, used }: ShownKey): Markup {
  return html`<div><code>${short}</code> <span class="note">${used ? 'has JWTs' : 'no JWT yet'}</span></div>`;
}

function row(asking: Asking, { id, person, clientIdentifier, home, token, keys }: ShownDevice): Markup {
  const kind = home ? html` <span class="note">Home</span>` : '';
  const removal = askOnce(
    asking,
    { action: 'remove-device', fields: { person, clientIdentifier } },
    {
      id: `device-${id}`,
      label: 'Remove…',
      warning: 'Its token and its keys end, and with the keys its JWTs.',
      confirm: `Remove ${plain(clientIdentifier, 20)}`,
    },
  );
  return html`<tr>
    <th scope="row">${stranger(clientIdentifier)}</th>
    <td>${stranger(person)}</td>
    <td>${token === null ? html`<span class="note">none</span>` : secret(token)}${kind}</td>
    <td>${keys.length === 0 ? html`<span class="note none">none</span>` : keys.map(key)}</td>
    <td>${removal}</td>
  </tr>`;
}

/** The devices people have signed in on, with the token and the keys of each, shortened. */
export function devicesPanel(asking: Asking, devices: Some<ShownDevice>): Markup {
  if (devices.total === 0) return html`<p class="note">Nobody has a device.</p>`;
  return html`<div class="wide">
      <table>
        <thead>
          <tr>
            <th scope="col">Client identifier</th>
            <th scope="col">Whose</th>
            <th scope="col">Token</th>
            <th scope="col">Keys</th>
            <th scope="col">Device</th>
          </tr>
        </thead>
        <tbody>
          ${devices.shown.map((device) => row(asking, device))}
        </tbody>
      </table>
    </div>
    ${remainder(devices)}`;
}
