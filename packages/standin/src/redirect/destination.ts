import { domainToASCII } from 'node:url';
import { RedirectError } from './redirect-error.js';

/** Where a request may go: to the stand-in, nowhere, or where it was sent to. */
export type Destination = 'stand-in' | 'nowhere' | 'elsewhere';

const PLAYED: ReadonlySet<string> = new Set(['plex.tv', 'clients.plex.tv', 'app.plex.tv']);

/** A host as resolvers read it: without case, without a dot at its end. */
function canonical(host: string): string {
  return (domainToASCII(host) || host).toLowerCase().replace(/\.+$/, '');
}

/**
 * Where a request to a host goes. Hosts of plex.tv that the stand-in does not play lead nowhere, so that no test
 * reaches the real Plex; `plex.direct` names media servers, and those that a stand-in advertises are on loopback.
 */
export function destinationOf(host: string): Destination {
  const name = canonical(host);
  if (PLAYED.has(name)) return 'stand-in';
  return name.endsWith('.plex.tv') ? 'nowhere' : 'elsewhere';
}

/** Why nothing was sent to a host of plex.tv. */
export function notSent(host: string): RedirectError {
  const name = canonical(host);
  if (destinationOf(name) === 'nowhere') {
    return new RedirectError('NOT_PLAYED', `The stand-in does not play ${name}, and nothing was sent there`);
  }
  const turned = 'fetch, node:http and node:https are redirected to the stand-in; this was none of them';
  return new RedirectError('NOT_REDIRECTED', `Nothing was sent to ${name}: ${turned}`);
}
