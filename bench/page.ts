import { cpus } from 'node:os';
import { table } from './markdown.js';
import type { Measured } from './run.js';

/** When and where a run was. */
export interface Machine {
  readonly date: string;
  readonly node: string;
  readonly cores: number;
  readonly cpu: string;
}

/** This machine, today. */
export function describeMachine(): Machine {
  const [cpu] = cpus();
  return {
    date: new Date().toISOString().slice(0, 10),
    node: process.versions.node,
    cores: cpus().length,
    cpu: cpu?.model.trim() || 'CPU of unknown model',
  };
}

/** The page of a run. */
export function renderPage({ date, node, cores, cpu }: Machine, measured: readonly Measured[]): string {
  const targets = measured.flatMap(({ section }) => section.targets);
  const met = targets.filter((target) => target.met).length;
  const blocks = [
    '# Bench',
    'Written by `npm run bench`, every figure by the same run. Ratios travel better to other machines than times do.',
    `${date}, Node ${node}, ${cores} cores, ${cpu}.`,
    '## Targets',
    met === targets.length ? `All ${targets.length} are met.` : `${met} of ${targets.length} are met.`,
    table(
      ['figure', 'target', 'measured', ''],
      targets.map((each) => [each.figure, each.target, each.measured, each.met ? 'met' : '**missed**']),
    ),
    ...measured.flatMap(({ section: { title, blocks: own } }) => [`## ${title}`, ...own]),
  ];
  return `${blocks.join('\n\n')}\n`;
}
