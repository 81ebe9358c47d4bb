import { type PlexCore, settingsOf } from '../core.js';
import { type ConnectionAttempt, ServerUnreachableError, TicketstubError } from '../errors.js';
import {
  type ConnectableServer,
  rankConnections,
  type RankConnectionsInput,
  type RankedConnection,
  rankOf,
} from '../functions/rank-connections.js';
import { getIdentityOperation } from '../operations/get-identity.js';
import type { CallOptions } from '../options.js';
import type { Winner, Winners } from '../settings.js';
import { send } from '../transport/send.js';
import { race, systemClock } from '../transport/wait.js';
import { check, demandText } from '../wire/arguments.js';
import type { ServerIdentity } from '../wire/media-container.js';

/** Milliseconds by which a better kind of address is ahead of the next. */
const HEAD_START = 250;

/** Milliseconds for one address to say which machine it is. */
const PATIENCE = 5000;

/** Servers whose address is remembered at most. */
const MOST_WINNERS = 100;

/** Milliseconds for which it is: a better one may answer again. */
const MEMORY = 300_000;

/** How a server is looked for. */
export interface ConnectInput extends RankConnectionsInput {
  /** Milliseconds by which each kind of address is ahead of the next worse one. Default 250. */
  headStart?: number | undefined;
}

/** A server that has answered. */
export interface ConnectedServer {
  /** For the `serverURL` of a client. */
  readonly url: string;
  readonly connection: RankedConnection;
  /** What the server said of itself. */
  readonly identity: ServerIdentity;
}

/** A server to look for. */
export interface Search extends ConnectInput {
  readonly server: ConnectableServer;
}

/** Does what `resources.connect` says. */
export async function connect(core: PlexCore, search: Search, options: CallOptions = {}): Promise<ConnectedServer> {
  const { server, headStart = HEAD_START, secure, relay } = search;
  check(headStart >= 0, 'input.headStart', 'must be milliseconds');
  const ranked = rankConnections(server, { secure, relay });
  const machine = demandText(server.clientIdentifier, 'server.clientIdentifier');
  const stop = new AbortController();
  const { signal } = stop;
  const ask = prober(core, { machine, options: { ...options, signal } });
  const { options: given, winners = new Map() } = settingsOf(core);
  const { clock = systemClock } = given;
  const wait = (): Promise<void> => clock.sleep(headStart, signal);
  try {
    options.signal?.throwIfAborted();
    const known = recall(winners, machine, clock.now());
    const found = await race(firstOf(tiersOf(ranked, known?.url), ask, wait), options.signal);
    // One that was asked first because it is known has won nothing anew.
    const winner = known?.url === found.url ? known : { url: found.url, at: clock.now() };
    if (isWorthy(found.connection, ranked)) remember(winners, machine, winner);
    return found;
  } finally {
    stop.abort();
  }
}

type Ask = (connection: RankedConnection) => Promise<ConnectedServer>;

/** Why an address would not do. */
class Failed extends Error {
  readonly attempt: ConnectionAttempt;

  constructor(attempt: ConnectionAttempt) {
    super(attempt.outcome);
    this.attempt = attempt;
  }
}

/** Asks an address which machine it is. */
function prober(core: PlexCore, { machine, options }: { machine: string; options: CallOptions }): Ask {
  // Whom this client belongs to is nobody's business there.
  const settings = { ...settingsOf(core), headers: {} };
  return async (connection) => {
    const { uri } = connection;
    const { timeout = PATIENCE } = options;
    const probing = { ...options, timeout, serverURL: uri, retries: { strategy: 'none' } } as const;
    try {
      const { identity } = await send(settings, getIdentityOperation, { input: undefined, options: probing });
      if (identity.machineIdentifier === machine) return { url: uri, connection, identity };
    } catch (error) {
      if (!(error instanceof TicketstubError)) throw error;
      throw new Failed({ uri, outcome: error.code, error });
    }
    throw new Failed({ uri, outcome: 'ANOTHER_SERVER' });
  };
}

/** The first that answers, each tier started when those before have had their time or have failed. */
async function firstOf(
  tiers: readonly RankedConnection[][],
  ask: Ask,
  wait: () => Promise<void>,
): Promise<ConnectedServer> {
  const asked: Promise<ConnectedServer>[] = [];
  const failures: unknown[] = [];
  const note = (error: unknown): never => {
    failures.push(error);
    throw error;
  };
  for (const tier of tiers) {
    asked.push(...tier.map((connection) => ask(connection).catch(note)));
    const anybody = Promise.any(asked).catch(() => undefined);
    const isLast = tier === tiers.at(-1);
    const found = await (isLast ? anybody : Promise.race([anybody, wait()]));
    if (found) return found;
  }
  throw failureOf(failures);
}

function failureOf(failures: readonly unknown[]): unknown {
  const mistake = failures.find((failure) => !(failure instanceof Failed));
  const attempts = failures.flatMap((failure) => (failure instanceof Failed ? [failure.attempt] : []));
  return mistake ?? new ServerUnreachableError('connect', attempts);
}

/** Those of one rank together, in order; before all the one that answered the last time. */
function tiersOf(ranked: readonly RankedConnection[], winner: string | undefined): RankedConnection[][] {
  const tiers = new Map<number, RankedConnection[]>();
  for (const connection of ranked) {
    const rank = connection.uri === winner ? -1 : rankOf(connection);
    tiers.set(rank, [...(tiers.get(rank) ?? []), connection]);
  }
  return [...tiers].sort(([a], [b]) => a - b).map(([, tier]) => tier);
}

/** Whether an address may be asked before better ones for a while: no relay, and no plain http where there is https. */
function isWorthy({ relay, uri }: RankedConnection, ranked: readonly RankedConnection[]): boolean {
  return relay !== true && (isSecure(uri) || !ranked.some((other) => isSecure(other.uri)));
}

function isSecure(uri: string): boolean {
  return uri.startsWith('https:');
}

/** Where a machine has answered of late. */
function recall(winners: Winners, machine: string, now: number): Winner | undefined {
  const winner = winners.get(machine);
  return winner && Math.abs(now - winner.at) < MEMORY ? winner : undefined;
}

function remember(winners: Winners, machine: string, winner: Winner): void {
  winners.delete(machine);
  winners.set(machine, winner);
  const [oldest] = winners.keys();
  if (winners.size > MOST_WINNERS && oldest !== undefined) winners.delete(oldest);
}
