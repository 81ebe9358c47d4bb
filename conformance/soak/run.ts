import { createHash } from 'node:crypto';
import type { Figures, Part } from './part.js';
import { randomFrom } from './random.js';

/** How a run goes about it. */
export interface Plan {
  readonly seed: number;
  /** What the parts have between them. */
  readonly milliseconds: number;
  readonly signal: AbortSignal;
}

/** What the one who started a run is told while it goes on. */
export interface Telling {
  begins(part: string): void;
  /** How far a part is. */
  says(line: string): void;
  ends(result: PartResult): void;
}

/** What became of a part. */
export interface PartResult {
  readonly part: string;
  readonly seconds: number;
  readonly figures: Figures;
  /** What did not hold; undefined when everything did. */
  readonly failure?: Error;
}

/** The seed of one part: it stays the same when others are added. */
function seedOf(part: string, seed: number): number {
  return createHash('sha256').update(`${seed} ${part}`).digest().readUInt32BE() >>> 1;
}

/** Runs one part for so long; what goes wrong in it is a result as well. */
export async function runPart(part: Part, plan: Plan, says: Telling['says'] = () => {}): Promise<PartResult> {
  const began = performance.now();
  const figures: Record<string, number | string> = {};
  const seed = seedOf(part.name, plan.seed);
  const seconds = (): number => (performance.now() - began) / 1000;
  try {
    await part.run({
      seed,
      random: randomFrom(seed),
      hasTime: () => !plan.signal.aborted && performance.now() - began < plan.milliseconds,
      signal: plan.signal,
      say: says,
      report: (found) => void Object.assign(figures, found),
    });
    return { part: part.name, seconds: seconds(), figures };
  } catch (error) {
    const failure = error instanceof Error ? error : new Error('It threw what is no error', { cause: error });
    return { part: part.name, seconds: seconds(), figures, failure };
  }
}

/** Runs the parts one after another; each has its share of the time that those before it left. */
export async function runParts(parts: readonly Part[], plan: Plan, telling: Telling): Promise<PartResult[]> {
  const ends = performance.now() + plan.milliseconds;
  const results: PartResult[] = [];
  for (const [index, part] of parts.entries()) {
    if (plan.signal.aborted) break;
    const shares = parts.slice(index).reduce((sum, { share }) => sum + share, 0);
    const milliseconds = Math.max(0, ends - performance.now()) * (part.share / shares);
    telling.begins(part.name);
    const result = await runPart(part, { ...plan, milliseconds }, (line) => telling.says(line));
    telling.ends(result);
    results.push(result);
  }
  return results;
}
