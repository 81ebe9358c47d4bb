import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, INSTALL_CHROMIUM } from '../../tools/chromium.js';
import { readText } from '../../tools/repository.js';
import { drawSeed } from '../../packages/sdk/test/draw-seed.js';
import { sections, table } from '../markdown.js';
import { installPacked, type Project } from '../packages/packed.js';
import { others } from './others.js';
import { compileInto } from './programs.js';
import { type Ran, run } from './run.js';
import { type Runtime, runtimes } from './runtimes.js';
import type { Nature, World } from './smoke/world.js';
import { openStage } from './stage.js';

/** A row of the page's table. */
type Row = Record<'Runtime' | 'Version' | 'SDK by fetch' | 'SDK by nodeTransport' | 'Stand-in', string>;

let project: Project;
const seed = drawSeed('what is random on every runtime');
/** What ran here, to be held against the page. */
const rows = new Map<string, Row>();
const names = new Set<string>();

function noteThat(runtime: Pick<Runtime, 'name' | 'version'>, column: keyof Row, { outcomes }: Ran): void {
  const none = { 'SDK by fetch': '—', 'SDK by nodeTransport': '—', 'Stand-in': '—' };
  const row = rows.get(runtime.name) ?? { Runtime: runtime.name, Version: runtime.version, ...none };
  const good = outcomes.filter(({ ok }) => ok).length;
  rows.set(runtime.name, { ...row, [column]: `${good} of ${outcomes.length}` });
  if (column !== 'Stand-in') for (const { name } of outcomes) names.add(name);
}

function isOf(stated: string, found: string): boolean {
  if (stated.endsWith(' or later')) return Number(found.split('.')[0]) >= Number(stated.split(' ')[0]);
  return `${found}.`.startsWith(`${stated}.`);
}

/** Everything went well, on the version that is spoken of. */
function expectWhole({ outcomes, version }: Ran, stated: string): void {
  expect(outcomes.filter(({ ok }) => !ok)).toEqual([]);
  expect(isOf(stated, version), `${version} is not ${stated}`).toBe(true);
}

/** The console was told of errors and clients, and showed no secret. */
function expectSilence({ printed }: Ran, { planted, alice, finn }: World): void {
  expect(printed).toContain('shown');
  expect(printed).toContain('REDIRECTED');
  const secrets = [planted.token, planted.password, JSON.stringify(planted.password).slice(1, -1), alice.token];
  expect([...secrets, alice.password, finn.password].map((secret) => printed.includes(secret))).not.toContain(true);
}

/** Runs the suite in a world of its own. */
async function smokeBy(runtime: { version: string; nature: Nature }, command: readonly string[]): Promise<Ran> {
  await using stage = await openStage(runtime.nature, seed);
  const ran = await run(project.folder, [...command, JSON.stringify(stage.world)]);
  expectWhole(ran, runtime.version);
  expectSilence(ran, stage.world);
  return ran;
}

beforeAll(() => {
  project = installPacked(['packages/sdk', 'packages/standin']);
});

afterAll(() => rmSync(project.folder, { recursive: true }));

describe.each(runtimes)('$name', (runtime) => {
  test('is there', () => {
    const [program = ''] = runtime.command;
    expect(existsSync(program), 'run `npm ci --prefix conformance/runtimes --ignore-scripts` (Linux x64)').toBe(true);
  });

  test('runs the suite by its global fetch', async () => {
    const program = await compileInto(project.folder, 'by-fetch');
    noteThat(runtime, 'SDK by fetch', await smokeBy(runtime, [...runtime.command, program]));
  });

  test('runs the suite by the node transport', async () => {
    const program = await compileInto(project.folder, 'by-node-transport');
    noteThat(runtime, 'SDK by nodeTransport', await smokeBy(runtime, [...runtime.command, program]));
  });

  test('runs the stand-in', async () => {
    const program = await compileInto(project.folder, 'stand-in');
    const ran = await run(project.folder, [...runtime.serving, program, join(project.folder, 'smoke.sqlite')]);
    expectWhole(ran, runtime.version);
    noteThat(runtime, 'Stand-in', ran);
  });
});

test('Chromium is there', () => {
  expect(findChromium(), `run \`${INSTALL_CHROMIUM}\``).toBeDefined();
});

test.each(others)('$name runs the suite by its global fetch', async (other) => {
  const command = await other.prepare(project.folder);
  noteThat(other, 'SDK by fetch', await smokeBy(other, command));
});

describe('docs/runtimes.md', () => {
  const page = sections(readText('docs/runtimes.md'));
  const under = (title: string): string => page.find((section) => section.title === title)?.body ?? '';

  test('has the runtimes that ran, and what was proven on each', () => {
    expect(table(under('What was proven'))).toEqual([...rows.values()]);
  });

  test('has the cases that ran, in their order', () => {
    expect(table(under('The suite')).map((row) => row['Case'])).toEqual([...names]);
  });
});
