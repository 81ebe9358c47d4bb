import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import { type StandIn, startStandIn } from '../src/index.js';

/** What a program said until it ended, and how it ended. */
export interface Ended {
  readonly code: unknown;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a program is started. */
export interface Start {
  readonly env?: NodeJS.ProcessEnv;
  /** Of Node: the redirect by `--import` unless others are given. */
  readonly flags?: readonly string[];
}

/** The door, by the package's own name. */
export const DOOR = '@ticketstub/standin/redirect';

/** Runs a program given as text, an ES module unless the flags say otherwise, until it ends. */
export function runProgram(program: string, { env = {}, flags = ['--import', DOOR] }: Start = {}): Promise<Ended> {
  const args = ['--input-type=module', ...flags, '--eval', program];
  const { NODE_OPTIONS: _, TICKETSTUB_URL: __, ...inherited } = process.env;
  const options = { cwd: resolve(import.meta.dirname, '..'), env: { ...inherited, ...env }, timeout: 30_000 };
  return new Promise((done) => {
    execFile(process.execPath, args, options, (error, stdout, stderr) => {
      done({ code: error === null ? 0 : error.code, stdout, stderr });
    });
  });
}

/** A stand-in with ports that is closed when the test is done, and the environment of a program to be redirected to it. */
export async function listening(): Promise<{ standIn: StandIn; env: NodeJS.ProcessEnv }> {
  const standIn = await startStandIn();
  onTestFinished(() => standIn.close());
  return { standIn, env: { TICKETSTUB_URL: standIn.url, TOKEN: standIn.people.alice.token } };
}
