import { type CredentialStore, errors, memoryStore, type PlexAPI } from '@ticketstub/sdk';
import { describe, expect, test } from 'vitest';
import { rejection } from './four-calls.js';
import { openWorld, ways, type World } from './world.js';

const DAY = 86_400_000;

/** A program that keeps a device key in a store, and Bruno's account behind it. */
interface Program {
  readonly plex: PlexAPI;
  readonly store: CredentialStore;
}

/** Links a new key, as signing in does, and stores it. */
async function signIn({ standIn }: World, { plex, store }: Program): Promise<void> {
  const key = await plex.deviceKeys.generate();
  const pin = await plex.pins.create({ key, strong: true });
  standIn.control.claimPin({ code: pin.code, person: 'bruno' });
  expect(await plex.pins.waitUntilClaimed(pin, { key })).toMatchObject({ state: 'claimed' });
  await store.write('bruno', await plex.deviceKeys.credential(key));
}

async function programIn(world: World): Promise<Program> {
  const plex = world.client('bruno', { clientID: 'a-program-with-a-key', accessToken: '' });
  const program = { plex, store: memoryStore() };
  await signIn(world, program);
  return program;
}

function exchanges({ standIn }: World): number {
  return standIn.control.requests().filter(({ operation }) => operation === 'issueToken').length;
}

describe.each(ways)('a token that renews itself, %s', (way) => {
  test('works on across eight days, by one exchange for all who ask at once', async () => {
    await using world = await openWorld(way);
    const { plex, store } = await programIn(world);
    const source = plex.deviceKeys.tokenSource({ store, name: 'bruno' });
    const bruno = plex.withToken(source);
    await bruno.authentication.getTokenDetails();
    const before = exchanges(world);
    world.standIn.control.advanceClock(8 * DAY);
    const tokens = await Promise.all(Array.from({ length: 50 }, () => source()));
    expect(new Set(tokens).size).toBe(1);
    expect(exchanges(world) - before).toBe(1);
    const { userPlexAccount } = await bruno.authentication.getTokenDetails();
    expect(userPlexAccount.id).toBe(world.standIn.people.bruno.id);
  });

  test('a call that meets an expired token is made once more with a new one', async () => {
    await using world = await openWorld(way);
    const { store } = await programIn(world);
    // This clock stands still: the token seems to be good.
    const now = world.standIn.clock.now();
    const slow = { now: () => now, sleep: () => Promise.reject(new Error('nothing is waited for')) };
    const late = world.client('bruno', { clientID: 'a-program-with-a-key', clock: slow });
    const bruno = late.withToken(late.deviceKeys.tokenSource({ store, name: 'bruno' }));
    await bruno.authentication.getTokenDetails();
    world.standIn.control.failNext({ operation: 'getTokenDetails', status: 498 });
    const { statusCode } = await bruno.authentication.getTokenDetails();
    expect(statusCode).toBe(200);
    expect(exchanges(world)).toBe(2);
  });

  test('60 days with an outage and a breach ask one person once to sign in again', async () => {
    await using world = await openWorld(way);
    const { control } = world.standIn;
    const program = await programIn(world);
    const prompts: string[] = [];
    const source = program.plex.deviceKeys.tokenSource({
      store: program.store,
      name: 'bruno',
      // Nothing is renewed behind the back of a clock that jumps.
      margin: 0,
      onSignInAgain: ({ name }) => prompts.push(name),
    });
    const bruno = program.plex.withToken(source);
    const live = async (days: number): Promise<void> => {
      for (let day = 0; day < days; day += 1) {
        await bruno.authentication.getTokenDetails();
        control.advanceClock(DAY);
      }
    };
    await live(10);
    control.advanceClock(7 * DAY);
    control.failNext({ operation: 'getNonce', status: 503 });
    // By itself the call would be made again, and that may be late enough for plex.tv to be asked once more.
    const once = bruno.authentication.getTokenDetails({ retries: { strategy: 'none' } });
    expect(await rejection(once)).toMatchObject({ statusCode: 503 });
    control.advanceClock(60_000);
    await live(13);
    control.breach('bruno');
    const refused = await Promise.all([source.renew(), source.renew()].map((call) => rejection(call)));
    expect(refused.map((error) => error instanceof errors.SignInAgainError)).toEqual([true, true]);
    expect(await rejection(bruno.authentication.getTokenDetails())).toBeInstanceOf(errors.SignInAgainError);
    await signIn(world, program);
    await live(30);
    expect(prompts).toEqual(['bruno']);
  });
});
