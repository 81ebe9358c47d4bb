import { type CredentialStore, errors, memoryStore, type PlexAPI } from '@ticketstub/sdk';
import { setImmediate } from 'node:timers/promises';
import type { CastName } from '@ticketstub/standin';
import { describe, expect, test } from 'vitest';
import { rejection } from './four-calls.js';
import { openWorld, ways, type World } from './world.js';

const DAY = 86_400_000;

/** A program that keeps a device key in a store, and the account behind it. */
interface Program {
  readonly name: CastName;
  readonly plex: PlexAPI;
  readonly store: CredentialStore;
}

/** A store that tells when nobody renews: a clock that jumps in the midst of an exchange makes it fail. */
interface WatchedStore {
  readonly store: CredentialStore;
  readonly quiet: () => Promise<void>;
}

function watchedStore(): WatchedStore {
  const store = memoryStore();
  const take = store.lease.bind(store);
  const leases = new Set<object>();
  const lease: CredentialStore['lease'] = async (name, ttl) => {
    const held = await take(name, ttl);
    if (!held) return held;
    leases.add(held);
    return {
      ...held,
      release: async () => {
        leases.delete(held);
        await held.release();
      },
    };
  };
  const quiet = async (): Promise<void> => {
    while (leases.size > 0) await setImmediate();
  };
  return { store: Object.assign(store, { lease }), quiet };
}

/** Links a new key, as signing in does, and stores it. */
async function signIn({ standIn }: World, { name, plex, store }: Program): Promise<void> {
  const key = await plex.deviceKeys.generate();
  const pin = await plex.pins.create({ key, strong: true });
  standIn.control.claimPin({ code: pin.code, person: name });
  expect(await plex.pins.waitUntilClaimed(pin, { key })).toMatchObject({ state: 'claimed' });
  await store.write(name, await plex.deviceKeys.credential(key));
}

async function programOf(world: World, name: CastName, store = memoryStore()): Promise<Program> {
  const plex = world.client(name, { clientID: `a-program-of-${name}`, accessToken: '' });
  const program = { name, plex, store };
  await signIn(world, program);
  return program;
}

function exchanges({ standIn }: World): number {
  return standIn.control.requests().filter(({ operation }) => operation === 'issueToken').length;
}

describe.each(ways)('a token that renews itself, %s', (way) => {
  test('works on across eight days, by one exchange for all who ask at once', async () => {
    await using world = await openWorld(way);
    const { plex, store } = await programOf(world, 'bruno');
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
    const { store } = await programOf(world, 'bruno');
    // This clock stands still: the token seems to be good.
    const now = world.standIn.clock.now();
    const slow = { now: () => now, sleep: () => Promise.reject(new Error('nothing is waited for')) };
    const late = world.client('bruno', { clientID: 'a-program-of-bruno', clock: slow });
    const bruno = late.withToken(late.deviceKeys.tokenSource({ store, name: 'bruno' }));
    await bruno.authentication.getTokenDetails();
    world.standIn.control.failNext({ operation: 'getTokenDetails', status: 498 });
    const { statusCode } = await bruno.authentication.getTokenDetails();
    expect(statusCode).toBe(200);
    expect(exchanges(world)).toBe(2);
  });

  test('60 days with three days of outage and a breach ask one person of three once to sign in again', async () => {
    await using world = await openWorld(way);
    const { control } = world.standIn;
    const prompts: string[] = [];
    const homes = await Promise.all(
      (['alice', 'bruno', 'dana'] as const).map(async (name) => {
        const { store, quiet } = watchedStore();
        const program = await programOf(world, name, store);
        const onSignInAgain = (): void => void prompts.push(name);
        const source = program.plex.deviceKeys.tokenSource({ store, name, onSignInAgain });
        return { name, program, source, quiet, client: program.plex.withToken(source) };
      }),
    );
    /** Everybody asks four times a day; what they were answered with. */
    const live = async (days: number): Promise<unknown[]> => {
      const outcomes: unknown[] = [];
      for (let quarter = 0; quarter < days * 4; quarter += 1) {
        for (const { name, client } of homes) {
          const call = client.authentication.getTokenDetails({ retries: { strategy: 'none' } });
          outcomes.push(
            await call.then(
              ({ userPlexAccount }) => (userPlexAccount.id === world.standIn.people[name].id ? 'own' : name),
              (error: unknown) => Reflect.get(Object(error), 'code'),
            ),
          );
        }
        await Promise.all(homes.map(({ quiet }) => quiet()));
        control.advanceClock(DAY / 4);
      }
      return outcomes;
    };
    const own = (outcomes: readonly unknown[]): boolean => outcomes.every((outcome) => outcome === 'own');

    expect(own(await live(5))).toBe(true);
    // Every token dies in it.
    const before = world.sent.length;
    world.network.outage = 'cut off';
    expect(new Set(await live(1))).toEqual(new Set(['CONNECTION_FAILED']));
    world.network.outage = 'answers 503';
    expect(new Set(await live(2))).toEqual(new Set(['SERVER_ERROR']));
    world.network.outage = undefined;
    expect(world.sent.length - before).toBeLessThanOrEqual(3 * 3 * 4 * 2);
    expect(own(await live(22))).toBe(true);
    expect(prompts).toEqual([]);

    control.breach('bruno');
    const bruno = homes.find(({ name }) => name === 'bruno');
    const refused = await Promise.all(
      Array.from({ length: 20 }, async () => rejection(Promise.resolve(bruno?.source.renew()))),
    );
    expect(refused.every((error) => error instanceof errors.SignInAgainError)).toBe(true);
    const afterwards = await live(1);
    expect(afterwards.filter((outcome) => outcome === 'own')).toHaveLength(8);
    expect(afterwards.filter((outcome) => outcome === 'SIGN_IN_AGAIN')).toHaveLength(4);
    if (bruno) await signIn(world, bruno.program);
    expect(own(await live(29))).toBe(true);
    expect(prompts).toEqual(['bruno']);
  });
});
