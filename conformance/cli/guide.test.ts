import { startStandIn } from '@ticketstub/standin';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { readText, root } from '../../tools/repository.js';
import { sections, table } from '../markdown.js';
import { withCaptures } from './captures.js';

const guide = readText('docs/guides/cli.md');
const readme = readText('packages/cli/README.md');
const bin = join(root, 'packages/cli/dist/bin.js');

const help = (...path: readonly string[]): string =>
  execFileSync(process.execPath, [bin, ...path, '--help'], { encoding: 'utf8' });

/** The commands that the help lists. */
function commands(): string[] {
  const [, list = ''] = /\nCommands:\n((?: {2}.*\n)+)/.exec(help()) ?? [];
  return [...list.matchAll(/^ {2}([a-z-]+)/gm)].map(([, name = '']) => name);
}

/** The rows of the table under a heading of the guide, by what stands first in them. */
function rowsUnder(title: string): string[] {
  const { body = '' } = sections(guide).find((section) => section.title === title) ?? {};
  return table(body).map((row) => (Object.values(row)[0] ?? '').replaceAll('`', ''));
}

test('what the guide shows is what the command prints: else run `npx tsx conformance/cli/write-captures.ts`', async () => {
  expect(await withCaptures(guide)).toBe(guide);
});

test('the guide runs every command, and the README has a row for it', () => {
  const names = commands();
  expect(names.length).toBeGreaterThan(10);
  const isRun = (name: string): boolean => new RegExp(`^\\$ .*ticketstub ${name}\\b`, 'm').test(guide);
  expect(names.filter((name) => !isRun(name))).toEqual([]);
  const rows = table(readme).map((row) => (Object.values(row)[0] ?? '').replaceAll('`', '').split(' ')[1] ?? '');
  expect([...new Set(rows)].toSorted()).toEqual(names.toSorted());
});

test('the guide names every variable of the environment and every exit code that the help does', () => {
  const words = help();
  const variables = [...words.matchAll(/^ {2}((?:PLEX|TICKETSTUB)_\w+)/gm)].map(([, name = '']) => name);
  expect(variables.length).toBeGreaterThan(3);
  const named = rowsUnder('Environment');
  expect(variables.filter((name) => !named.includes(name))).toEqual([]);
  const [, codes = ''] = /Exit codes: (.*)\./.exec(words) ?? [];
  expect(rowsUnder('Exit codes')).toEqual(codes.match(/\d+/g));
});

/** The names of all members, at any depth. */
function namesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => [name, ...namesIn(member)]);
}

/** The words between backticks in the row of a command, in the guide's table of objects. */
function membersOf(command: string): string[] {
  const { body = '' } = sections(guide).find(({ title }) => title === 'Scripts and CI') ?? {};
  const row = body.split('\n').find((line) => new RegExp(`^\\|[^|]*\`${command}\``).test(line)) ?? '';
  return [...row.matchAll(/`([\w]+)(?:\[\])?`/g)].map(([, name = '']) => name);
}

test('the guide names every member of the object that a command prints for scripts', async () => {
  const standIn = await startStandIn();
  const home = mkdtempSync(join(tmpdir(), 'ticketstub-json-'));
  onTestFinished(async () => {
    rmSync(home, { recursive: true });
    await standIn.close();
  });
  const unnamed = async (command: string, typed = command, input = ''): Promise<string[]> => {
    const env = { HOME: home, PLEX_URL: standIn.url };
    const child = spawn(process.execPath, [bin, ...typed.split(' '), '--json'], {
      env,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    child.stdin.end(input);
    const [printed] = await Promise.all([text(child.stdout), once(child, 'exit')]);
    const names = namesIn(JSON.parse(printed));
    expect(names.length).toBeGreaterThan(1);
    return names.filter((name) => !membersOf(command).includes(name)).map((name) => `${command}: ${name}`);
  };
  const typed: readonly (readonly [string, string?, string?])[] = [
    ['login', 'login --with-token', standIn.people.alice.token],
    ...['whoami', 'token', 'servers', 'home list', 'devices list', 'doctor'].map((command): [string] => [command]),
    ['transient-token', 'transient-token Attic'],
    ['source', 'source Attic'],
    ['home switch', 'home switch bruno-kite'],
    ['completion', 'completion bash'],
    ['logout'],
  ];
  const found: string[] = [];
  for (const args of typed) found.push(...(await unnamed(...args)));
  expect(found).toEqual([]);
});
