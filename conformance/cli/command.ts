import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { type StandIn, startStandIn } from '@ticketstub/standin';

/** The built command. */
export const BIN: string = join(import.meta.dirname, '../../packages/cli/dist/bin.js');

/** Milliseconds between two looks at the command lines of all processes. */
const LOOK_EVERY = 15;

/** The commands that are for printing a token, or the passwords of people who are invented. */
const PRINTING: ReadonlySet<string | undefined> = new Set(['token', 'transient-token', 'dev']);

/** How the command is started. */
export interface How {
  /** Laid over an environment that knows a fresh HOME, the stand-in's address and no keychain. */
  readonly env?: Readonly<Record<string, string>>;
  /** What it reads; nothing by default. */
  readonly stdin?: string;
  /** What starts it, in place of this Node alone. */
  readonly through?: readonly string[];
  /** As whom, where this process may choose. */
  readonly uid?: number;
}

/** How it ended, and what it said. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Milliseconds from start to end. */
  readonly took: number;
}

/** A command under way. */
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves with what matched, once it was said on stdout or stderr. */
  readonly said: (pattern: RegExp) => Promise<RegExpExecArray>;
}

/** A stand-in, a home of its own, and the command in it. */
export class CommandWorld implements AsyncDisposable {
  readonly standIn: StandIn;
  readonly home: string;
  /** What must stand in no file of the home and in no command line: every token and password that the test knows. */
  readonly secrets: Set<string>;

  constructor(standIn: StandIn, home: string) {
    this.standIn = standIn;
    this.home = home;
    const people = Object.values(standIn.people);
    const known = people.flatMap(({ token, password, serverTokens }) => [
      token,
      password,
      ...Object.values(serverTokens),
    ]);
    this.secrets = new Set(known.filter(Boolean));
  }

  /** Runs the command to its end. @throws Error when a secret stood where none may. */
  async run(args: readonly string[], how: How = {}): Promise<Ended> {
    return this.start(args, how).ended;
  }

  start(args: readonly string[], how: How = {}): Running {
    const started = performance.now();
    const [program = process.execPath, ...rest] = [...(how.through ?? []), process.execPath, BIN, ...args];
    const { PATH = '' } = process.env;
    const env = { PATH, HOME: this.home, PLEX_URL: this.standIn.url, ...how.env };
    const identity = how.uid === undefined ? {} : { uid: how.uid, gid: how.uid };
    const child = spawn(program, rest, { env, stdio: 'pipe', ...identity });
    const output = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const)
      child[name].setEncoding('utf8').on('data', (text: string) => (output[name] += text));
    // Who ends before it reads what it was given has no need of it.
    child.stdin.on('error', () => undefined).end(how.stdin ?? '');
    const closed = new Promise<number | null>((resolve, reject) => {
      child.once('error', reject).once('close', resolve);
    });
    const ended = this.#watched(closed).then((code) => {
      if (!PRINTING.has(args[0]) && this.holdsSecret(Buffer.from(output.stdout + output.stderr)))
        throw new Error(`${args[0]} printed a secret`);
      return { code, ...output, took: performance.now() - started };
    });
    const said = async (pattern: RegExp): Promise<RegExpExecArray> => {
      for (;;) {
        const match = pattern.exec(output.stdout) ?? pattern.exec(output.stderr);
        if (match) return match;
        if (child.exitCode !== null || child.signalCode !== null)
          throw new Error(`it ended without a word of ${pattern}: ${output.stderr}`);
        await pass(5);
      }
    };
    return { child, ended, said };
  }

  /** Every file of the home, by its path in it. */
  async files(): Promise<ReadonlyMap<string, Buffer>> {
    const entries = await readdir(this.home, { recursive: true, withFileTypes: true }).catch(() => []);
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    const read = await Promise.all(
      files.map(
        async (path) => [path.slice(this.home.length + 1), await readFile(path).catch(() => undefined)] as const,
      ),
    );
    return new Map(read.flatMap(([path, bytes]) => (bytes ? [[path, bytes] as const] : [])));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.standIn.close();
    await rm(this.home, { recursive: true, force: true });
  }

  async #watched(closed: Promise<number | null>): Promise<number | null> {
    const over = new AbortController();
    const looking = this.#lookAtCommandLines(over.signal);
    const code = await closed.finally(() => over.abort());
    const spilt = await looking;
    for (const [path, bytes] of await this.files()) if (this.holdsSecret(bytes)) spilt.add(path);
    if (spilt.size > 0) throw new Error(`a secret stands in ${[...spilt].join(' and ')}`);
    return code;
  }

  /** Looks at the command lines of all processes again and again, where the system shows them, and says where a secret is. */
  async #lookAtCommandLines(over: AbortSignal): Promise<Set<string>> {
    const spilt = new Set<string>();
    while (!over.aborted) {
      const processes = await readdir('/proc').catch(() => []);
      for (const id of processes.filter((name) => /^\d+$/.test(name))) {
        const words = await readFile(`/proc/${id}/cmdline`).catch(() => Buffer.alloc(0));
        if (this.holdsSecret(words)) spilt.add('a command line');
      }
      await pass(LOOK_EVERY);
    }
    return spilt;
  }

  /** Whether one of the secrets is there, as it is or encoded. */
  holdsSecret(bytes: Buffer): boolean {
    return [...this.secrets].some((secret) => {
      const text = Buffer.from(secret);
      const encodings = [text.toString('base64').replace(/=+$/, ''), text.toString('base64url'), text.toString('hex')];
      return [secret, ...encodings].some((spelling) => bytes.includes(spelling));
    });
  }
}

/** Starts a stand-in, and makes a home that is empty. */
export async function openWorld(options: Parameters<typeof startStandIn>[0] = {}): Promise<CommandWorld> {
  const home = await mkdtemp(join(tmpdir(), 'ticketstub-'));
  return new CommandWorld(await startStandIn(options), home);
}
