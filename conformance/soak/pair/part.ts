import { type Caller, control, failToSignIn, isAlive, mint, opens, signIn, signOut } from '../asking.js';
import { openClient } from '../client.js';
import { type Part, type Soaking, hold } from '../part.js';
import type { Random } from '../random.js';
import { type Ground, emailOf, openGround, personCalled, seedOf, serverCalled } from '../seeds.js';
import { type StandInProcess, startProcess } from '../standin-process.js';

const LANES = 6;

/** Things each lane does with one pair of processes. */
const DEEDS = 25;

/** Pairs that are started however little time there is. */
const FEWEST = 3;

const BLOCKING = 5;
const BLOCKED = 1031;

/** Two processes on one file, and ways to ask either. */
interface Pair {
  readonly processes: readonly StandInProcess[];
  readonly callers: readonly Caller[];
}

interface Lane {
  readonly number: number;
  readonly pair: Pair;
  readonly random: Random;
}

/** Both say the same of a token. */
async function agree(callers: readonly Caller[], token: string, expected: boolean): Promise<void> {
  for (const [index, caller] of callers.entries()) {
    const found = await isAlive(caller, token);
    hold(found === expected, `process ${index} thinks that a token is ${found ? 'alive' : 'dead'}`);
  }
}

/** One signs in, the other signs out, and both know at once. */
async function comeAndGo({ number, pair: { callers }, random }: Lane): Promise<void> {
  const token = await signIn(random.pick(callers), emailOf(number), `phone-of-${number}`);
  await agree(callers, token, true);
  const next = await signIn(random.pick(callers), emailOf(number), `phone-of-${number}`);
  await agree(callers, token, false);
  await signOut(random.pick(callers), next);
  await agree(callers, next, false);
}

/** Of two sign-ins under one client identifier at the same moment, one is the last. */
async function collide({ number, pair: { callers } }: Lane): Promise<void> {
  const tokens = await Promise.all(callers.map((caller) => signIn(caller, emailOf(number), `laptop-of-${number}`)));
  for (const caller of callers) {
    const alive = await Promise.all(tokens.map((token) => isAlive(caller, token)));
    hold(alive.filter(Boolean).length === 1, `of two tokens under one client identifier ${alive.join(', ')} are alive`);
  }
}

/** What one server made is known to the other process, and so is its end. */
async function mintAndRestart({ number, pair: { callers }, random }: Lane): Promise<void> {
  const server = serverCalled(number);
  const token = await signIn(random.pick(callers), emailOf(number), `television-of-${number}`);
  const made = await mint(random.pick(callers), server, token);
  for (const caller of callers) hold(await opens(caller, server, made), 'a transient token of the other is dead');
  await control(random.pick(callers), 'restart-server', { server });
  for (const caller of callers) hold(!(await opens(caller, server, made)), 'a transient token outlived a restart');
  await control(random.pick(callers), 'breach', { person: personCalled(number) });
  await agree(callers, token, false);
}

/** Failures count wherever they happen, those of the same moment too. */
async function failTogether({ number, pair: { callers }, random }: Lane): Promise<void> {
  const client = `stranger-of-${number}`;
  const ip = `10.${random.int(0, 255)}.${random.int(0, 255)}.${random.int(0, 255)}`;
  await control(random.pick(callers), 'set-address', { clientIdentifier: client, ip, country: 'SE' });
  const tries = Array.from({ length: BLOCKING }, () => random.pick(callers));
  await Promise.all(tries.map((caller) => failToSignIn(caller, emailOf(number), client)));
  for (const caller of callers) {
    const code = await failToSignIn(caller, emailOf(number), client);
    hold(code === BLOCKED, `after ${BLOCKING} failures with both, one more is refused with ${code}`);
  }
}

async function work(lane: Lane): Promise<void> {
  const deeds = [comeAndGo, comeAndGo, collide, mintAndRestart, failTogether];
  for (let done = 0; done < DEEDS; done += 1) await lane.random.pick(deeds)(lane);
}

/** What one has handed out outlives that one, whether it is killed or ends in order. */
async function outlive({ processes, callers }: Pair, random: Random): Promise<void> {
  const leaver = random.int(0, 1);
  const [left, stays] = [callers[leaver], callers[1 - leaver]];
  if (left === undefined || stays === undefined) throw new RangeError('A pair is two');
  const token = await signIn(left, emailOf(0), 'last-words');
  await (random.percent(50) ? processes[leaver]?.kill() : processes[leaver]?.stop());
  await agree([stays], token, true);
  await signOut(stays, token);
}

/** Starts both at the same moment on a file that is not there yet, and has them share it. */
async function round({ random, signal }: Soaking, ground: Ground, name: string): Promise<void> {
  const args = ['--seed', ground.seed, '--database', ground.file(name)];
  const started = await Promise.allSettled([startProcess(args), startProcess(args)]);
  const processes = started.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const client = openClient(LANES);
  try {
    for (const result of started) if (result.status === 'rejected') throw result.reason;
    const callers = processes.map(({ url, servers }) => ({ client, url, servers }));
    const pair = { processes, callers };
    const lanes = Array.from({ length: LANES }, (_, number) => ({ number, pair, random: random.fork() }));
    await Promise.all(lanes.map(work));
    if (!signal.aborted) await outlive(pair, random);
    for (const one of processes) hold(one.complaints() === '', `one complained: ${one.complaints()}`);
  } finally {
    client.close();
    await Promise.all(processes.map((one) => one.kill()));
  }
}

async function run(soaking: Soaking): Promise<void> {
  await using ground = await openGround(seedOf({ people: LANES, servers: LANES, guests: 0 }));
  for (let pairs = 1; !soaking.signal.aborted && (pairs <= FEWEST || soaking.hasTime()); pairs += 1) {
    await round(soaking, ground, `pair-${pairs}.sqlite`);
    soaking.say(`${pairs} pairs, ${pairs * LANES * DEEDS} deeds`);
    soaking.report({ pairs, deeds: pairs * LANES * DEEDS });
  }
}

/** Two processes that share a file share everything in it at once, and neither ever finds it locked. */
export const pair: Part = { name: 'two on one file', share: 3, run };
