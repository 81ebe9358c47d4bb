import { type CastName, type StandIn, startStandIn, type StandInOptions } from '@ticketstub/standin';
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The command as it is built. */
export const BIN: string = resolve(import.meta.dirname, '../../packages/cli/dist/bin.js');

/** What can be made to go wrong at the stand-in. */
export type Fault = Parameters<StandIn['control']['failNext']>[0];

/** How the command ended, and all that it printed. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What the command is started with besides what is typed. */
export interface Surroundings {
  /** What stdin holds; it is empty otherwise. */
  readonly stdin?: string;
  /** Beside `HOME`, `PATH` and `PLEX_URL`. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A command that runs. */
export interface Running {
  readonly child: ChildProcessWithoutNullStreams;
  readonly ended: Promise<Ended>;
  /** Waits until what was printed on stdout or stderr matches, and gives the match. */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
}

/** A stand-in, and an empty home for whoever types commands. */
export interface World extends AsyncDisposable {
  readonly standIn: StandIn;
  readonly home: string;
  /** What every command is started with. */
  readonly env: Readonly<Record<string, string>>;
  start(args: readonly string[], surroundings?: Surroundings): Running;
  run(args: readonly string[], surroundings?: Surroundings): Promise<Ended>;
  /** Signs somebody of the cast in with the token that they have anyway. */
  signIn(person: CastName, ...args: readonly string[]): Promise<void>;
}

/** Starts a stand-in, and gives a home in which nobody has signed in. */
export async function openWorld(options: StandInOptions = {}): Promise<World> {
  const standIn: StandIn = await startStandIn(options);
  const home = await mkdtemp(join(tmpdir(), 'ticketstub-'));
  const env = { HOME: home, PATH: process.env['PATH'] ?? '', PLEX_URL: standIn.url };
  const start: World['start'] = (args, surroundings = {}) => startCommand(args, env, surroundings);
  const run: World['run'] = async (args, surroundings) => start(args, surroundings).ended;
  return {
    standIn,
    home,
    env,
    start,
    run,
    async signIn(person, ...args) {
      const stdin = `${standIn.people[person].token}\n`;
      const { code, stderr } = await run(['login', '--with-token', ...args], { stdin });
      if (code !== 0) throw new Error(`signing ${person} in ended with ${code}: ${stderr}`);
    },
    async [Symbol.asyncDispose]() {
      await standIn.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** An origin at which nobody listens. */
export async function nowhere(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return `http://127.0.0.1:${address.port}`;
}

/** How many credentials are kept in a home; the identifier of the device is one. */
export async function countKept(home: string): Promise<number> {
  const files = await readdir(join(home, '.config/ticketstub/credentials'), { recursive: true }).catch(() => []);
  return files.filter((name) => name.endsWith('.jsonl')).length;
}

/** The one object that a command has printed as JSON. */
export function parsed(text: string): unknown {
  if (!text.endsWith('\n') || text.trimEnd().includes('\n')) throw new Error(`not one line: ${text}`);
  return JSON.parse(text);
}

function startCommand(
  args: readonly string[],
  world: Readonly<Record<string, string>>,
  { stdin = '', env = {} }: Surroundings,
): Running {
  const child = spawn(process.execPath, [BIN, ...args], { env: { ...world, ...env } });
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].setEncoding('utf8').on('data', (text: string) => (said[stream] += text));
  // A command that reads nothing is gone before it is told anything.
  child.stdin.on('error', () => {});
  child.stdin.end(stdin);
  const ended = once(child, 'close').then(([code]: (number | null)[]) => ({ code: code ?? null, ...said }));
  return { child, ended, printed: (pattern) => untilPrinted(child, said, pattern) };
}

function untilPrinted(
  child: ChildProcessWithoutNullStreams,
  said: Readonly<Record<'stdout' | 'stderr', string>>,
  pattern: RegExp,
): Promise<RegExpExecArray> {
  return new Promise((found, reject) => {
    const look = (): void => {
      const match = pattern.exec(said.stdout) ?? pattern.exec(said.stderr);
      if (match) found(match);
    };
    child.stdout.on('data', look);
    child.stderr.on('data', look);
    child.once('close', () => reject(new Error(`it ended without ${pattern}: ${said.stdout}${said.stderr}`)));
    look();
  });
}
