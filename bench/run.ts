import { measureBundles, reportBundles } from './bundle.js';
import { measureCalls } from './calls/measure.js';
import { reportCalls } from './calls/report.js';
import { measureCommand } from './cli/measure.js';
import { reportCommand } from './cli/report.js';
import { measureCold } from './cold/measure.js';
import { reportCold } from './cold/report.js';
import { measureDeclarations } from './declarations/measure.js';
import { reportDeclarations } from './declarations/report.js';
import { measurePages } from './pages/measure.js';
import { reportPages } from './pages/report.js';
import { measurePlanner } from './planner/measure.js';
import { reportPlanner } from './planner/report.js';
import { measurePolling } from './polling/measure.js';
import { reportPolling } from './polling/report.js';
import { measureRenewal } from './renewal/measure.js';
import { reportRenewal } from './renewal/report.js';
import { measureSealing } from './sealing/measure.js';
import { reportSealing } from './sealing/report.js';
import type { Section } from './section.js';
import { reportStandIn } from './standin/report.js';
import { measureServing } from './standin/serve.js';
import { measureStarts } from './standin/starts.js';
import { measureVerifying } from './tokens/measure.js';
import { reportVerifying } from './tokens/report.js';
import { measureVault } from './vault/measure.js';
import { reportVault } from './vault/report.js';

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
  calls: async ({ quick, rounds = quick ? 1 : 36, progress }) => {
    const result = await measureCalls({ rounds, roundsEach: 9, sliceMs: quick ? 5 : 100, warmUp: !quick }, progress);
    return { result, section: reportCalls(result) };
  },
  verify: async ({ quick, rounds = quick ? 1 : 60, progress }) => {
    const result = await measureVerifying({ rounds, passes: quick ? 16 : 320, progress });
    return { result, section: reportVerifying(result) };
  },
  sealing: async ({ quick, rounds = quick ? 1 : 60, progress }) => {
    const result = await measureSealing({ rounds, passes: quick ? 64 : 640, progress });
    return { result, section: reportSealing(result) };
  },
  renewal: async ({ quick, rounds = quick ? 1 : 25, progress }) => {
    const result = await measureRenewal({ rounds, callers: quick ? 100 : 10_000, progress });
    return { result, section: reportRenewal(result) };
  },
  planner: async ({ quick, rounds = quick ? 1 : 40, progress }) => {
    const result = await measurePlanner({ rounds, batches: quick ? 20 : 500, progress });
    return { result, section: reportPlanner(result) };
  },
  vault: async ({ quick, rounds = quick ? 1 : 10, progress }) => {
    const result = await measureVault({ rounds, credentials: quick ? 20 : 500, progress });
    return { result, section: reportVault(result) };
  },
  polling: async ({ quick, rounds = quick ? 1 : 12, progress }) => {
    const effort = quick ? { pacedSeconds: 1, crowded: 5 } : { pacedSeconds: 10, crowded: 300 };
    const result = await measurePolling({ rounds, ...effort, progress });
    return { result, section: reportPolling(result) };
  },
  cold: async ({ quick, rounds = quick ? 1 : 25, progress }) => {
    const result = await measureCold({ rounds, warmUp: !quick, progress });
    return { result, section: reportCold(result) };
  },
  cli: async ({ quick, rounds = quick ? 1 : 41, progress }) => {
    const result = await measureCommand({ rounds, warmUp: !quick, progress });
    return { result, section: reportCommand(result) };
  },
  bundle: async () => {
    const result = await measureBundles();
    return { result, section: reportBundles(result) };
  },
  types: async ({ quick, rounds = quick ? 1 : 15, progress }) => {
    const result = measureDeclarations({ rounds, warmUp: !quick, progress });
    return { result, section: reportDeclarations(result) };
  },
  standin: async ({ quick, rounds = quick ? 1 : 25, progress }) => {
    const serving = await measureServing({ rounds, sliceMs: quick ? 20 : 300, progress });
    const starts = measureStarts(rounds, progress);
    return { result: { serving, starts }, section: reportStandIn(serving, starts) };
  },
  pages: async ({ quick, rounds = quick ? 1 : 15, progress }) => {
    const result = await measurePages({ rounds, progress });
    return { result, section: reportPages(result) };
  },
} as const satisfies Record<string, Part>;

/** The parts of the bench. */
export type PartName = keyof typeof parts;

/** Their names, in the page's order. */
export const partNames = [
  'calls',
  'verify',
  'sealing',
  'renewal',
  'planner',
  'vault',
  'polling',
  'cold',
  'cli',
  'bundle',
  'types',
  'standin',
  'pages',
] as const satisfies readonly PartName[];

/** Measures one part. */
export async function runPart(name: PartName, options: RunOptions): Promise<Measured> {
  return { name, ...(await parts[name](options)) };
}
