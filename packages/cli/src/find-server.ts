import type { PlexResource } from '@ticketstub/sdk';
import { Failure } from './failure.js';
import { plain } from './output/human.js';
import type { Session } from './session.js';

/** A server of the account, and what it is called. */
export type Server = PlexResource & { readonly name: string };

/** The media servers that somebody may use, the own ones first. */
export async function listServers({ plex }: Session, signal: AbortSignal): Promise<Server[]> {
  const resources = await plex.resources.list({ includeHttps: true, includeRelay: true }, { signal });
  const servers = resources.filter(({ provides }) => provides.includes('server'));
  const rank = ({ owned, home }: PlexResource): number => (owned === true ? 0 : home === true ? 1 : 2);
  return servers
    .map((server) => ({ ...server, name: server.name || server.clientIdentifier }))
    .toSorted((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}

/**
 * The server that is called so, or has this machine identifier.
 * @throws Failure when there is none, or several are called so.
 */
export async function findServer(session: Session, wanted: string, signal: AbortSignal): Promise<Server> {
  const servers = await listServers(session, signal);
  const exact = servers.find(({ clientIdentifier }) => clientIdentifier === wanted);
  const named = servers.filter(({ name }) => name.toLowerCase() === wanted.toLowerCase());
  const [found, another] = exact ? [exact] : named;
  if (found && !another) return found;
  const message = found ? `several servers are called ${plain(wanted)}` : `there is no server called ${plain(wanted)}`;
  const next = found ? 'name it by its machine identifier: ticketstub servers' : 'ticketstub servers';
  throw new Failure({ code: 'SERVER_NOT_FOUND', message, next });
}
