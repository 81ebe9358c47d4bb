import { expect, test } from 'vitest';
import { memoryStore } from '../src/index.js';
import { credentialStoreContract, type StoreUnderTest } from '../src/store-contract.js';
import { flaws, withFlaw } from './broken-stores.js';
import { movableClock } from './movable-clock.js';

function made(): StoreUnderTest {
  const clock = movableClock();
  const elapse = (ms: number): Promise<void> => clock.sleep(ms);
  return { store: memoryStore({ clock }), elapse };
}

/** The promises that a store breaks. */
async function broken(make: () => StoreUnderTest): Promise<string[]> {
  const titles: string[] = [];
  for (const { title, run } of credentialStoreContract(make)) await run().catch(() => titles.push(title));
  return titles;
}

test.each(flaws)('a store that $what fails the contract', async (flaw) => {
  const titles = await broken(() => withFlaw(flaw, made()));
  expect(titles.length).toBeGreaterThan(0);
  expect(titles.filter((title) => new RegExp(flaw.breaks).test(title))).not.toEqual([]);
});

test('what damages a store without hiding it passes the contract', async () => {
  const damaged = (): StoreUnderTest => {
    const under = made();
    const broke = new Set<string>();
    const failing = Object.assign(new Error('damaged'), { code: 'STORE_DAMAGED' });
    const store: StoreUnderTest['store'] = {
      read: async (name, options) => (broke.has(name) ? Promise.reject(failing) : under.store.read(name, options)),
      write: (name, credential, options) => under.store.write(name, credential, options),
      remove: (name, options) => under.store.remove(name, options),
      lease: (name, ttl, options) => under.store.lease(name, ttl, options),
      async *list(options) {
        if (broke.size > 0) throw failing;
        yield* under.store.list(options);
      },
    };
    return { ...under, store, damage: async (name) => void broke.add(name) };
  };
  await expect(broken(damaged)).resolves.toEqual([]);
});

test('each case has a store of its own, which is closed however it ends', async () => {
  let open = 0;
  const make = (): StoreUnderTest => {
    open += 1;
    return { ...made(), close: async () => void (open -= 1) };
  };
  const [first] = credentialStoreContract(make);
  await first?.run();
  expect(open).toBe(0);
  const flawed = { read: () => Promise.resolve({}) };
  const [failing] = credentialStoreContract(() => ({ ...make(), store: Object.assign(memoryStore(), flawed) }));
  await expect(failing?.run()).rejects.toThrow('breaks its contract');
  expect(open).toBe(0);
});

test('a broken promise is named', async () => {
  const failing = { ...made(), store: Object.assign(memoryStore(), { read: () => Promise.resolve({}) }) };
  const [first] = credentialStoreContract(() => failing);
  await expect(first?.run()).rejects.toThrow('The store breaks its contract: what nobody wrote reads as undefined');
});
