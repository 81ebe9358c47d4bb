import { availableParallelism } from 'node:os';
import type { PartResult } from './run.js';

const block = /(<!-- figures: npm run soak -->\n)[\s\S]*?(<!-- end of figures -->)/;

/** Minutes a run must take for its figures to stand in the page. */
export const PAGE_MINUTES = 30;

/** What a page tells of a run. */
export interface Ran {
  readonly seed: number;
  readonly minutes: number;
  readonly results: readonly PartResult[];
}

function row({ part, seconds, figures, failure }: PartResult): string {
  const found = Object.entries(figures).map(([name, value]) => `${name} ${value}`);
  const verdict = failure === undefined ? 'kept' : 'BROKEN';
  return `| ${part} | ${verdict} | ${(seconds / 60).toFixed(1)} | ${found.join(' · ').replaceAll('|', '/')} |`;
}

/** `docs/soak.md` as it must be: our words as they stand, the figures written anew from a run. */
export function renderSoakPage(text: string, { seed, minutes, results }: Ran): string {
  if (!block.test(text)) throw new Error('docs/soak.md has lost the marks between which its figures are written');
  const lines = [
    `${new Date().toISOString().slice(0, 10)}: ${minutes} minutes, seed ${seed}, Node ${process.versions.node}, ${process.platform} ${process.arch}, ${availableParallelism()} cores.`,
    '',
    '| Part | Promises | Minutes | Figures |',
    '| --- | --- | --- | --- |',
    ...results.map(row),
  ];
  return text.replace(block, (_, open: string, close: string) => `${open}\n${lines.join('\n')}\n\n${close}`);
}
