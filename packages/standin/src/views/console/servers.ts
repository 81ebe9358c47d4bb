import { type Markup, html } from '../markup.js';
import { type Asking, askOnce } from './form.js';
import type { ShownGuest, ShownServer } from './model.js';
import { remainder, secret, stranger } from './text.js';

function guest(asking: Asking, server: ShownServer, { id, person, token }: ShownGuest): Markup {
  const removal = askOnce(
    asking,
    { action: 'remove-access', fields: { person, server: server.machineIdentifier } },
    {
      id: `remove-${id}-${server.machineIdentifier}`,
      label: 'Remove…',
      warning: 'Their token for this server dies, and what was made from it.',
      confirm: `Remove ${person}`,
    },
  );
  return html`<tr>
    <th scope="row">${stranger(person)}</th>
    <td>${secret(token)}</td>
    <td>${removal}</td>
  </tr>`;
}

function access(asking: Asking, server: ShownServer): Markup {
  const { owner, guests } = server;
  const rows = guests.shown.map((one) => guest(asking, server, one));
  return html`<div class="wide">
      <table>
        <caption class="unseen">
          Who may use it
        </caption>
        <thead>
          <tr>
            <th scope="col">Person</th>
            <th scope="col">Token</th>
            <th scope="col">Access</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">${stranger(owner)}</th>
            <td><span class="note">any of their account tokens</span></td>
            <td>Owner</td>
          </tr>
          ${rows}
        </tbody>
      </table>
    </div>
    ${remainder(guests)}`;
}

function article(asking: Asking, shown: ShownServer): Markup {
  const { name, version, url, machineIdentifier } = shown;
  const restart = askOnce(
    asking,
    { action: 'restart-server', fields: { server: machineIdentifier } },
    {
      id: `restart-${machineIdentifier}`,
      label: 'Restart…',
      warning: 'Every transient token it made, and every one that opens it, dies.',
      confirm: 'Restart it',
    },
  );
  return html`<article>
    <h3>${stranger(name)} <span class="note">${version}</span></h3>
    <p><code>${url}</code></p>
    <p class="note">${machineIdentifier}</p>
    ${access(asking, shown)} ${restart}
  </article>`;
}

/** The media servers, and who may use which. */
export function serversPanel(asking: Asking, servers: readonly ShownServer[]): Markup {
  if (servers.length === 0) return html`<p class="note">There are none.</p>`;
  return html`${servers.map((one) => article(asking, one))}`;
}
