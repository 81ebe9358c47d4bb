import { spawnSync } from 'node:child_process';
import { z } from 'zod/v4';
import { root } from '../tools/repository.js';
import { type Noise, watchMachine } from './noise.js';
import { shuffled, type Spread, spread } from './statistics.js';

/** What one process cost from its start to its end. */
export interface Cost {
  /** Milliseconds as seen from outside. */
  readonly wall: number;
  /** Milliseconds of CPU, as the process itself counts them at its last line; of one that tells nothing, its time. */
  readonly cpu: number;
  /** Its greatest resident memory in megabytes; of one that tells nothing, 0. */
  readonly rss: number;
}

/** What one program costs over another, pair by pair. */
export interface Extra {
  readonly wall: Spread;
  readonly cpu: Spread;
  readonly rss: Spread;
  readonly ratio: Spread;
}

/** Two programs that differ in what is measured, as arguments of Node. */
export interface Pair {
  readonly name: string;
  readonly base: readonly string[];
  readonly program: readonly string[];
}

/** What all pairs came to, by their names. */
export interface PairsResult {
  readonly pairs: number;
  readonly noise: Noise;
  /** What the bases cost, all of them together. */
  readonly base: { readonly wall: Spread; readonly rss: Spread };
  readonly extra: Readonly<Record<string, Extra>>;
}

/** How many pairs, and whom to tell. */
export interface PairsEffort {
  readonly rounds: number;
  /** Whether a first round fills the file cache, not counted. */
  readonly warmUp: boolean;
  readonly progress: (line: string) => void;
  /** Whether a process may end with a status other than 0, as a compiler that finds errors does. */
  readonly mayFail?: boolean;
  /** Whether the processes are as they are shipped, and tell nothing of what they use. */
  readonly tellsNothing?: boolean;
  /** What the processes find in their environment (default: what the bench does). */
  readonly env?: Readonly<Record<string, string>>;
}

type How = Pick<PairsEffort, 'mayFail' | 'tellsNothing' | 'env'>;

const usage = z.object({ cpu: z.number(), maxRSS: z.number() });

/** Runs one process to its end. */
function cost(args: readonly string[], { mayFail = false, tellsNothing = false, env }: How): Cost {
  const start = performance.now();
  const { status, output } = spawnSync(process.execPath, [...args], {
    cwd: root,
    env: env ?? process.env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const wall = performance.now() - start;
  if (status !== 0 && !mayFail) throw new Error(`node ${args.join(' ')} failed: ${output.join('\n')}`);
  if (tellsNothing) return { wall, cpu: wall, rss: 0 };
  const { cpu, maxRSS } = usage.parse(JSON.parse(output[3] ?? ''));
  return { wall, cpu: cpu / 1000, rss: maxRSS / 1000 };
}

/** Runs all pairs by turns in random order, the two of a pair one after the other. */
export function measurePairs(pairs: readonly Pair[], { rounds, warmUp, progress, ...how }: PairsEffort): PairsResult {
  const watch = watchMachine();
  const costs = new Map(pairs.map(({ name }) => [name, new Array<{ base: Cost; program: Cost }>()]));
  for (let round = warmUp ? 0 : 1; round <= rounds; round += 1) {
    let own = 0;
    for (const { name, base, program } of shuffled(pairs)) {
      const [first, second] = shuffled([base, program]);
      const done = new Map([first, second].map((args = []) => [args, cost(args, how)]));
      const [ofBase, ofProgram] = [done.get(base), done.get(program)];
      if (!ofBase || !ofProgram) throw new Error(`${name} has no pair`);
      own += (ofBase.cpu + ofProgram.cpu) * 1000;
      if (round > 0) costs.get(name)?.push({ base: ofBase, program: ofProgram });
    }
    watch.round(own);
    progress(`round ${round} of ${rounds}`);
  }
  const all = [...costs.values()].flat();
  return {
    pairs: rounds,
    noise: watch.noise(),
    base: { wall: spread(all.map(({ base }) => base.wall)), rss: spread(all.map(({ base }) => base.rss)) },
    extra: Object.fromEntries([...costs].map(([name, those]) => [name, extra(those)])),
  };
}

function extra(those: readonly { base: Cost; program: Cost }[]): Extra {
  const difference = (of: (cost: Cost) => number): Spread =>
    spread(those.map(({ base, program }) => of(program) - of(base)));
  return {
    wall: difference(({ wall }) => wall),
    cpu: difference(({ cpu }) => cpu),
    rss: difference(({ rss }) => rss),
    ratio: spread(those.map(({ base, program }) => program.wall / base.wall)),
  };
}
