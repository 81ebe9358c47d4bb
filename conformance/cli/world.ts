import type { CastName, StandIn, StandInOptions } from '@ticketstub/standin';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import {
  type Ended as CommandEnded,
  type How,
  openWorld as openCommandWorld,
  type Running as CommandRunning,
} from './command.js';

/** What can be made to go wrong at the stand-in. */
export type Fault = Parameters<StandIn['control']['failNext']>[0];

/** How the command ended, and all that it printed. */
export type Ended = Omit<CommandEnded, 'took'>;

/** A command that runs. */
export interface Running {
  readonly child: CommandRunning['child'];
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
  start(args: readonly string[], surroundings?: How): Running;
  run(args: readonly string[], surroundings?: How): Promise<Ended>;
  /** Signs somebody of the cast in with the token that they have anyway. */
  signIn(person: CastName, ...args: readonly string[]): Promise<void>;
}

/** Starts a stand-in, and gives a home in which nobody has signed in. Every command is watched for secrets. */
export async function openWorld(options: StandInOptions = {}): Promise<World> {
  const commands = await openCommandWorld(options);
  const { standIn, home } = commands;
  const env = { HOME: home, PATH: process.env['PATH'] ?? '', PLEX_URL: standIn.url };
  const start: World['start'] = (args, surroundings = {}) => {
    const { child, ended, said } = commands.start(args, surroundings);
    return { child, ended: ended.then(({ took: _took, ...rest }) => rest), printed: said };
  };
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
    [Symbol.asyncDispose]: () => commands[Symbol.asyncDispose](),
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
