import type { PlexResource, TokenSource } from '@ticketstub/sdk';
import { USAGE } from './exit-codes.js';
import { Failure } from './failure.js';
import { matchName } from './match-name.js';
import { plain } from './output/human.js';
import { type DefaultServer, readProfile } from './profile.js';
import type { Run } from './run.js';
import type { Session } from './session.js';

/** A server of the account, and what it is called. */
export type Server = PlexResource & { readonly name: string };

/** The media servers that somebody may use, the own ones first. */
export async function listServers({ plex }: Pick<Session, 'plex'>, signal: AbortSignal): Promise<Server[]> {
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
export function pickServer(servers: readonly Server[], wanted: string): Server {
  return matchName(servers, wanted, {
    of: ({ name, clientIdentifier }) => [name, clientIdentifier],
    nobody: 'no server is called',
    code: 'SERVER_NOT_FOUND',
    next: 'ticketstub servers',
  });
}

/** The same, asking which there are; of no name it is the profile's default, else the only one. */
export async function findServer(run: Run, session: Session, wanted: string | undefined): Promise<Server> {
  const chosen = wanted === undefined ? await defaultServer(run, session) : undefined;
  const servers = await listServers(session, run.context.signal);
  if (wanted !== undefined) return pickServer(servers, wanted);
  const [only] = servers;
  if (chosen === undefined && only && servers.length === 1) return only;
  const found = servers.find(({ clientIdentifier }) => clientIdentifier === chosen?.machineIdentifier);
  if (found) return found;
  const message = chosen
    ? `${plain(chosen.name)}, the default server, is not among yours any more`
    : servers.length === 0
      ? 'there is no media server that you may use'
      : `there are ${servers.length} servers, and none is the default`;
  const isUsage = chosen === undefined && servers.length > 0;
  throw new Failure({
    code: isUsage ? 'SERVER_REQUIRED' : 'SERVER_NOT_FOUND',
    message,
    next: servers.length === 0 ? 'ticketstub doctor' : 'name one, or ticketstub servers --default NAME',
    ...(isUsage && { exitCode: USAGE }),
  });
}

/** The server that is meant when none is named; `PLEX_TOKEN` may be anybody's, and has none. */
export async function defaultServer(run: Run, { origin }: Session): Promise<DefaultServer | undefined> {
  return origin.from === 'environment' ? undefined : (await readProfile(run))?.defaultServer;
}

/**
 * A token that works at a server.
 * @throws Failure when plex.tv tells of none for `PLEX_TOKEN`.
 */
export function tokenAt(
  { origin, sourceFor }: Session,
  { clientIdentifier, name, accessToken }: Server,
): TokenSource | string {
  if (origin.from === 'vault') return sourceFor({ server: clientIdentifier });
  if (accessToken !== undefined) return accessToken;
  throw new Failure({
    code: 'NO_TOKEN',
    message: `plex.tv gives no token for ${plain(name)} to PLEX_TOKEN: it is a JWT`,
    next: 'unset PLEX_TOKEN, then ticketstub login',
  });
}
