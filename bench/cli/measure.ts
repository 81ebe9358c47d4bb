import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod/v4';
import { root } from '../../tools/repository.js';
import { measurePairs, type PairsEffort, type PairsResult } from '../processes.js';

const BIN = 'packages/cli/dist/bin.js';

/** What is typed, by title. */
export const commands: Readonly<Record<string, readonly string[]>> = {
  '`ticketstub --version`': ['--version'],
  '`ticketstub --help`': ['--help'],
  '`ticketstub whoami`': ['whoami'],
  '`ticketstub token`': ['token'],
};

const greeting = z.object({
  url: z.string(),
  people: z.array(z.object({ name: z.string(), login: z.string().nullable(), password: z.string().nullable() })),
});

/** The command as it is shipped, in pairs with bare Node, beside a stand-in that the command itself has started. */
export async function measureCommand({ progress, ...effort }: PairsEffort): Promise<PairsResult> {
  const home = mkdtempSync(join(tmpdir(), 'ticketstub-bench-'));
  const dev = spawn(process.execPath, [BIN, 'dev', '--json'], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = once(dev, 'exit');
  try {
    const line = String(await once(createInterface(dev.stdout), 'line'));
    const { url, people } = greeting.parse(JSON.parse(line));
    const alice = people.find(({ name }) => name === 'alice');
    // Nothing else of this machine's: certificates that every Node is told to read first would make any ratio small.
    const env = { PATH: process.env['PATH'] ?? '', HOME: home, PLEX_URL: url };
    const login = [BIN, 'login', '--with-password', alice?.login ?? ''];
    execFileSync(process.execPath, login, { cwd: root, env, input: `${alice?.password ?? ''}\n`, stdio: 'pipe' });
    const base = ['bench/cold/empty.mjs'];
    const pairs = Object.entries(commands).map(([name, typed]) => ({ name, base, program: [BIN, ...typed] }));
    const told = (text: string): void => progress(`command: ${text}`);
    return measurePairs(pairs, { ...effort, env, tellsNothing: true, progress: told });
  } finally {
    dev.kill('SIGINT');
    await gone;
    rmSync(home, { recursive: true });
  }
}
