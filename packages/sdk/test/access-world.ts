import type { AccessVerdict, FetchLike, PlexAPI, PlexAPIOptions, VerdictOptions } from '../src/index.js';
import { type MovableClock, movableClock } from './movable-clock.js';
import { respond, scene, type Sent, type Turn } from './scene.js';

/** The machine identifiers of two servers. */
export const ATTIC = 'a771c0000000000000000000000000000000a771';
export const CELLAR = 'ce11a00000000000000000000000000000000ce1';

/** The account that both belong to. */
export const ALICE = 20_000_001;

/** Whose standing is asked for, and by which token. */
export const PERSON = 'canary-token-of-a-person';

/** Milliseconds. */
export const MINUTE = 60_000;
export const HOUR = 3_600_000;

/** A server as plex.tv lists it: by default Attic, shared by Alice. */
export function server(own: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    name: 'Attic',
    clientIdentifier: ATTIC,
    provides: 'server',
    ownerId: ALICE,
    sourceTitle: 'alice-attic',
    accessToken: 'canary-token-of-a-server',
    owned: false,
    home: false,
    connections: [],
    ...own,
  };
}

/** The same as its owner sees it. */
export function owned(own: Record<string, unknown> = {}): Record<string, unknown> {
  return server({ owned: true, ownerId: null, sourceTitle: null, accessToken: PERSON, ...own });
}

/** A plex.tv whose answers can be changed, a client, and a clock. */
export interface AccessWorld {
  readonly plex: PlexAPI;
  readonly clock: MovableClock;
  readonly sent: readonly Sent[];
  readonly fetch: FetchLike;
  /** What `/resources` and `/user` are answered with. */
  resources: Turn;
  user: Turn;
  /** How often each was asked for. */
  readonly count: (path: 'resources' | 'user') => number;
  /** The verdict on the person, by default at Attic. */
  readonly verdict: (options?: VerdictOptions, machines?: readonly string[]) => Promise<AccessVerdict>;
}

/** Opens one in which nothing is listed. Nothing is tried twice unless the options say so. */
export function openAccess(options: PlexAPIOptions = {}, clock: MovableClock = movableClock()): AccessWorld {
  const turn = (path: string): Turn => (path.endsWith('/user') ? world.user : world.resources);
  const { plex, sent, fetch } = scene(
    (url, init) => {
      const next = turn(new URL(url).pathname);
      if (typeof next === 'function') return next(url, init);
      return next instanceof Error ? Promise.reject(next) : Promise.resolve(respond(next));
    },
    { clientID: 'a-gate', clock, retryConfig: { strategy: 'none' }, ...options },
  );
  const world: AccessWorld = {
    plex,
    clock,
    sent,
    fetch,
    resources: { body: [] },
    user: { body: { id: ALICE, uuid: 'a11ce' } },
    count: (path) => sent.filter(({ url }) => new URL(url).pathname.endsWith(`/${path}`)).length,
    verdict: (asked, machines = [ATTIC]) => plex.access.verdict(PERSON, machines, asked),
  };
  return world;
}

/** A plex.tv that is away, and what the verdict comes down to then. */
export const away = new TypeError('no route');
export const NOTHING = 'unanswered CONNECTION_FAILED';

/** A world in which plex.tv has just said something of the person, and is away since. */
export async function after(resources: Turn): Promise<AccessWorld> {
  const world = openAccess();
  world.resources = resources;
  await world.verdict();
  world.resources = away;
  return world;
}

/** What a verdict comes down to. */
export function gist(verdict: AccessVerdict): string {
  if (verdict.verdict === 'unknown') return `${verdict.reason} ${verdict.error.code}`;
  return verdict.evidence.from === 'grace' ? `${verdict.verdict} by grace` : verdict.verdict;
}

/** An answer that is given when the test says so. */
export function held(body: unknown): { turn: Turn; release: () => void } {
  let release = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { turn: () => opened.then(() => respond({ body })), release };
}

/** A verdict as it is kept: through JSON. */
export function kept(verdict: AccessVerdict): unknown {
  return JSON.parse(JSON.stringify(verdict));
}
