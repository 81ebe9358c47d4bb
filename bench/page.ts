import { cpus } from 'node:os';
import { table } from './markdown.js';
import type { Measured } from './run.js';

/** The page of a run. */
export function renderPage(measured: readonly Measured[]): string {
  const [cpu] = cpus();
  const targets = measured.flatMap(({ section }) => section.targets);
  const missed = targets.filter(({ met }) => !met).length;
  const blocks = [
    '# Bench',
    'Written by `npm run bench`, every figure by the same run. Nothing here is a promise about another machine; ratios travel better than times.',
    `${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${cpus().length} cores, ${cpu?.model.trim() || 'CPU of unknown model'}.`,
    '## Targets',
    missed === 0 ? `All ${targets.length} are met.` : `${targets.length - missed} of ${targets.length} are met.`,
    table(
      ['figure', 'target', 'measured', ''],
      targets.map(({ figure, target, measured: value, met }) => [figure, target, value, met ? 'met' : '**missed**']),
    ),
    ...measured.flatMap(({ section: { title, blocks: own } }) => [`## ${title}`, ...own]),
  ];
  return `${blocks.join('\n\n')}\n`;
}
