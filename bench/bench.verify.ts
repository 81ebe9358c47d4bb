import { expect, test } from 'vitest';
import { contenders } from './calls/contenders.js';
import { commands } from './cli/measure.js';
import { answering, loads } from './cold/measure.js';
import { consumers } from './declarations/measure.js';
import { describeMachine, renderPage } from './page.js';
import { pageNames } from './pages/measure.js';
import { situations } from './planner/measure.js';
import { waiting } from './polling/measure.js';
import { states } from './renewal/measure.js';
import { type PartName, partNames, runPart } from './run.js';
import { sealers } from './sealing/measure.js';
import { verifiers } from './tokens/measure.js';
import { renewers } from './vault/measure.js';

const reported: Record<PartName, readonly string[]> = {
  calls: contenders.map(({ title }) => title),
  verify: Object.values(verifiers),
  sealing: Object.values(sealers),
  renewal: Object.values(states),
  planner: Object.values(situations).map(({ title }) => title),
  vault: Object.values(renewers),
  polling: Object.values(waiting),
  cold: [...Object.keys(loads), ...Object.keys(answering)],
  cli: Object.keys(commands),
  bundle: ['the least client', '`@ticketstub/sdk`', '`@lukehagar/plexjs`'],
  types: consumers.map(({ title }) => title),
  standin: ['bare hono route', '**stand-in**', 'in memory', 'a new file'],
  pages: pageNames,
};

test.each(partNames)('the part %s of the bench runs, reads the right account, and reports everybody', async (name) => {
  const measured = await runPart(name, { quick: true, rounds: 1, progress: () => undefined });
  const page = renderPage(describeMachine(), [measured]);
  expect(reported[name].filter((title) => !page.includes(title))).toEqual([]);
  expect(page).not.toMatch(/NaN|undefined/);
});
