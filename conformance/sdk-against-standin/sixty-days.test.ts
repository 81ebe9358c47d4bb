import { type CredentialStore, memoryStore, type PersonCredentials, PlexAPI, rateGovernor } from '@ticketstub/sdk';
import type { SeedInput } from '@ticketstub/standin';
import { expect, test } from 'vitest';
import { type LivedDays, liveDays, mostWithin } from './lived-days.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The governor's: each an exchange, a ping or a question. */
const RATE = { perSecond: 5, burst: 10 };

/** What somebody signs in by. */
type Way = 'token' | 'key' | 'both';
const ways: readonly Way[] = ['token', 'key', 'both'];

/** How many there are of each. */
const MANY = 12;

/** Somebody who is signed in. */
interface Somebody {
  readonly name: string;
  readonly way: Way;
  readonly credentials: PersonCredentials;
}

const names = ways.flatMap((way) => Array.from({ length: MANY }, (_, index) => `${way}-${index}`));

/** The first of each way, whom the breach of day 30 befalls. */
const breached = ways.map((way) => `${way}-0`);

/** Those who are there every day; the others' credentials are kept alive all the same. */
const isThere = (name: string): boolean => /-[024]$/.test(name);

const signedUp: SeedInput['people'] = Object.fromEntries(
  names.map((name, index) => [
    name,
    {
      id: 30_000_001 + index,
      uuid: (0xabc0_0000_0000_0000n + BigInt(index)).toString(16),
      username: name,
      title: name,
      email: `${name}@example.com`,
      clientIdentifier: `the-first-program-of-${name}`,
    },
  ]),
);

const seed: SeedInput = {
  people: signedUp,
  servers: [{ name: 'Attic', machineIdentifier: 'a'.repeat(40), version: '1.43.4.1', owner: names[0] ?? '' }],
};

/** An app, and everybody who is signed in to it. */
class App {
  readonly prompts: string[] = [];
  readonly store: CredentialStore;
  readonly plex: PlexAPI;
  readonly people: Somebody[];
  readonly #days: LivedDays;
  /** People's own calls are not the app's upkeep, and not in the notes. */
  readonly #own: PlexAPI;

  constructor(days: LivedDays) {
    const { clock, fetch, standIn } = days;
    const governor = rateGovernor({ ...RATE, clock });
    this.#days = days;
    this.store = days.watched(memoryStore({ clock }));
    this.plex = new PlexAPI({ clientID: 'sixty-days', clock, fetch });
    const ownFetch: typeof fetch = async (url, init) =>
      days.network.isDown ? new Response('', { status: 503 }) : standIn.fetch(url, init);
    this.#own = new PlexAPI({ clientID: 'sixty-days', clock, fetch: ownFetch, retryConfig: { strategy: 'none' } });
    const onSignInAgain = ({ name }: { name: string }): void => void this.prompts.push(name);
    this.people = names.map((name) => {
      const way = ways.find((one) => name.startsWith(one)) ?? 'both';
      return {
        name,
        way,
        credentials: this.plex.credentials.open({ store: this.store, name, governor, onSignInAgain }),
      };
    });
    this.keep = (signal) =>
      this.plex.credentials.keep({ store: this.store, signal, every: 4 * HOUR, governor, onSignInAgain });
  }

  readonly keep: (signal: AbortSignal) => Promise<void>;

  /** Signs somebody in, on a page of Plex's. */
  async signIn({ name, way, credentials }: Somebody): Promise<void> {
    const { standIn } = this.#days;
    const done = (async (): Promise<void> => {
      if (way === 'key') {
        const device = new PlexAPI({ clientID: `a-key-of-${name}`, clock: this.#days.clock, fetch: standIn.fetch });
        const key = await device.deviceKeys.generate();
        const pin = await device.pins.create({ key, strong: true });
        standIn.control.claimPin({ code: pin.code, person: name });
        await device.pins.get(pin.id, { key });
        return credentials.adopt({ key, clientID: `a-key-of-${name}` });
      }
      const pin = await this.#own.pins.create({ strong: true });
      standIn.control.claimPin({ code: pin.code, person: name });
      const claimed = await this.#own.pins.get(pin.id);
      if (claimed.state !== 'claimed') throw new Error('nobody has signed in');
      await credentials.adopt({ accessToken: claimed.authToken });
      if (way === 'both') await credentials.addKey();
    })();
    await this.#days.during(done);
  }

  /** What so many calls of everybody who is there come to, by name. */
  async call(each: number): Promise<Map<string, unknown[]>> {
    const outcomes = new Map<string, unknown[]>();
    const calls = this.people
      .filter(({ name }) => isThere(name))
      .map(async ({ name, credentials }) => {
        const client = this.#own.withToken(credentials.source());
        const asked = Array.from({ length: each }, () =>
          client.authentication.getTokenDetails().then(
            ({ userPlexAccount }) => userPlexAccount.username,
            (error: unknown): unknown => Reflect.get(Object(error), 'code'),
          ),
        );
        outcomes.set(name, await Promise.all(asked));
      });
    await this.#days.during(Promise.all(calls));
    return outcomes;
  }

  /** Whose credentials are not what they should be at plex.tv. */
  async dead(): Promise<string[]> {
    const dead: string[] = [];
    for (const { name, credentials } of this.people) {
      const { accessToken } = await credentials.for();
      const check = await this.#own.account.checkToken(accessToken);
      if (check.state !== 'valid' || check.account.username !== name) dead.push(name);
    }
    return dead;
  }
}

test('60 days with a breach of three and three days of outage ask those three once, and nobody else', async () => {
  await using days = await liveDays(seed);
  const { standIn, network, noted } = days;
  const app = new App(days);
  for (const somebody of app.people) await app.signIn(somebody);
  const stop = new AbortController();
  const kept = app.keep(stop.signal);
  const own = (outcomes: Map<string, unknown[]>): string[] =>
    [...outcomes].flatMap(([name, all]) => (all.every((one) => one === name) ? [] : [`${name}: ${String(all)}`]));
  const live = async (count: number): Promise<void> => {
    for (let day = 0; day < count; day += 1) {
      expect(own(await app.call(1))).toEqual([]);
      await days.pass(DAY);
    }
  };

  await live(29);
  expect(app.prompts).toEqual([]);

  for (const name of breached) standIn.control.breach(name);
  const refused = await app.call(5);
  expect(own(refused)).toHaveLength(breached.length);
  for (const name of breached) expect(new Set(refused.get(name))).toEqual(new Set(['SIGN_IN_AGAIN']));
  expect(app.prompts.toSorted()).toEqual([...breached].toSorted());
  for (const somebody of app.people.filter(({ name }) => breached.includes(name))) await app.signIn(somebody);
  await live(10);

  network.isDown = true;
  for (let day = 0; day < 3; day += 1) {
    const outcomes = [...(await app.call(1)).values()].flat();
    expect(new Set(outcomes)).toEqual(new Set(['SERVER_ERROR']));
    await days.pass(DAY);
  }
  network.isDown = false;
  expect(own(await app.call(5))).toEqual([]);
  await live(17);

  stop.abort();
  await days.during(kept);
  expect(app.prompts.toSorted()).toEqual([...breached].toSorted());
  expect(await days.during(app.dead())).toEqual([]);
  // What was let through may be sent a little later: a signature takes time.
  for (const window of [1000, 10_000, 60_000])
    expect(mostWithin(noted, window)).toBeLessThanOrEqual((window / 1000) * RATE.perSecond + 2 * RATE.burst);
  await expectPinged(app, days.clock.now());
  expectSpread(noted);
}, 120_000);

/** Every opaque token was shown to plex.tv within a week, whether or not anybody was there. */
async function expectPinged({ store, people }: App, now: number): Promise<void> {
  for (const { name, way } of people) {
    if (way === 'key') continue;
    const account = await store.read(`${name}/account`);
    expect(now - Number(account?.credential['seenAt'])).toBeLessThanOrEqual(7 * DAY + 4 * HOUR);
  }
}

/** Keys that were linked within minutes of each other do not renew within minutes of each other. */
function expectSpread(noted: readonly { readonly at: number; readonly path: string }[]): void {
  const renewals = noted.filter(({ path }) => path.endsWith('/auth/token')).map(({ at }) => at);
  const begin = (renewals[0] ?? 0) + DAY;
  const first = renewals.filter((at) => at > begin && at < begin + 7 * DAY);
  expect(first.length).toBeGreaterThanOrEqual(2 * MANY);
  expect(new Set(first.map((at) => Math.floor(at / (2 * HOUR)))).size).toBeGreaterThanOrEqual(3);
}
