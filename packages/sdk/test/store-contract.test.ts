import { expect, test } from 'vitest';
import { type CredentialStore, memoryStore } from '../src/index.js';
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

/** A store that notices what was damaged when it is read, and lists as it is told. */
function damageable(
  list: (under: CredentialStore, broke: ReadonlySet<string>) => CredentialStore['list'],
): StoreUnderTest {
  const under = made();
  const broke = new Set<string>();
  const store: CredentialStore = {
    read: async (name, options) => (broke.has(name) ? Promise.reject(damaged) : under.store.read(name, options)),
    write: (name, credential, options) => under.store.write(name, credential, options),
    remove: (name, options) => under.store.remove(name, options),
    lease: (name, ttl, options) => under.store.lease(name, ttl, options),
    list: list(under.store, broke),
  };
  return { ...under, store, damage: async (name) => void broke.add(name) };
}

const damaged = Object.assign(new Error('damaged'), { code: 'STORE_DAMAGED' });

test('what damages a store without hiding it passes the contract, whether or not a listing notices', async () => {
  const failing = (): StoreUnderTest =>
    damageable(
      (under, broke) =>
        async function* list(options) {
          for await (const entry of under.list(options)) if (!broke.has(entry.name)) yield entry;
          if (broke.size > 0) throw damaged;
        },
    );
  const unaware = (): StoreUnderTest => damageable((under) => (options) => under.list(options));
  await expect(broken(failing)).resolves.toEqual([]);
  await expect(broken(unaware)).resolves.toEqual([]);
});

test.each([
  ['leaves what is damaged out of its listing', { code: '', end: true }],
  ['fails at listing it with another code', { code: 'STORE_FAILED', end: true }],
  ['ends its listing where something is damaged', { code: 'STORE_DAMAGED', end: false }],
])('a store that %s fails the contract', async (_, { code, end }) => {
  const flawed = (): StoreUnderTest =>
    damageable(
      (under, broke) =>
        async function* list(options) {
          const fail = (): void => {
            if (code && broke.size > 0) throw Object.assign(new Error('failed'), { code });
          };
          for await (const entry of under.list(options)) {
            if (!broke.has(entry.name)) yield entry;
            else if (!end) fail();
          }
          fail();
        },
    );
  await expect(broken(flawed)).resolves.toEqual([
    'says that something is damaged, never that nothing is there, and lists everything else',
  ]);
});

test('what is made may be of a class: whatever it can do is asked of it', async () => {
  const asked = new Set<string>();
  class Made implements StoreUnderTest {
    readonly #made = made();
    get store(): CredentialStore {
      return this.#made.store;
    }
    elapse(ms: number): Promise<void> {
      asked.add('elapse');
      return this.#made.elapse(ms);
    }
    async damage(): Promise<void> {
      asked.add('damage');
    }
  }
  await expect(broken(() => new Made())).resolves.toEqual([
    'says that something is damaged, never that nothing is there, and lists everything else',
  ]);
  expect([...asked]).toEqual(['elapse', 'damage']);
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
