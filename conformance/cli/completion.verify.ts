import { once } from 'node:events';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { root } from '../../tools/repository.js';

const bin = join(root, 'packages/cli/dist/bin.js');

const run = (...args: readonly string[]): string =>
  execFileSync(process.execPath, [bin, ...args], { encoding: 'utf8' });

/** The commands that a help lists. */
function listed(...path: readonly string[]): string[] {
  const [, list = ''] = /\nCommands:\n((?: {2}.*\n)+)/.exec(run(...path, '--help')) ?? [];
  return [...list.matchAll(/^ {2}([a-z-]+)/gm)].map(([, name = '']) => name).filter((name) => name !== 'help');
}

/** The long flags that a help lists. */
function flagsOf(...path: readonly string[]): string[] {
  return [...run(...path, '--help').matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, name = '']) => name);
}

/** How a shell is started without anybody's settings, and how it is told of the completion. */
const shells = [
  { shell: 'bash', args: ['--norc', '--noprofile', '-i'], install: 'source completion.bash' },
  {
    shell: 'zsh',
    args: ['-f', '-i'],
    install:
      'mkdir -p functions; cp completion.zsh functions/_ticketstub; fpath=($PWD/functions $fpath); autoload -Uz compinit; compinit -u -D',
  },
  { shell: 'fish', args: ['--no-config', '-i'], install: 'source completion.fish' },
] as const;

/** What is typed, with Tab as `→`, and the arguments that the shell then runs the command with. */
const typed: readonly (readonly [string, string])[] = [
  ['who→', 'whoami'],
  ['hom→sw→Carla --t→kids', 'home switch Carla --to kids'],
  ['--prof→home who→', '--profile home whoami'],
  ['--profile=x who→', '--profile=x whoami'],
  ['whoami --profile x --js→', 'whoami --profile x --json'],
  ['home --profile switch sw→Bruno', 'home --profile switch switch Bruno'],
  ['login --with-p→me --no-b→', 'login --with-password me --no-browser'],
  ['token --for pl→--r→', 'token --for plex.tv --raw'],
  ['completion f→', 'completion fish'],
  ['dev --seed peo→--po→4000', 'dev --seed people.json --port 4000'],
];

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ticketstub-completion-'));
  writeFileSync(join(folder, 'people.json'), '{}');
  // In place of the command stands what writes down how a shell has called it.
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin/ticketstub'), `#!/bin/sh\nprintf '%s\\n' "$*" >> ${join(folder, 'called')}\n`);
  chmodSync(join(folder, 'bin/ticketstub'), 0o755);
  for (const { shell } of shells) writeFileSync(join(folder, `completion.${shell}`), run('completion', shell));
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Types lines at an interactive shell on a terminal of its own, and returns what it called. */
async function typeAt({ shell, args, install }: (typeof shells)[number], lines: readonly string[]): Promise<string[]> {
  const called = join(folder, 'called');
  writeFileSync(called, '');
  const PATH = [join(folder, 'bin'), process.env['PATH']].join(delimiter);
  const terminal = spawn('script', ['--quiet', '--flush', '--command', `${shell} ${args.join(' ')}`, '/dev/null'], {
    cwd: folder,
    env: { PATH, HOME: folder, TERM: 'xterm', LANG: 'C.UTF-8' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let shown = '';
  terminal.stdout.on('data', (data: Buffer) => (shown += data.toString('utf8')));
  const calls = (): string[] => readFileSync(called, 'utf8').split('\n').slice(0, -1);
  const untilCalled = (count: number): Promise<void> =>
    vi.waitFor(() => expect(calls().length, shown).toBe(count), { timeout: 20_000, interval: 20 });
  try {
    terminal.stdin.write(`${install}; ticketstub ready\r`);
    await untilCalled(1);
    for (const [index, line] of lines.entries()) {
      terminal.stdin.write(`ticketstub ${line.replaceAll('→', '\t')}\r`);
      await untilCalled(index + 2);
    }
    return calls()
      .slice(1)
      .map((call) => call.trim());
  } finally {
    const gone = once(terminal, 'close');
    terminal.stdin.write('exit\r');
    await gone;
  }
}

describe.each(shells)('in $shell', (shell) => {
  test('the shell is there, and finds no mistake in the script', () => {
    const { status, stderr } = spawnSync(shell.shell, ['-n', join(folder, `completion.${shell.shell}`)], {
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test('Tab completes commands, flags, values and files, also behind --profile', async () => {
    expect(
      await typeAt(
        shell,
        typed.map(([line]) => line),
      ),
    ).toEqual(typed.map(([, args]) => args));
  });

  test('Tab completes every command that the help lists', async () => {
    const names = [...listed(), ...['home', 'devices'].flatMap((name) => listed(name).map((sub) => `${name} ${sub}`))];
    expect(names.length).toBeGreaterThan(15);
    expect(
      await typeAt(
        shell,
        names.map((name) => `${name.slice(0, -1)}→`),
      ),
    ).toEqual(names);
  });

  test('Tab completes every flag that the help of a command lists', async () => {
    const flags = ['login', 'token', 'dev', 'logout'].flatMap((name) => flagsOf(name).map((flag) => `${name} ${flag}`));
    expect(flags.length).toBeGreaterThan(30);
    expect(
      await typeAt(
        shell,
        flags.map((flag) => `${flag.slice(0, -1)}→`),
      ),
    ).toEqual(flags);
  });
});
