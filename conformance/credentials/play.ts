import { type Random, randomFrom } from '../soak/random.js';
import { act } from './act.js';
import { type Deed, type DeedsAtOnce, drawHistory, type OwnDeed, PEOPLE, type WorldDeed } from './deeds.js';
import { happen } from './happen.js';
import type { House } from './house.js';
import { judgeKeyPins, judgeLoss, judgePrompts, judgeTraffic, Violation } from './judge.js';
import { Scene, type Tally } from './scene.js';

/** A history that went wrong, as short as it could be made. */
export interface Failure {
  readonly seed: number;
  readonly deeds: readonly Deed[];
  readonly error: unknown;
}

type Kinds = Parameters<typeof judgeTraffic>[1];

/** Plays a history. What it was rejected with that must not be, undefined when all was as it should. */
async function play(house: House, deeds: readonly Deed[], tally: Tally): Promise<unknown> {
  const scene = new Scene(house, tally);
  const kinds: Kinds = new Map();
  try {
    for (const deed of deeds) await playOne(scene, deed, kinds);
    return undefined;
  } catch (error) {
    return error ?? new Violation('nothing was thrown');
  } finally {
    scene.outage = undefined;
    await scene.settled();
  }
}

const WORLD: ReadonlySet<string> = new Set<WorldDeed['do']>([
  'breach',
  'remove device',
  'sign out elsewhere',
  'sign in elsewhere',
  'remove access',
  'restart server',
  'rotate signing key',
  'wait',
  'outage',
]);

function isOwn(deed: OwnDeed | WorldDeed): deed is OwnDeed {
  return !WORLD.has(deed.do);
}

async function playOne(scene: Scene, deed: Deed, kinds: Kinds): Promise<void> {
  if (deed.do === 'at once') return playAtOnce(scene, deed, kinds);
  if (!isOwn(deed)) {
    scene.count((await happen(scene, deed)) ? deed.do : `${deed.do}: nothing to`);
    return;
  }
  let before = await scene.working();
  const watch = async (isOver = true): Promise<void> => {
    const after = await scene.working();
    if (isOver) judgeLoss(before, after);
    judgeKeyPins(scene, before);
    judgeTraffic(scene, kinds);
    await judgePrompts(scene);
    before = after;
  };
  // Another sign-in is Plex's doing until the program keeps what came of it.
  const between = (): Promise<void> => watch(deed.do !== 'sign in');
  const outcome = await act(scene, deed, between);
  await scene.settled();
  scene.acted(deed.by, 'who' in deed ? [deed.who] : PEOPLE);
  // A sign-in of which the answer was lost has ended what was there all the same.
  await watch(deed.do !== 'sign in' || outcome === 'done');
  scene.probing = false;
  scene.count(`${deed.do}: ${outcome}`);
}

/** What comes of each is not known before all are done: nothing is judged but what never may be. */
async function playAtOnce(scene: Scene, { deeds }: DeedsAtOnce, kinds: Kinds): Promise<void> {
  const before = await scene.working();
  scene.isCrowded = true;
  const outcomes = await Promise.all(deeds.map((deed) => act(scene, deed, async () => {})));
  await scene.settled();
  scene.isCrowded = false;
  for (const [index, deed] of deeds.entries()) {
    scene.acted(deed.by, 'who' in deed ? [deed.who] : PEOPLE);
    scene.count(`at once, ${deed.do}: ${outcomes[index]}`);
    // Whoever signed in meanwhile may have been told to, before or after; what they had, Plex has ended.
    if (deed.do !== 'sign in') continue;
    if (outcomes[index] === 'done') scene.forgetPrompts(deed.who);
    else before.delete(`${deed.who} ${deed.who}`);
  }
  judgeLoss(before, await scene.working());
  judgeKeyPins(scene, before);
  judgeTraffic(scene, kinds);
  await judgePrompts(scene);
  scene.probing = false;
}

/** Which histories, of how many deeds. */
export interface Search {
  readonly houses: readonly House[];
  readonly seed: number;
  readonly runs: number;
  readonly length: number;
}

/** Plays histories, each in each world, until one goes wrong, and makes that one as short as can be. */
export async function search({ houses, seed, runs, length }: Search, tally: Tally): Promise<Failure | undefined> {
  for (let run = 0; run < runs; run += 1) {
    const house = houses[run % houses.length];
    if (house === undefined) throw new RangeError('There is no world');
    const deeds = drawHistory(fresh(seed, run), length);
    const error = await play(house, deeds, tally);
    if (error !== undefined) return { seed, ...(await shorter(house, deeds, error)) };
  }
  return undefined;
}

function fresh(seed: number, run: number): Random {
  return randomFrom((seed + run * 7919) % 2 ** 31);
}

/** Leaves out what can be, from the end on. */
async function shorter(house: House, deeds: readonly Deed[], error: unknown): Promise<Omit<Failure, 'seed'>> {
  let shortest = { deeds, error };
  for (let index = deeds.length - 1; index >= 0; index -= 1) {
    const fewer = shortest.deeds.toSpliced(index, 1);
    const again = await play(house, fewer, new Map());
    if (again !== undefined) shortest = { deeds: fewer, error: again };
  }
  return shortest;
}

/** A failure in words. */
export function tellFailure({ seed, deeds, error }: Failure): string {
  const cause = error instanceof Error && error.cause instanceof Error ? `\n${error.cause.stack}` : '';
  const lines = deeds.map((deed) => `  ${JSON.stringify(deed)}`).join('\n');
  return `SEED=${seed}\n${lines}\n${error instanceof Error ? error.stack : String(error)}${cause}`;
}
