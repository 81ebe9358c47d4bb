import { spawn } from 'node:child_process';
import { z } from 'zod';

/** What a program of `entries/` said, and whatever else it printed. */
export interface Ran {
  readonly version: string;
  readonly outcomes: readonly z.infer<typeof outcome>[];
  readonly printed: string;
}

const outcome = z.object({ name: z.string(), ok: z.boolean(), why: z.string() });
const report = z.object({ version: z.string(), outcomes: z.array(outcome) });

/** A program that is stuck is ended after this many milliseconds. */
const LONGEST = 60_000;

/** Runs a program in a folder to its end. @throws Error with all it printed when it fails or reports nothing. */
export async function run(folder: string, [program = '', ...args]: readonly string[]): Promise<Ran> {
  const child = spawn(program, args, {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LONGEST,
    env: { PATH: process.env['PATH'], HOME: folder, DENO_NO_UPDATE_CHECK: '1', NO_COLOR: '1' },
  });
  let printed = '';
  const listen = (piece: string): void => void (printed += piece);
  child.stdout.setEncoding('utf8').on('data', listen);
  child.stderr.setEncoding('utf8').on('data', listen);
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const found = /^OUTCOMES (.*)$/m.exec(printed);
  if (status !== 0 || found?.[1] === undefined) throw new Error(`${program} ended with ${status}\n${printed}`);
  return { ...report.parse(JSON.parse(found[1])), printed: printed.replace(found[0], '') };
}
