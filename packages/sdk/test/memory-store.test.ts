import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { memoryStore } from '../src/index.js';
import { credentialStoreContract } from '../src/store-contract.js';
import { movableClock } from './movable-clock.js';

for (const { title, run } of credentialStoreContract(() => {
  const clock = movableClock();
  const elapse = (ms: number): Promise<void> => clock.sleep(ms);
  return { store: memoryStore({ clock }), elapse };
})) {
  test(`memoryStore ${title}`, async () => {
    await expect(run()).resolves.toBeUndefined();
  });
}

test('memoryStore times leases by the system’s clock when it is told of no other', async () => {
  const store = memoryStore();
  await expect(store.lease('alice', 60_000)).resolves.toBeDefined();
  await expect(store.lease('alice', 60_000)).resolves.toBeUndefined();
});

test('memoryStore shows nothing of what it holds when it is printed', async () => {
  const store = memoryStore();
  await store.write('alice', { schema: 1, kind: 'account-token', clientID: 'here', token: 'canary-stored-token' });
  expect(`${inspect(store, { depth: 9, showHidden: true })}${JSON.stringify(store)}`).not.toContain('canary');
});
