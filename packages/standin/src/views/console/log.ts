import { type Markup, html } from '../markup.js';
import type { SeenRequest } from '../../memory/request-log.js';
import { type Body, curlOf } from '../../rules/curl.js';
import { clockTime, plain, stranger } from './text.js';

/** Where each host of the log is: `plex.tv` and the media servers by name. */
export type Origins = (host: string) => string;

/** What the bodies of operations are made of. */
const BODIES: Readonly<Partial<Record<NonNullable<SeenRequest['operation']>, Body>>> = {
  postUsersSignInData: { type: 'form', names: ['login', 'password'] },
  legacySignIn: { type: 'form', names: ['user[login]', 'user[password]'] },
  approvePin: { type: 'form', names: ['code'] },
  registerKey: { type: 'json', names: ['jwk'] },
  issueToken: { type: 'json', names: ['jwt'] },
};

function outcome(status: number | null): Markup {
  if (status === null) return html`<span class="status cut">cut</span>`;
  return html`<span class="status s${Math.floor(status / 100)}">${status}</span>`;
}

function who({ token }: SeenRequest): Markup {
  if (token === null) return html`no token`;
  const { kind, person, fingerprint } = token;
  return html`${person === null ? kind : stranger(person)} <span class="print">#${fingerprint}</span>`;
}

/** A request of the log: a line, and behind it the rest and the command that sends it again. */
function logEntry(request: SeenRequest, origins: Origins): Markup {
  const { number, at, method, path, host, operation, status, clientIdentifier, token, address } = request;
  const body = operation === null ? undefined : BODIES[operation];
  const curl = curlOf({ method, origin: origins(host), path, clientIdentifier, token, body });
  return html`<li id="r${number}">
    <details>
      <summary>
        ${clockTime(at)} ${outcome(status)} <b>${plain(method, 8)}</b> <span class="path">${plain(path, 200)}</span>
        <span class="whose">${stranger(host)} · ${who(request)}</span>
      </summary>
      <dl>
        <div>
          <dt>Operation</dt>
          <dd>${operation ?? 'none'}</dd>
        </div>
        <div>
          <dt>Client</dt>
          <dd>${clientIdentifier === null ? 'none' : stranger(clientIdentifier)}</dd>
        </div>
        <div>
          <dt>Token</dt>
          <dd>
            ${token === null ? 'none' : `${token.kind}${token.person === null ? '' : ` of ${plain(token.person)}`}`}
          </dd>
        </div>
        <div>
          <dt>From</dt>
          <dd>${address.ip}, ${address.country}</dd>
        </div>
      </dl>
      <pre tabindex="0">${curl}</pre>
      <button type="button" class="copy scripted">Copy as curl</button>
    </details>
  </li>`;
}

/** A line for requests that are not shown. */
function logGap(missed: number): Markup {
  return missed === 0 ? html`` : html`<li class="gap note">${missed} requests before these are not shown</li>`;
}

/** Requests as they stand in the log: the newest first. */
export function logEntries(requests: readonly SeenRequest[], missed: number, origins: Origins): Markup {
  return html`${requests.toReversed().map((request) => logEntry(request, origins))}${logGap(missed)}`;
}
