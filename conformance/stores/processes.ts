import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pass } from 'node:timers/promises';
import { promisify } from 'node:util';
import { fileStore } from '@ticketstub/sdk/node';
import { z } from 'zod';

/** How a program is started by this Node. */
const NODE: readonly string[] = [process.execPath];

const EIGHT: readonly (readonly string[])[] = Array.from({ length: 8 }, () => NODE);

/** A program that is stuck is ended after this many milliseconds. */
const LONGEST = 240_000;

const programOf = (name: string): string => join(import.meta.dirname, name);

const ending = z.object({ signal: z.unknown(), killed: z.boolean(), stdout: z.string() });

/** What a program printed, started by a command. One that ends itself by a signal has ended well. */
async function run(
  [program = '', ...options]: readonly string[],
  [name = '', ...args]: readonly string[],
): Promise<string> {
  try {
    const done = await promisify(execFile)(program, [...options, programOf(name), ...args], { timeout: LONGEST });
    return done.stdout;
  } catch (error) {
    const { data } = ending.safeParse(error);
    if (data?.signal !== 'SIGKILL' || data.killed) throw error;
    return data.stdout;
  }
}

const outgrown = z.object({ codes: z.array(z.string()), tokens: z.array(z.string().nullable()) });

/** What a process is told that writes more than its system lets it, and what is there then. */
export async function outgrow(directory: string): Promise<z.infer<typeof outgrown>> {
  const limited = ['-c', 'ulimit -f 16; exec "$0" "$@"', process.execPath, programOf('outgrow.mjs'), directory];
  const { stdout } = await promisify(execFile)('sh', limited, { timeout: LONGEST });
  return outgrown.parse(JSON.parse(stdout));
}

const kept = z.object({ promises: z.number(), broken: z.array(z.string()) });

/** How many promises of the contract there are, and which were broken when this command ran them. */
export async function holdToContract(command: readonly string[]): Promise<z.infer<typeof kept>> {
  return kept.parse(JSON.parse(await run(command, ['contract.mjs'])));
}

/** What came of a race for one counter. */
export interface Counted {
  /** What the counter says in the end, and its version. */
  readonly count: unknown;
  readonly version: string | undefined;
  /** Every version that a process was given. */
  readonly versions: readonly string[];
  /** What was read meanwhile, in order, and how often each name was listed when that was not once. */
  readonly reads: readonly number[];
  readonly odd: readonly string[];
}

/** Processes add to one counter, so many times each, while this one reads and lists. Each is started by a command of its own. */
export async function countTogether(directory: string, times: number, commands = EIGHT): Promise<Counted> {
  const store = fileStore(directory);
  const credential = { schema: 1, kind: 'account-token', clientID: 'here' };
  const names = Array.from({ length: 20 }, (_, index) => `still-${index}`);
  for (const name of names) await store.write(name, credential);
  await store.write('counter', { ...credential, count: 0 });

  const reads: number[] = [];
  const odd: string[] = [];
  const wanted = [...names, 'counter'].toSorted().join();
  const over = new AbortController();
  const racing = commands.map((command) => run(command, ['count.mjs', directory, `${times}`]));
  const printed = Promise.all(racing).finally(() => over.abort());
  while (!over.signal.aborted) {
    const found = await store.read('counter');
    reads.push(Number(found?.credential['count']));
    const listed: string[] = [];
    for await (const { name } of store.list()) listed.push(name);
    if (listed.toSorted().join() !== wanted) odd.push(listed.join());
  }
  const versions = (await printed).flatMap((text) => z.array(z.string()).parse(JSON.parse(text)));
  const end = await store.read('counter');
  return { count: end?.credential['count'], version: end?.version, versions, reads, odd };
}

const entry = z.object({
  holder: z.number(),
  taken: z.number().optional(),
  until: z.number().default(0),
  given: z.number().optional(),
});

/** A lease that was taken, and until when at least, or given back; times in milliseconds since the epoch. */
export type Held = z.infer<typeof entry>;

/** Many processes take one lease by turns, so many times each, and die with it in the end. What they wrote down. */
export async function holdTogether(directory: string, times: number): Promise<Held[]> {
  const journal = join(directory, 'journal');
  await fileStore(directory).lease('somebody', 1);
  appendFileSync(journal, '');
  await Promise.all(EIGHT.map((command) => run(command, ['hold.mjs', directory, journal, `${times}`, '300'])));
  const lines = readFileSync(journal, 'utf8').trim().split('\n');
  return lines.map((line) => entry.parse(JSON.parse(line)));
}

const deed = z.object({ name: z.string(), turn: z.number().optional(), done: z.boolean() });

/** What a process was about to do, or had done: to write a turn under a name, or without a turn to remove it. */
export type Deed = z.infer<typeof deed>;

/** What two processes did until they were killed, so many milliseconds after their first words. */
export async function workUntilKilled(directory: string, self: string, after: number): Promise<Deed[]> {
  const works = ['a', 'b'].map((one) => workAlone(directory, `${self}-${one}`, after));
  return (await Promise.all(works)).flat();
}

async function workAlone(directory: string, self: string, after: number): Promise<Deed[]> {
  const child = spawn(process.execPath, [programOf('work.mjs'), directory, self], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  const said = createInterface(child.stdout).on('line', (line) => lines.push(line));
  await once(said, 'line');
  await pass(after);
  child.kill('SIGKILL');
  await once(child, 'close');
  return lines.map((line) => deed.parse(JSON.parse(line)));
}
