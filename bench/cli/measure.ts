import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod/v4';
import { root } from '../../tools/repository.js';
import { startChild } from '../children.js';
import { measurePairs, type PairsEffort, type PairsResult } from '../processes.js';

const BIN = 'packages/cli/dist/bin.js';

/** What is typed, by title. */
export const commands: Readonly<Record<string, readonly string[]>> = {
  '`ticketstub --version`': ['--version'],
  '`ticketstub --help`': ['--help'],
  '`ticketstub whoami`': ['whoami'],
  '`ticketstub token`': ['token'],
};

const world = z.object({ origin: z.string(), token: z.string() });

/** The command as it is shipped, in pairs with bare Node, beside a stand-in in another process. */
export async function measureCommand({ progress, ...effort }: PairsEffort): Promise<PairsResult> {
  const home = mkdtempSync(join(tmpdir(), 'ticketstub-bench-'));
  const standIn = startChild('standin/stand-in.mjs');
  try {
    const { origin, token } = await standIn.ask({ start: {} }, world);
    // Nothing else of this machine's: certificates that every Node is told to read first would make any ratio small.
    const env = { PATH: process.env['PATH'] ?? '', HOME: home, PLEX_URL: origin };
    execFileSync(process.execPath, [BIN, 'login', '--with-token'], { cwd: root, env, input: token, stdio: 'pipe' });
    const base = ['bench/cold/empty.mjs'];
    const pairs = Object.entries(commands).map(([name, typed]) => ({ name, base, program: [BIN, ...typed] }));
    const told = (text: string): void => progress(`command: ${text}`);
    return measurePairs(pairs, { ...effort, env, tellsNothing: true, progress: told });
  } finally {
    await standIn.end();
    rmSync(home, { recursive: true });
  }
}
