import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Readable } from 'node:stream';
import { root } from '../../tools/repository.js';

const BIN = join(root, 'packages/cli/dist/bin.js');

/** What starts the stand-in that the other commands of a page are run against. */
const DEV = 'ticketstub dev --port 40000';

/** What stands on a page of Markdown as a capture of a terminal: lines that begin with `$`, and what they print. */
const BLOCK = /^```console\n([\s\S]*?)^```$/gm;

/** The page with its captures as they are today: its commands are run in turn, in a home of their own, against the stand-in it starts. */
export async function withCaptures(page: string): Promise<string> {
  const home = mkdtempSync(join(tmpdir(), 'ticketstub-guide-'));
  writeFileSync(join(home, 'ticketstub'), `#!/bin/sh\nexec '${process.execPath}' '${BIN}' "$@"\n`);
  chmodSync(join(home, 'ticketstub'), 0o755);
  const dev = spawn(process.execPath, [BIN, 'dev'], { env: { HOME: home }, stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const greeting = await untilGreeted(dev);
    const terminal = terminalAt(home, greeting);
    return page.replace(BLOCK, (_, block: string) => {
      const commands = [...block.matchAll(/^\$ (.*(?:\\\n.*)*)$/gm)].map(([, command = '']) => command);
      return `\`\`\`console\n${commands[0] === DEV ? `$ ${DEV}\n${terminal.told(greeting)}` : terminal.run(commands)}\`\`\``;
    });
  } finally {
    const gone = once(dev, 'exit');
    dev.kill('SIGINT');
    await gone;
    rmSync(home, { recursive: true });
  }
}

async function untilGreeted({ stdout }: ChildProcessByStdio<null, Readable, null>): Promise<string> {
  let greeting = '';
  for await (const piece of stdout) {
    greeting += String(piece);
    if (greeting.includes('Ctrl-C')) return greeting;
  }
  throw new Error(`The stand-in has ended: ${greeting}`);
}

interface Terminal {
  /** Runs commands in one shell, and returns them with what each printed. */
  run(commands: readonly string[]): string;
  /** What was printed, without what is another each time. */
  told(text: string): string;
}

/** A mark between what one command prints and what the next does. */
const MARK = '\u0001';

function terminalAt(home: string, greeting: string): Terminal {
  const origins = [...new Set(greeting.match(/http:\/\/127\.0\.0\.1:\d+/g))];
  const [, password = ''] = /alice\S* +\S+@\S+ +(\S+)/.exec(greeting) ?? [];
  const told = (text: string): string => settled(text, [...origins.entries()], home);
  const env = {
    PATH: [home, process.env['PATH']].join(delimiter),
    HOME: home,
    PLEX_URL: origins[0],
    PASSWORD: password,
  };
  return {
    told,
    run: (commands) => {
      const lines = commands.map((command) => `status=$?; printf '${MARK}'; (exit $status)\n${command}`);
      const script = ['exec 2>&1', ...lines].join('\n');
      const { stdout } = spawnSync('sh', ['-c', script], { cwd: home, env, encoding: 'utf8', timeout: 60_000 });
      const printed = stdout.split(MARK).slice(1);
      return commands.map((command, index) => `$ ${command}\n${told(printed[index] ?? '')}`).join('');
    },
  };
}

/** Ports, folders, moments, tokens and what this machine is called are others each time: here they are always the same. */
function settled(text: string, origins: readonly (readonly [number, string])[], home: string): string {
  let plain = text.replaceAll(home, '~');
  for (const [index, origin] of origins) plain = plain.replaceAll(origin, `http://127.0.0.1:${40_000 + index}`);
  // A longer name of the machine would make a column wider.
  if (plain.includes(hostname())) plain = plain.replaceAll(hostname(), 'desk').replace(/(?<=\S) {2,}/g, '  ');
  return plain
    .replace(/\b[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}\b/g, '6f1d3c5e-0a2b-4c4d-8e9f-123456789abc')
    .replace(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z\b/g, '2026-01-01T12:00:00.000Z')
    .replace(/\b(?:\d+ seconds?|less than a second) ago\b/g, '1 second ago')
    .replace(/(?<![\w-])[\w-]{20}(?![\w-])/g, 'xxxxxxxxxxxxxxxxxxxx');
}
