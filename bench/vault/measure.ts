import { postgresStore } from '@ticketstub/sdk/postgres';
import { startStandIn } from '@ticketstub/standin';
import { z } from 'zod/v4';
import { type PostgresServer, startPostgres } from '../../conformance/stores/postgres-server.js';
import { linkedKeys, type Planted } from '../../conformance/vault/linked-keys.js';
import { plant } from '../../conformance/vault/plant.js';
import { RequestFollower } from '../../conformance/vault/request-follower.js';
import { type Child, startChild } from '../children.js';
import { type Noise, watchMachine } from '../noise.js';
import { type Spread, spread } from '../statistics.js';

/** Who renews, with what the page calls them. */
export const renewers = { sdk: '**`credentials.keep`**', floor: 'by hand, each its own share' } as const;

/** How many processes renew at once. */
const crowds = [1, 2, 4] as const;

const DAY = 86_400_000;

/** Credentials that a process renews at once: what `keep` does unless it is told otherwise. */
const AT_ONCE = 4;

/** What so many processes came to, over all rounds. */
export interface VaultFigures {
  readonly renewer: keyof typeof renewers;
  readonly processes: number;
  readonly perSecond: Spread;
  /** CPU microseconds of the renewing processes for each renewal. */
  readonly cpu: Spread;
  /** Its rate over that of one process in the same round, and over the floor's of as many. */
  readonly overOne: Spread;
  readonly overFloor: Spread;
}

/** All of them. */
export interface VaultResult {
  readonly rounds: number;
  readonly credentials: number;
  readonly noise: Noise;
  readonly figures: readonly VaultFigures[];
}

/** How often to measure. */
export interface VaultEffort {
  readonly rounds: number;
  readonly credentials: number;
  readonly progress: (line: string) => void;
}

/** One turn: milliseconds, and CPU microseconds. */
interface Turn {
  readonly ms: number;
  readonly cpu: number;
}

interface Round {
  readonly processes: number;
  readonly sdk: Turn;
  readonly floor: Turn;
}

/** Has processes renew what is due in one database, all of it each time, with nothing but the machine to hold them back. */
export async function measureVault({ rounds, credentials, progress }: VaultEffort): Promise<VaultResult> {
  await using server = await startPostgres();
  await using standIn = await startStandIn();
  const renewing = await openRenewing(server, standIn.url);
  const planted = await linkedKeys(standIn, credentials);
  const follower = new RequestFollower(standIn);
  const watch = watchMachine();
  const done: Round[][] = [];
  try {
    for (let round = 0; round <= rounds; round += 1) {
      const measured: Round[] = [];
      for (const processes of crowds) {
        const turn = (renewer: keyof typeof renewers): Promise<Turn> =>
          takeTurn({ ...renewing, planted, follower }, renewer, processes);
        const early = round % 2 === 0 ? await turn('floor') : undefined;
        const sdk = await turn('sdk');
        measured.push({ processes, sdk, floor: early ?? (await turn('floor')) });
      }
      watch.round(measured.reduce((sum, { sdk, floor }) => sum + sdk.cpu + floor.cpu, 0));
      // Round 0 warms up and is not counted.
      if (round > 0) done.push(measured);
      progress(`renewing in PostgreSQL: round ${round} of ${rounds}`);
    }
  } finally {
    await renewing.end();
  }
  const figures = crowds.flatMap((processes) => figuresOf(processes, done, credentials));
  return { rounds, credentials, noise: watch.noise(), figures };
}

/** The processes, and the store that they share. */
interface Renewing {
  readonly children: Readonly<Record<keyof typeof renewers, readonly Child[]>>;
  readonly store: ReturnType<typeof postgresStore>;
  readonly end: () => Promise<void>;
}

async function openRenewing(server: PostgresServer, url: string): Promise<Renewing> {
  const { connection } = server;
  const store = postgresStore(server.pool({ max: 16 }));
  await store.migrate();
  const start = (program: string): Child[] =>
    Array.from({ length: Math.max(...crowds) }, () => startChild(`vault/${program}.mjs`));
  const children = { sdk: start('keeping'), floor: start('by-hand') };
  const all = Object.values(children).flat();
  const ready = z.object({ ready: z.literal(true) });
  await Promise.all(all.map((child) => child.ask({ connection, url }, ready)));
  return { children, store, end: async () => void (await Promise.all(all.map((child) => child.end()))) };
}

interface Scene extends Renewing {
  readonly planted: readonly Planted[];
  readonly follower: RequestFollower;
}

/** Makes everything due and has it renewed: all of it, and nothing twice. */
async function takeTurn(
  { children, store, planted, follower }: Scene,
  renewer: keyof typeof renewers,
  processes: number,
): Promise<Turn> {
  await plant(store, planted);
  follower.look();
  const before = follower.seen.length;
  const told = z.object({ cpu: z.number() });
  const start = performance.now();
  const costs = await Promise.all(
    children[renewer]
      .slice(0, processes)
      .map((child, share) => child.ask({ atOnce: AT_ONCE, share, of: processes }, told)),
  );
  const ms = performance.now() - start;
  follower.look();
  const exchanges = follower.seen.slice(before).filter(({ operation }) => operation === 'issueToken');
  for await (const { name, expiresAt = 0 } of store.list())
    if (expiresAt < Date.now() + 6 * DAY) throw new Error(`${renewer} has left ${name} as it was`);
  if (exchanges.length !== planted.length) throw new Error(`${renewer} has renewed ${exchanges.length} times`);
  return { ms, cpu: costs.reduce((sum, { cpu }) => sum + cpu, 0) };
}

function figuresOf(processes: number, rounds: readonly (readonly Round[])[], credentials: number): VaultFigures[] {
  const pairs = rounds.map((round) => {
    const [one, own] = [1, processes].map((count) => round.find((measured) => measured.processes === count));
    if (!one || !own) throw new Error(`${processes} processes have no round`);
    return { one, own };
  });
  return (['sdk', 'floor'] as const).map((renewer) => {
    const over = (of: (pair: (typeof pairs)[number]) => number): Spread => spread(pairs.map(of));
    return {
      renewer,
      processes,
      perSecond: over(({ own }) => (credentials * 1000) / own[renewer].ms),
      cpu: over(({ own }) => own[renewer].cpu / credentials),
      overOne: over(({ one, own }) => one[renewer].ms / own[renewer].ms),
      overFloor: over(({ own }) => own.floor.ms / own[renewer].ms),
    };
  });
}
