import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { root } from '../../tools/repository.js';

/** A stand-in in a process of its own, started as a user starts it. */
export interface StandInProcess {
  readonly pid: number;
  /** Where plex.tv is. */
  readonly url: string;
  /** Where the media servers are, by name. */
  readonly servers: ReadonlyMap<string, string>;
  /** Milliseconds from the start until it said where it is. */
  readonly readyAfter: number;
  /** What it complained about; nothing when all is well. */
  complaints(): string;
  /** What it printed after it had said where it is; nothing, as it promises. */
  printed(): string;
  /** Asks what was loaded before it; there must be something. */
  ask(): Promise<unknown>;
  /** Ends it as if the power of the process went: no handler runs. */
  kill(): Promise<void>;
  /** Asks it to end, and waits until it has. */
  stop(): Promise<void>;
}

/** A process that did not start; it said why. */
class NotStarted extends Error {
  override readonly name = 'NotStarted';
}

const BIN = join(root, 'packages/standin/dist/bin.js');

/** The line that follows the addresses and the people. */
const LAST_WORDS = 'Try it:';

/** How long it may take to start, in milliseconds, on a busy machine. */
const PATIENCE = 60_000;

async function untilReady(child: ChildProcess, said: () => string, complaints: () => string): Promise<void> {
  const deadline = AbortSignal.timeout(PATIENCE);
  while (!said().includes(LAST_WORDS)) {
    const stop = new AbortController();
    const options = { signal: AbortSignal.any([deadline, stop.signal]) };
    const seen = child.stdout === null ? [] : [once(child.stdout, 'data', options)];
    await Promise.race([...seen, once(child, 'exit', options)]);
    stop.abort();
    if (child.exitCode !== null || child.signalCode !== null) throw new NotStarted(complaints());
  }
}

/** Starts the built command and waits until it has said where it is; what `node` loads before it may be asked. */
export async function startProcess(args: readonly string[], node: readonly string[] = []): Promise<StandInProcess> {
  const began = performance.now();
  const stdio: StdioOptions = ['ignore', 'pipe', 'pipe', ...(node.length > 0 ? (['ipc'] as const) : [])];
  const child = spawn(process.execPath, [...node, BIN, '--control', ...args], { stdio });
  const exit = once(child, 'exit');
  let said = '';
  let complained = '';
  child.stdout?.on('data', (chunk: Buffer) => void (said += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => void (complained += chunk.toString()));
  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<void> => {
    child.kill(signal);
    await exit;
  };
  await untilReady(
    child,
    () => said,
    () => complained,
  ).catch(async (error: unknown) => {
    await end('SIGKILL');
    throw error;
  });
  const greeting = said.length;
  const [[, url = ''] = [], ...servers] = [...said.matchAll(/^ {2}(\S+) +(http:\/\/\S+)/gm)].map(
    ([, ...found]) => found,
  );
  return {
    pid: child.pid ?? 0,
    url,
    servers: new Map(servers.map(([name = '', origin = '']) => [name, origin])),
    readyAfter: performance.now() - began,
    complaints: () => complained,
    printed: () => said.slice(greeting) + complained,
    async ask() {
      const answer: Promise<unknown[]> = once(child, 'message', { signal: AbortSignal.timeout(PATIENCE) });
      child.send('what do you hold?');
      return (await answer)[0];
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  };
}

/** Starts the built command and kills it after so many milliseconds, ready or not. */
export async function killEarly(args: readonly string[], milliseconds: number): Promise<void> {
  const child = spawn(process.execPath, [BIN, ...args], { stdio: 'ignore' });
  const exit = once(child, 'exit');
  await Promise.race([exit, pass(milliseconds)]);
  child.kill('SIGKILL');
  await exit;
}

/** Bytes of memory the system has given a process; Linux only. */
export function memoryOf({ pid }: StandInProcess): number {
  const [, kilobytes = '0'] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1024;
}

/** How many files a process has open, sockets included; Linux only. */
export function handlesOf({ pid }: StandInProcess): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}
