import { startStandIn } from '@ticketstub/standin';
import { expect, onTestFinished, test } from 'vitest';
import { readOperations } from '../tools/ledger-read.js';
import { readText } from '../tools/repository.js';
import { sections, table } from './markdown.js';

const guide = readText('docs/guides/testing.md');
const readme = readText('packages/standin/README.md');

/** What stands between backticks in the first line that begins so. */
function namedIn(page: string, beginning: string): string[] {
  const line = page.split('\n').find((one) => one.startsWith(beginning)) ?? '';
  return [...line.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
}

/** The names of the stand-in's own list, which is not exported. */
function operationNames(): string[] {
  const [, list = ''] = /operationNames = \[([^\]]*)\]/.exec(readText('packages/standin/src/operations.ts')) ?? [];
  return [...list.matchAll(/'(\w+)'/g)].map(([, name = '']) => name);
}

async function controls(): Promise<string[]> {
  const standIn = await startStandIn({ listen: false });
  onTestFinished(() => standIn.close());
  return Object.keys(standIn.control).toSorted();
}

test('the guide names every operation that can be made to fail, and no other', () => {
  const names = operationNames();
  expect(names).toContain('getTokenDetails');
  expect(namedIn(guide, 'Operations are named').filter((name) => name !== 'delay')).toEqual(names);
  expect(readOperations().map(({ name }) => name)).toEqual(expect.arrayContaining(names));
});

test('the guide has a row for everything that the control does', async () => {
  const { body = '' } = sections(guide).find(({ title }) => title === 'What a test may do') ?? {};
  const rows = table(body).map((row) => (Object.values(row)[0] ?? '').replace(/\(.*$/, ''));
  expect(rows.toSorted()).toEqual(await controls());
});

test('the stand-in’s README names everything that the control does', async () => {
  const named = namedIn(readme, '| `standIn.control`').filter((name) => /^[a-z]\w+$/i.test(name));
  expect(named.toSorted()).toEqual(await controls());
});

test('the stand-in’s README names every path that is answered, and none besides', () => {
  const named = namedIn(readme, '| answered').filter((path) => path.startsWith('/'));
  const paths = readOperations().map(({ path }) => path);
  const covers = (name: string, path: string): boolean =>
    name.endsWith('*') ? path.startsWith(name.slice(0, -1)) : path === name;
  expect(paths.filter((path) => !named.some((name) => covers(name, path)))).toEqual([]);
  expect(named.filter((name) => !paths.some((path) => covers(name, path)))).toEqual([]);
});
