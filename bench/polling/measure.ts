import { z } from 'zod/v4';
import { type Child, startChild } from '../children.js';
import { type Noise, watchMachine } from '../noise.js';
import { shuffled, type Spread, spread } from '../statistics.js';

/** The clients that wait, by the name of what they are in `waiting.mjs`. */
export const waiting = {
  bareFetch: '`fetch`, bare',
  nodeHttp: '`node:http`, signal and timer',
  sdkFetch: '**`pins.waitUntilClaimed` on `fetch`**',
  sdkNode: '**`pins.waitUntilClaimed` on the node transport**',
  loginWithPlex: '`login-with-plex` 1.1.2, `getAuthToken`',
} as const;

/** One of them. */
export type Waiting = keyof typeof waiting;

/** What an hour of waiting costs one of them, in seconds of CPU. */
export interface HourFigures {
  readonly client: Waiting;
  /** Questions a second apart: a piece of an hour, taken as often as the hour has it. */
  readonly paced: Spread;
  /** The same questions one right after another. */
  readonly crowded: Spread;
}

/** All of them. */
export interface PollingResult {
  readonly rounds: number;
  readonly pacedSeconds: number;
  readonly crowded: number;
  readonly noise: Noise;
  readonly figures: readonly HourFigures[];
}

/** How often to measure. */
export interface PollingEffort {
  readonly rounds: number;
  /** Questions a second apart, in each round: so many seconds. */
  readonly pacedSeconds: number;
  /** Questions without a pause, in each round. */
  readonly crowded: number;
  readonly progress: (line: string) => void;
}

const SECONDS_PER_HOUR = 3600;

const names = ['bareFetch', 'nodeHttp', 'sdkFetch', 'sdkNode', 'loginWithPlex'] as const satisfies readonly Waiting[];

const told = z.object({ asked: z.number(), ms: z.number(), cpu: z.number() });

interface Waited {
  readonly questions: number;
  readonly isPaced: boolean;
}

/** Has clients wait for a PIN that nobody claims: a second between questions all side by side, then without a pause by turns. */
export async function measurePolling(effort: PollingEffort): Promise<PollingResult> {
  const { rounds, pacedSeconds, crowded, progress } = effort;
  const standIn = startChild('standin/stand-in.mjs');
  const clients = names.map((name) => ({ name, child: startChild('polling/poll.mjs') }));
  const watch = watchMachine();
  /** What each client costs in each round, but for the first, which warms up. */
  const measure = async (
    what: string,
    round: (note: (name: Waiting, seconds: number) => void) => Promise<unknown>,
  ): Promise<ReadonlyMap<Waiting, number[]>> => {
    const found = new Map(names.map((name) => [name, new Array<number>()]));
    for (let number = 0; number <= rounds; number += 1) {
      await round((name, seconds) => void (number > 0 && found.get(name)?.push(seconds)));
      watch.round(0);
      progress(`waiting for a PIN, ${what}: round ${number} of ${rounds}`);
    }
    return found;
  };
  try {
    const { origin } = await standIn.ask({ start: {} }, z.object({ origin: z.string() }));
    const ready = z.object({ ready: z.boolean() });
    for (const { name, child } of clients) {
      await child.ask({ name, origin }, ready);
      await hour(child, { questions: crowded, isPaced: false });
    }
    const paced = await measure('a second apart', (note) =>
      Promise.all(
        clients.map(async ({ name, child }) =>
          note(name, await hour(child, { questions: pacedSeconds, isPaced: true })),
        ),
      ),
    );
    const close = await measure('without a pause', async (note) => {
      for (const { name, child } of shuffled(clients))
        note(name, await hour(child, { questions: crowded, isPaced: false }));
    });
    const figures = names.map((client) => ({
      client,
      paced: spread(paced.get(client) ?? []),
      crowded: spread(close.get(client) ?? []),
    }));
    return { rounds, pacedSeconds, crowded, noise: watch.noise(), figures };
  } finally {
    await Promise.all([standIn, ...clients.map(({ child }) => child)].map((child) => child.end()));
  }
}

/** The CPU seconds that an hour of such questions takes. */
async function hour(child: Child, wanted: Waited): Promise<number> {
  const { asked, cpu } = await child.ask(wanted, told);
  if (asked !== wanted.questions) throw new Error(`${asked} questions were asked where ${wanted.questions} were meant`);
  return ((cpu / 1_000_000) * SECONDS_PER_HOUR) / asked;
}
