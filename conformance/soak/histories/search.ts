import * as fc from 'fast-check';
import { play } from './play.js';
import type { Tally } from './scene.js';
import type { Way } from './stage.js';
import { histories } from './step.js';

/** Where to begin, and how far to look. */
export interface Search {
  readonly seed: number;
  /** How many histories. */
  readonly runs: number;
  /** The longest of them. */
  readonly steps: number;
  readonly way: Way;
  /** Counts what is done. */
  readonly tally?: Tally;
}

/** Plays random histories; the shortest found that the stand-in and the model tell differently, with its seed, or nothing. */
export async function search({ seed, runs, steps, way, tally }: Search): Promise<string | undefined> {
  const property = fc.asyncProperty(histories(steps), async (history) => {
    const lines = await play(history, way, tally);
    if (lines.length > 0) throw new Error(lines.join('\n'));
  });
  const result = await fc.check(property, { seed, numRuns: runs });
  if (!result.failed) return undefined;
  const { counterexample, counterexamplePath, errorInstance } = result;
  return [
    `seed ${seed}, path ${counterexamplePath}, up to ${steps} steps, ${way}`,
    JSON.stringify(counterexample?.[0]),
    errorInstance instanceof Error ? errorInstance.message : 'it ended without a reason',
  ].join('\n');
}
