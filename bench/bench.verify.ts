import { expect, test } from 'vitest';
import { contenders } from './calls/contenders.js';
import { renderPage } from './page.js';
import { type PartName, partNames, runPart } from './run.js';

const reported: Record<PartName, readonly string[]> = {
  calls: contenders.map(({ title }) => title),
};

test.each(partNames)('the part %s of the bench runs, reads the right account, and reports everybody', async (name) => {
  const measured = await runPart(name, { quick: true, rounds: 1, progress: () => undefined });
  const page = renderPage([measured]);
  expect(reported[name].filter((title) => !page.includes(title))).toEqual([]);
  expect(page).not.toMatch(/NaN|undefined/);
});
