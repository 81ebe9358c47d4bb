import { z } from 'zod/v4';
import { startChild } from '../children.js';
import { type Noise, watchMachine } from '../noise.js';
import { type Spread, spread } from '../statistics.js';

/** What callers may find, with what the page says of it. */
export const states = {
  first: 'a key, and no token yet',
  expired: 'a token that expired a day ago',
  due: 'a token that is soon over: handed out meanwhile',
  refused: 'a token that Plex refused: `renew` of it',
  shared: 'a key, by four sources that share its store',
  warm: 'a token with days to go: nothing to renew',
} as const;

/** One of them. */
export type State = keyof typeof states;

/** How many exchanges each is worth. */
const EXCHANGES: Readonly<Record<State, number>> = { first: 1, expired: 1, due: 1, refused: 1, shared: 1, warm: 0 };

/** What a burst came to, over all rounds. */
export interface BurstFigures {
  readonly state: State;
  /** The exchanges that a burst is worth. */
  readonly wanted: number;
  /** Those the stand-in counted. */
  readonly exchanges: Spread;
  /** Different tokens handed out. */
  readonly tokens: Spread;
  /** Milliseconds until every caller has a token. */
  readonly ms: Spread;
  /** CPU microseconds for each caller. */
  readonly cpu: Spread;
  /** Its milliseconds over those of callers who wait for one bare exchange. */
  readonly overFloor: Spread;
}

/** All of them. */
export interface RenewalResult {
  readonly rounds: number;
  readonly callers: number;
  readonly noise: Noise;
  readonly figures: readonly BurstFigures[];
}

/** How often to measure. */
export interface RenewalEffort {
  readonly rounds: number;
  readonly callers: number;
  readonly progress: (line: string) => void;
}

const burst = z.object({ ms: z.number(), cpu: z.number(), tokens: z.number() });
const told = z.object({ sdk: burst.extend({ exchanges: z.number() }), floor: burst });

type Round = z.infer<typeof told>;

const names = ['first', 'expired', 'due', 'refused', 'shared', 'warm'] as const satisfies readonly State[];

/** Sends bursts of callers to token sources, in one process; the stand-in in another counts. */
export async function measureRenewal({ rounds, callers, progress }: RenewalEffort): Promise<RenewalResult> {
  const standIn = startChild('standin/stand-in.mjs');
  const program = startChild('renewal/callers.mjs');
  const watch = watchMachine();
  const done = new Map(names.map((name) => [name, new Array<Round>()]));
  try {
    const start = { control: true };
    const { origin } = await standIn.ask({ start }, z.object({ origin: z.string() }));
    await program.ask({ origin }, z.object({ ready: z.boolean() }));
    // Round 0 warms up and is not counted.
    for (let round = 0; round <= rounds; round += 1) {
      let own = 0;
      for (const state of names) {
        const measured = await program.ask({ state, callers, floorFirst: round % 2 === 0 }, told);
        own += measured.sdk.cpu + measured.floor.cpu;
        if (round > 0) done.get(state)?.push(measured);
      }
      watch.round(own);
      progress(`renewing tokens: round ${round} of ${rounds}`);
    }
  } finally {
    await Promise.all([standIn.end(), program.end()]);
  }
  const figures = [...done].map(([state, all]) => figuresOf(state, all, callers));
  return { rounds, callers, noise: watch.noise(), figures };
}

function figuresOf(state: State, rounds: readonly Round[], callers: number): BurstFigures {
  const over = (of: (round: Round) => number): Spread => spread(rounds.map(of));
  return {
    state,
    wanted: EXCHANGES[state],
    exchanges: over(({ sdk }) => sdk.exchanges),
    tokens: over(({ sdk }) => sdk.tokens),
    ms: over(({ sdk }) => sdk.ms),
    cpu: over(({ sdk }) => sdk.cpu / callers),
    overFloor: over(({ sdk, floor }) => sdk.ms / floor.ms),
  };
}
