import { join } from 'node:path';
import { z } from 'zod';
import { type Caller, control, isAlive, mint, signIn, signOut } from '../asking.js';
import { type Client, openClient } from '../client.js';
import { type Sample, fit, inMegabytes } from '../measure.js';
import { type Part, type Soaking, hold } from '../part.js';
import type { Random } from '../random.js';
import { emailOf, openGround, personCalled, seedOf, serverCalled } from '../seeds.js';
import { type StandInProcess, handlesOf, memoryOf, startProcess } from '../standin-process.js';

const LANES = 8;

/** Requests after which the log of the last 5,000 is full and the code is compiled. */
const WARM_UP = 5_500;

/** Cheap requests for each sign-in. */
const STROLLS = 8;

/** Requests between two idle moments. */
const LOAD = 500;

/** Idle moments after the warm-up that are looked at however little time there is. */
const FEWEST = 8;

/** Heap that code, its feedback and the driver's statements may add in the time of a run, whatever its length. */
const HEAP_NOISE = 1_500_000;

/** Memory that V8 and the allocator keep or give back as they like: it differs so much from one idle moment to the next. */
const MEMORY_NOISE = 32_000_000;

/** Scatters that the growth in the time of a run must exceed to be told from chance. */
const SCATTERS = 4;

/** How long connections may take to be gone, in milliseconds. */
const PATIENCE = 10_000;

const HOUR = 3_600_000;

const gauged = z.object({ heap: z.number(), resources: z.number() });

/** What an idle stand-in holds. */
interface Look {
  readonly at: number;
  readonly memory: number;
  readonly heap: number;
  readonly handles: number;
}

/** Names a client wherever none is named, so that limits apply to it alone. */
function asClient({ ask, close }: Client, client: string): Client {
  return { ask: (url, asking) => ask(url, { client, ...asking }), close };
}

/** Asks for something, whether it is there or not. */
async function stroll({ client, url }: Caller, token: string, random: Random): Promise<void> {
  const path = random.pick(['nowhere', 'user', 'user.json', 'ping', 'pins/1', 'users/account']);
  const { status } = await client.ask(`${url}/api/v2/${path}?page=${random.int(0, 999_999)}`, { token });
  hold(status < 500, `${path} was answered ${status}`);
}

/** One person comes, asks and goes; what is made here is ended here, so that there is nothing to keep. */
async function visit(everybody: Caller, number: number, random: Random): Promise<number> {
  const identifier = `client-${random.int(0, 999_999)}`;
  const caller = { ...everybody, client: asClient(everybody.client, identifier) };
  const token = await signIn(caller, emailOf(number), identifier);
  hold(await isAlive(caller, token), 'a fresh token is dead');
  await mint(caller, serverCalled(number), token);
  for (let asked = 0; asked < STROLLS; asked += 1) await stroll(caller, token, random);
  await signOut(caller, token);
  return 4 + STROLLS;
}

/** Puts it under load until so many requests were answered, then lets every connection go. */
async function load({ random, signal }: Soaking, plex: StandInProcess, requests: number): Promise<void> {
  const client = openClient(LANES);
  const caller = { client, url: plex.url, servers: plex.servers };
  let done = 0;
  const lane = async (number: number): Promise<void> => {
    const own = random.fork();
    while (done < requests && !signal.aborted) done += await visit(caller, number, own);
  };
  try {
    await Promise.all(Array.from({ length: LANES }, (_, number) => lane(number)));
    for (let number = 0; number < LANES; number += 1) {
      await control(caller, 'restart-server', { server: serverCalled(number) });
      await control(caller, 'breach', { person: personCalled(number) });
    }
  } finally {
    client.close();
  }
}

/** Waits until it holds no more handles than at rest, and looks. */
async function look(plex: StandInProcess, atRest: number): Promise<Look> {
  const deadline = performance.now() + PATIENCE;
  for (;;) {
    const { heap } = gauged.parse(await plex.ask());
    const seen = { at: performance.now(), memory: memoryOf(plex), heap, handles: handlesOf(plex) };
    if (seen.handles <= atRest || seen.at > deadline) return seen;
  }
}

/** Holds one kind of memory to a line that does not rise. */
function holdFlat(
  soaking: Soaking,
  what: 'heap' | 'memory',
  { looks, noise }: { looks: readonly Look[]; noise: number },
): void {
  const samples = looks.map((seen): Sample => ({ at: seen.at, value: seen[what] }));
  const { slope, scatter } = fit(samples);
  const grown = slope * ((samples.at(-1)?.at ?? 0) - (samples[0]?.at ?? 0));
  const bearable = Math.max(noise, SCATTERS * scatter);
  soaking.report({
    [what]: `${inMegabytes(samples.at(-1)?.value ?? 0)}, ${inMegabytes(slope * HOUR)} an hour, ${inMegabytes(grown)} in all (noise: ${inMegabytes(bearable)})`,
  });
  hold(grown <= bearable, `the ${what} grew by ${inMegabytes(grown)}, more than the noise of ${inMegabytes(bearable)}`);
}

async function watch(soaking: Soaking, plex: StandInProcess): Promise<void> {
  const looks: Look[] = [];
  const { handles } = await look(plex, Infinity);
  await load(soaking, plex, WARM_UP);
  while (!soaking.signal.aborted && (looks.length < FEWEST || soaking.hasTime())) {
    await load(soaking, plex, LOAD);
    const seen = await look(plex, handles);
    looks.push(seen);
    hold(seen.handles === handles, `${seen.handles} handles are open at rest, there were ${handles}`);
    const requests = WARM_UP + LOAD * looks.length;
    soaking.report({ requests, handles });
    soaking.say(`${requests} requests, heap ${inMegabytes(seen.heap)}, memory ${inMegabytes(seen.memory)}`);
  }
  holdFlat(soaking, 'heap', { looks, noise: HEAP_NOISE });
  holdFlat(soaking, 'memory', { looks, noise: MEMORY_NOISE });
  hold(plex.complaints() === '', `it complained: ${plex.complaints()}`);
}

async function run(soaking: Soaking): Promise<void> {
  await using ground = await openGround(seedOf({ people: LANES, servers: LANES, guests: 0 }));
  const gauge = ['--expose-gc', '--import', join(import.meta.dirname, 'gauge.mjs')];
  const args = ['--seed', ground.seed, '--database', ground.file('standin.sqlite'), '--rate-limits'];
  const plex = await startProcess(args, gauge);
  try {
    await watch(soaking, plex);
  } finally {
    await plex.stop();
  }
}

/** Whatever it is asked, at rest it holds the handles it began with, and its memory does not grow. */
export const growth: Part = { name: 'no growth', share: 6, run };
