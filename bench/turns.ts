import { z } from 'zod/v4';
import { startChild } from './children.js';
import { type Noise, watchMachine } from './noise.js';
import { type Spread, spread } from './statistics.js';

/** What one way did with so many at a time. */
export interface TurnFigures<Way extends string> {
  readonly way: Way;
  readonly lanes: number;
  readonly perSecond: Spread;
  /** CPU microseconds for each, the threads that do the arithmetic included. */
  readonly cpu: Spread;
  /** Its rate over each one's in the same round, by name. */
  readonly over: Readonly<Record<string, Spread>>;
}

/** What all of them did. */
export interface TurnResult<Way extends string> {
  readonly rounds: number;
  readonly passes: number;
  readonly noise: Noise;
  readonly figures: readonly TurnFigures<Way>[];
}

/** What is compared, and how often to measure. */
export interface Turns<Way extends string> {
  /** A program that answers by turns, and the ways it knows. */
  readonly program: string;
  readonly ways: readonly Way[];
  /** How many are done at a time. */
  readonly lanesList: readonly number[];
  readonly rounds: number;
  /** How often each has its turn in a round, with one at a time; with several, so much less often. */
  readonly passes: number;
  readonly progress: (round: number) => void;
}

/** How many rounds' worth of turns nobody counts: compiled code is what is measured. */
const WARM_UP = 10;

const told = z.object({
  done: z.number(),
  sums: z.record(z.string(), z.object({ ms: z.number(), cpu: z.number() })),
});

type Round = z.infer<typeof told>;

/** Has one process do the same in every way, by turns. */
export async function measureTurns<Way extends string>(turns: Turns<Way>): Promise<TurnResult<Way>> {
  const { program, ways, lanesList, rounds, passes, progress } = turns;
  const child = startChild(program);
  const watch = watchMachine();
  const rows = new Map(lanesList.map((lanes) => [lanes, new Array<Round>()]));
  try {
    for (let round = 0; round <= rounds; round += 1) {
      let own = 0;
      for (const lanes of lanesList) {
        const each = Math.ceil(passes / lanes) * (round === 0 ? WARM_UP : 1);
        const measured = await child.ask({ lanes, passes: each }, told);
        own += Object.values(measured.sums).reduce((total, { cpu }) => total + cpu, 0);
        if (round > 0) rows.get(lanes)?.push(measured);
      }
      watch.round(own);
      progress(round);
    }
  } finally {
    await child.end();
  }
  const figures = [...rows].flatMap(([lanes, all]) => ways.map((way) => figuresOf(ways, way, { lanes, all })));
  return { rounds, passes, noise: watch.noise(), figures };
}

function figuresOf<Way extends string>(
  ways: readonly Way[],
  way: Way,
  { lanes, all }: { lanes: number; all: readonly Round[] },
): TurnFigures<Way> {
  const per = (of: (round: Round) => number): Spread => spread(all.map(of));
  const over = ways.map((other) => [other, per((round) => sumOf(round, other).ms / sumOf(round, way).ms)] as const);
  return {
    way,
    lanes,
    perSecond: per((round) => (round.done * 1000) / sumOf(round, way).ms),
    cpu: per((round) => sumOf(round, way).cpu / round.done),
    over: Object.fromEntries(over),
  };
}

function sumOf({ sums }: Round, way: string): { readonly ms: number; readonly cpu: number } {
  const sum = sums[way];
  if (!sum) throw new Error(`The program does not know ${way}`);
  return sum;
}
