// Many callers at once who want a token from a `tokenSource`, in every state that its store may be in.
import { memoryStore, PlexAPI } from '@ticketstub/sdk';

const DAY = 86_400_000;
const NAME = 'bruno';

/** How many sources share one store, as the processes of one app would. */
const SOURCES = 4;

let world;

process.on('message', (message) => void answer(message));

async function answer(message) {
  try {
    process.send(message.origin ? await begin(message.origin) : await burst(message));
  } catch (error) {
    process.send({ failure: String(error?.stack ?? error) });
  }
}

/** Signs a key in at the stand-in, and follows its clock: nobody else moves it. */
async function begin(origin) {
  const { now } = await ask(origin, 'clock');
  const clock = { ahead: now - Date.now(), now: () => Date.now() + clock.ahead, sleep };
  const endpoints = { account: `${origin}/api/v2`, clients: `${origin}/api/v2` };
  const plex = new PlexAPI({ clientID: 'ticketstub-bench', endpoints, clock });
  const key = await plex.deviceKeys.generate();
  const { id, code } = await plex.pins.create({ key, strong: true });
  await tell(origin, 'claim-pin', { code, person: NAME });
  const claimed = await plex.pins.get(id, { key });
  if (claimed.state !== 'claimed') throw new Error('the key was not linked');
  world = { origin, clock, plex, key, credential: await plex.deviceKeys.credential(key) };
  return { ready: true };
}

/** One burst of callers, and the same number who wait for one bare exchange. */
async function burst({ state, callers, floorFirst }) {
  const floor = async () => {
    const shared = world.plex.deviceKeys.issueToken(world.key).then(({ accessToken }) => accessToken);
    return measured(callers, () => shared);
  };
  const before = floorFirst ? await floor() : undefined;
  const { wanted, settled } = await states[state]();
  const asked = await exchanges();
  const sdk = await measured(callers, wanted);
  await settled?.();
  return { sdk: { ...sdk, exchanges: (await exchanges()) - asked }, floor: before ?? (await floor()) };
}

/** What callers find, and how one of them asks. */
const states = {
  async first() {
    const source = sourceOf(await storeWith());
    return { wanted: () => source() };
  },
  async expired() {
    const source = await usedSource();
    await move(8 * DAY);
    return { wanted: () => source() };
  },
  async due() {
    const source = await usedSource();
    const old = await source();
    await move(6.9 * DAY);
    // Nobody waits for the new one: it is had once the old one is handed out no more.
    return { wanted: () => source(), settled: async () => demand((await source.renew(old)) !== old) };
  },
  async refused() {
    const source = await usedSource();
    const old = await source();
    return { wanted: () => source.renew(old) };
  },
  async shared() {
    const store = await storeWith();
    const sources = Array.from({ length: SOURCES }, () => sourceOf(store));
    return { wanted: (index) => sources[index % SOURCES]() };
  },
  async warm() {
    const source = await usedSource();
    return { wanted: () => source() };
  },
};

async function measured(callers, wanted) {
  const before = process.cpuUsage();
  const start = performance.now();
  const tokens = new Set(await Promise.all(Array.from({ length: callers }, (_, index) => wanted(index))));
  const ms = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  return { ms, cpu: user + system, tokens: tokens.size };
}

async function storeWith() {
  const store = memoryStore({ clock: world.clock });
  await store.write(NAME, world.credential);
  return store;
}

function sourceOf(store) {
  return world.plex.deviceKeys.tokenSource({ store, name: NAME });
}

async function usedSource() {
  const source = sourceOf(await storeWith());
  await source();
  return source;
}

async function move(ms) {
  await tell(world.origin, 'advance-clock', { ms });
  world.clock.ahead += ms;
}

async function exchanges() {
  const requests = await ask(world.origin, 'requests');
  return requests.filter(({ operation }) => operation === 'issueToken').length;
}

async function ask(origin, path) {
  const response = await fetch(`${origin}/_standin/${path}`);
  demand(response.ok);
  return response.json();
}

async function tell(origin, path, input) {
  const headers = { 'Content-Type': 'application/json' };
  const response = await fetch(`${origin}/_standin/${path}`, { method: 'POST', headers, body: JSON.stringify(input) });
  demand(response.ok);
}

function sleep(ms) {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

function demand(isSo) {
  if (!isSo) throw new Error('the stand-in did not do what it was told, or the source what it must');
}
