import type { Context } from 'hono';
import type { Server } from '../../db/servers.js';
import type { Deps, StandInEnv } from '../../deps.js';
import { PlexHttpError } from '../../errors.js';
import { transientExpiry, transientToken } from '../../rules/access.js';
import { parseSource } from '../../rules/sources.js';
import { knowsSources } from '../../rules/versions.js';
import { writeMediaContainer } from '../../views/answers.js';
import { addressOf } from '../../whereabouts.js';

/** A source as it is found: what a client is told of it. */
interface FoundSource {
  readonly name: string;
  /** A machine identifier, or a provider's identifier. */
  readonly identifier: string;
  readonly origin: string;
  readonly isServer: boolean;
}

/** Who makes a transient token, and what it opens. */
interface Ends {
  readonly issuer: string;
  readonly audience: string;
}

/** Makes a transient token that carries an account's access. */
function mint({ db, clock, ids }: Deps, ends: Ends, accountId: number): string {
  const now = clock.now();
  const token = transientToken(ids.uuid());
  db.transaction(() => {
    db.transientTokens.prune(now);
    db.transientTokens.insert({ token, ...ends, accountId, expiresAt: transientExpiry(now) });
  });
  return token;
}

/**
 * Answers `/security/token`, whatever the verb: a transient token with the access of whoever asks.
 *
 * @rule transient.any-verb
 * @rule transient.parameters
 * @rule transient.from-transient
 */
export function makeTransientToken(deps: Deps): (c: Context<StandInEnv>) => Response {
  return (c) => {
    if (c.req.query('type') !== 'delegation' || c.req.query('scope') !== 'all') throw new PlexHttpError(400);
    const { machineIdentifier } = c.get('server');
    const token = mint(deps, { issuer: machineIdentifier, audience: machineIdentifier }, c.get('access').accountId);
    return writeMediaContainer(c, { size: 0, token });
  };
}

/** A server knows its owner's servers and those shared with its owner. */
function findServer({ db, whereabouts }: Deps, asked: Server, identifier: string): FoundSource | undefined {
  const target = db.servers.byMachineIdentifier(identifier);
  const origin = whereabouts.servers.get(identifier);
  if (target === undefined || origin === undefined) return undefined;
  const within = target.ownerId === asked.ownerId || db.serverTokens.findFor(identifier, asked.ownerId) !== undefined;
  return within ? { name: target.name, identifier, origin, isServer: true } : undefined;
}

function findProvider(
  { db, whereabouts }: Deps,
  machineIdentifier: string,
  identifier: string,
): FoundSource | undefined {
  const provider = db.providers.find(machineIdentifier, identifier);
  if (provider === undefined) return undefined;
  return { name: provider.name, identifier, origin: whereabouts.account, isServer: false };
}

/**
 * Finds a source among those a server knows.
 *
 * @rule source.unknown-is-empty
 */
function findSource(deps: Deps, asked: Server, text: string): FoundSource | undefined {
  const source = parseSource(text);
  if (source === undefined) throw new PlexHttpError(400);
  if (source.kind === 'provider') return findProvider(deps, asked.machineIdentifier, source.identifier);
  const { machineIdentifier, provider } = source;
  const provides = provider === undefined || findProvider(deps, machineIdentifier, provider) !== undefined;
  return provides ? findServer(deps, asked, machineIdentifier) : undefined;
}

/**
 * The ways to a source: all lead to its loopback address, the last as if through a relay.
 *
 * @rule source.loopback-connections
 */
function connectionsTo({ origin, isServer }: FoundSource): object[] {
  const { protocol, address, port } = addressOf(origin);
  const direct = { protocol, address, uri: origin, port, local: isServer };
  return isServer ? [direct, { ...direct, local: false, relay: true }] : [direct];
}

/**
 * Answers `GET /security/resources`: the connections of a source, and a transient token for it.
 *
 * @rule source.admin-only
 * @rule source.old-server-404
 * @rule source.refresh
 * @rule source.device-object
 * @rule source.token-for-source
 */
export function getSource(deps: Deps): (c: Context<StandInEnv>) => Response {
  return (c) => {
    const server = c.get('server');
    const { accountId, admin } = c.get('access');
    if (!knowsSources(server.version)) throw new PlexHttpError(404);
    if (!admin) throw new PlexHttpError(403);
    const source = c.req.query('source');
    const refresh = c.req.query('refresh') ?? '0';
    if (source === undefined || !['0', '1'].includes(refresh)) throw new PlexHttpError(400);
    const found = findSource(deps, server, source);
    if (found === undefined) return writeMediaContainer(c, { size: 0 });
    const accessToken = mint(deps, { issuer: server.machineIdentifier, audience: found.identifier }, accountId);
    const device = {
      name: found.name,
      clientIdentifier: found.identifier,
      accessToken,
      Connection: connectionsTo(found),
    };
    return writeMediaContainer(c, { size: 1, Device: device });
  };
}
