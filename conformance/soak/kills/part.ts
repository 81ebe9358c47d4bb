import { once } from 'node:events';
import { setTimeout as pass } from 'node:timers/promises';
import { z } from 'zod';
import { type Caller, control, controlled } from '../asking.js';
import { openClient } from '../client.js';
import { Broken, type Part, type Soaking, hold } from '../part.js';
import { type Ground, openGround, personCalled, seedOf } from '../seeds.js';
import { type StandInProcess, killEarly, startProcess } from '../standin-process.js';
import { actOnce } from './act.js';
import { autopsy } from './autopsy.js';
import { type Book, buryAccounts, buryTransients, openBook } from './book.js';
import { verifyBook } from './verify.js';

const LANES = 6;
const GUESTS = 30;
const PEOPLE = LANES + GUESTS;

/** Every run kills so often, however little time it has. */
const FEWEST = 50;

/** The most it acknowledges before it is killed: counted, so that a busy machine puts it under no less load. */
const LONGEST_LIFE = 60;

/** The longest it lives on after that, in milliseconds: a few requests, so that it dies anywhere within one. */
const LAST_MOMENTS = 12;

/** The longest it lives after it was told to reset: it is done after a few, or not. */
const LONGEST_RESET = 40;

/** The longest it lives when it is killed before it is ready. */
const LONGEST_START = 300;

/** How far the clock is moved before a reset, to see whether that is undone together with the rest. */
const MINUTE = 60_000;

/** How far two looks at the same clock may lie apart. */
const A_MOMENT = 20_000;

interface Scene extends Soaking {
  readonly ground: Ground;
  readonly args: readonly string[];
  readonly books: readonly Book[];
  readonly count: { kills: number; acknowledged: number; early: number; resets: number };
}

/** What a lane ran into: not a promise that broke, but a connection. */
function isCut(error: unknown): boolean {
  return !(error instanceof Broken) && !(error instanceof z.ZodError);
}

/** Has everybody do things at once until the process is killed. */
async function load({ books, random, count, signal }: Scene, caller: Caller, plex: StandInProcess): Promise<void> {
  const state = { isKilled: false, left: random.int(1, LONGEST_LIFE) };
  const lastMoments = random.int(0, LAST_MOMENTS);
  const end = new AbortController();
  const lane = async (book: Book): Promise<void> => {
    const own = random.fork();
    while (!signal.aborted) {
      try {
        await actOnce(book, caller, own);
        count.acknowledged += 1;
        state.left -= 1;
        if (state.left === 0) end.abort();
      } catch (error) {
        if (state.isKilled && isCut(error)) return;
        throw error;
      }
    }
  };
  const lanes = Promise.all(books.map(lane));
  await Promise.race([lanes, once(end.signal, 'abort')]);
  await pass(lastMoments);
  state.isKilled = true;
  await plex.kill();
  await lanes;
}

/** How far the stand-in's clock is ahead. */
async function ahead(caller: Caller): Promise<number> {
  return (await controlled(caller, 'clock', z.object({ now: z.number() }))).now - Date.now();
}

/** Kills in the middle of a reset; returns what the clock and the acknowledgement were. */
async function resetAndDie({ random }: Scene, caller: Caller, plex: StandInProcess): Promise<Resetting> {
  await control(caller, 'advance-clock', { ms: MINUTE });
  const before = await ahead(caller);
  const answer = control(caller, 'reset', {}).catch(() => false);
  await pass(random.int(0, LONGEST_RESET));
  await plex.kill();
  return { before, isAcknowledged: await answer };
}

interface Resetting {
  readonly before: number;
  readonly isAcknowledged: boolean;
}

/** A reset has happened to the clock, the tokens and the shares, or to none of them. */
async function verifyReset(
  { books, count }: Scene,
  caller: Caller,
  { before, isAcknowledged }: Resetting,
): Promise<void> {
  const now = await ahead(caller);
  const isReset = Math.abs(now) < A_MOMENT;
  hold(isReset || Math.abs(now - before) < A_MOMENT, `the clock is ${now} ms ahead, and was ${before}`);
  hold(isReset || !isAcknowledged, 'a reset was acknowledged, and has not happened');
  // Where the clock was moved, failures and PINs lie in another past.
  for (const book of books) Object.assign(book, { failures: undefined, pin: undefined });
  if (!isReset) return;
  count.resets += 1;
  for (const book of books) {
    buryAccounts(book);
    buryTransients(book);
    for (const guest of book.removed) book.guests.add(guest);
    book.removed.clear();
  }
}

/** Everything that was planted is in the file, whenever the process died. */
async function verifyFile({ ground, books }: Scene, isReset: boolean): Promise<void> {
  const { people, servers, shares } = await autopsy(ground.file('standin.sqlite'));
  hold(people === PEOPLE && servers === LANES, `the file holds ${people} people and ${servers} servers`);
  if (isReset) return;
  const removed = books.reduce((sum, book) => sum + book.removed.size, 0);
  const open = books.filter(({ pending }) => pending?.kind === 'remove').length;
  const missing = LANES * GUESTS - shares;
  hold(missing >= removed && missing <= removed + open, `${missing} shares are gone, ${removed} were removed`);
}

/** One life: it is started, has to answer for what its predecessor acknowledged, and is killed. */
async function live(scene: Scene, resetting: Resetting | undefined): Promise<Resetting | undefined> {
  const { random, args, books, count } = scene;
  const plex = await startProcess(args);
  const client = openClient(LANES);
  const caller = { client, url: plex.url, servers: plex.servers };
  try {
    if (resetting !== undefined) await verifyReset(scene, caller, resetting);
    await Promise.all(books.map((book) => verifyBook(book, caller)));
    const dies = random.percent(15);
    const next = dies ? await resetAndDie(scene, caller, plex) : await load(scene, caller, plex).then(() => undefined);
    count.kills += 1;
    hold(plex.complaints() === '', `it complained: ${plex.complaints()}`);
    await verifyFile(scene, dies);
    return next;
  } finally {
    client.close();
    await plex.kill();
  }
}

async function run(soaking: Soaking): Promise<void> {
  await using ground = await openGround(seedOf({ people: PEOPLE, servers: LANES, guests: GUESTS }));
  const guests = Array.from({ length: GUESTS }, (_, guest) => personCalled(PEOPLE - 1 - guest));
  const books = Array.from({ length: LANES }, (_, number) => openBook(number, guests));
  const args = ['--seed', ground.seed, '--database', ground.file('standin.sqlite')];
  const count = { kills: 0, acknowledged: 0, early: 0, resets: 0 };
  const scene: Scene = { ...soaking, ground, args, books, count };
  let resetting: Resetting | undefined;
  while (!soaking.signal.aborted && (count.kills < FEWEST || soaking.hasTime())) {
    while (soaking.random.percent(20)) {
      await killEarly(args, soaking.random.int(1, LONGEST_START));
      count.early += 1;
    }
    resetting = await live(scene, resetting);
    soaking.say(`${count.kills} kills, ${count.acknowledged} acknowledgements kept`);
    soaking.report(count);
  }
}

/** Killed at any moment, under load, in a start or in a reset, it has kept all that it acknowledged, and nothing by half. */
export const kills: Part = { name: 'kill -9', share: 6, run };
