import { expect, test } from 'vitest';
import { type CredentialStore, memoryStore, rateGovernor } from '../src/index.js';
import { type KeyDesk, openKeyDesk } from './key-desk.js';
import { slowClock, storeWith } from './source-world.js';

const clock = slowClock();

/** A store of so many keys that have no token yet. */
async function due(desk: KeyDesk, count: number): Promise<CredentialStore> {
  const store = memoryStore({ clock });
  const credential = await desk.plex.deviceKeys.credential(await desk.plex.deviceKeys.generate());
  for (let number = 0; number < count; number += 1) await store.write(`key-${number}`, credential);
  return store;
}

test('processes that share a store seldom want the same credential at the same time', async () => {
  const desk = await openKeyDesk(clock);
  const store = await due(desk, 200);
  const stop = new AbortController();
  let asked = 0;
  let refused = 0;
  desk.onExchange = () => {
    asked += 1;
    if (asked === 200) stop.abort();
  };
  const counting = storeWith(store, {
    async lease(name, ttl) {
      const lease = await store.lease(name, ttl);
      refused += lease ? 0 : 1;
      return lease;
    },
  });
  const governor = rateGovernor({ perSecond: 1e6, clock });
  const keep = (): Promise<void> => desk.plex.credentials.keep({ store: counting, signal: stop.signal, governor });
  await Promise.all([keep(), keep()]);
  expect(desk.exchanged).toHaveLength(200);
  expect(refused).toBeLessThan(100);
});

test('any number of credentials may wait for their turn at once without seeming a leak to Node', async () => {
  const desk = await openKeyDesk(clock);
  const store = await due(desk, 60);
  const stop = new AbortController();
  const warnings: Error[] = [];
  const note = (warning: Error): void => void warnings.push(warning);
  process.on('warning', note);
  const governor = rateGovernor({ perSecond: 0.001, burst: 2 });
  desk.onExchange = () => stop.abort();
  await desk.plex.credentials.keep({ store, signal: stop.signal, governor, atOnce: 50 });
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
  process.off('warning', note);
  expect(desk.exchanged).toHaveLength(1);
  expect(warnings).toEqual([]);
});

test('who waits for a turn at plex.tv keeps no lease from others meanwhile', async () => {
  const desk = await openKeyDesk(clock);
  const store = await due(desk, 1);
  await store.write('opaque', { schema: 1, kind: 'account-token', clientID: 'a-device', token: 'an-opaque-token' });
  const free: Record<string, boolean> = {};
  const stop = new AbortController();
  let turns = 0;
  const admit = async (): Promise<void> => {
    for (const name of ['key-0', 'opaque']) {
      const lease = await store.lease(name, 1000);
      free[`${name}, turn ${turns}`] = lease !== undefined;
      await lease?.release();
    }
    turns += 1;
    if (turns === 2) stop.abort();
  };
  const governor = { admit, refund: () => {}, heard: () => {} };
  await desk.plex.credentials.keep({ store, signal: stop.signal, governor, atOnce: 1 });
  expect(free).toEqual({
    'key-0, turn 0': true,
    'opaque, turn 0': true,
    'key-0, turn 1': true,
    'opaque, turn 1': true,
  });
});
