import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { z } from 'zod';
import { readText, root } from './repository.js';

/** One thing a command does: a name to print and the command lines to run, in order. */
export interface Step {
  name: string;
  commands: readonly (readonly string[])[];
}

/**
 * Runs every step, printing one line for each with its time and, after a failed one, all that it printed.
 * What is printed goes to `out`.
 * @returns whether all of them passed.
 */
export function runSteps(steps: readonly Step[], out: NodeJS.WritableStream = process.stdout): boolean {
  const results = steps.map((step) => runStep(step, out));
  return results.every(Boolean);
}

/** A step that installs a folder by its own lockfile; nothing is run when what it asks for is there already. */
export function installStep(folder: string): Step {
  const { dependencies } = z.object({ dependencies: versions }).parse(JSON.parse(readText(`${folder}/package.json`)));
  const isThere = Object.entries(dependencies).every(([name, wanted]) => wanted.endsWith(installed(folder, name)));
  const command = ['npm', 'ci', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund'];
  return { name: `install ${folder}`, commands: isThere ? [] : [command] };
}

const versions = z.record(z.string(), z.string());

function installed(folder: string, name: string): string {
  const path = `${folder}/node_modules/${name}/package.json`;
  if (!existsSync(join(root, path))) return 'not installed';
  return z.object({ version: z.string() }).parse(JSON.parse(readText(path))).version;
}

function runStep({ name, commands }: Step, out: NodeJS.WritableStream): boolean {
  const start = performance.now();
  const failure = firstFailure(commands);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  out.write(`${failure === undefined ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)\n`);
  if (failure !== undefined) out.write(`${failure}\n`);
  return failure === undefined;
}

const env = { ...process.env, PATH: `${join(root, 'node_modules/.bin')}${delimiter}${process.env['PATH'] ?? ''}` };

function firstFailure(commands: readonly (readonly string[])[]): string | undefined {
  for (const [program = '', ...args] of commands) {
    const { status, error, output } = spawnSync(program, args, {
      cwd: root,
      env,
      encoding: 'utf8',
      maxBuffer: 64 << 20,
    });
    if (status !== 0)
      return [`$ ${[program, ...args].join(' ')}`, ...(output ?? []), error?.message].filter(Boolean).join('\n');
  }
  return undefined;
}
