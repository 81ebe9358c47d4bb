import { measureCalls } from './calls/measure.js';
import { reportCalls } from './calls/report.js';
import type { Section } from './section.js';

/** What one part measured, and what the page says of it. */
export interface Measured {
  readonly name: PartName;
  readonly result: object;
  readonly section: Section;
}

/** How a run goes. */
export interface RunOptions {
  /** Seconds instead of minutes; its figures prove nothing. */
  readonly quick: boolean;
  /** Rounds instead of those a full run takes. */
  readonly rounds: number | undefined;
  readonly progress: (line: string) => void;
}

type Part = (options: RunOptions) => Promise<Omit<Measured, 'name'>>;

const parts = {
  calls: async ({ quick, rounds = quick ? 1 : 11, progress }) => {
    const result = await measureCalls({ rounds, sliceMs: quick ? 5 : 250 }, progress);
    return { result, section: reportCalls(result) };
  },
} as const satisfies Record<string, Part>;

/** The parts of the bench. */
export type PartName = keyof typeof parts;

/** Their names, in the page's order. */
export const partNames: readonly PartName[] = ['calls'];

/** Measures one part. */
export async function runPart(name: PartName, options: RunOptions): Promise<Measured> {
  return { name, ...(await parts[name](options)) };
}
