import type { CredentialStore } from '../stores/credential-store.js';
import { contents, listings } from './contents.js';
import { leases } from './leases.js';
import { credential, demand, demandFailure, failure, type Promised, type StoreUnderTest } from './store-under-test.js';

/** One test of the contract, for any test runner. */
export interface StoreContractCase {
  readonly title: string;
  /** @throws Error saying which promise is broken. */
  readonly run: () => Promise<void>;
}

/** How a store is tested. */
export interface StoreContractOptions {
  /** Milliseconds for which leases are taken: long enough for a few calls. Default 1,000. */
  readonly leaseTTL?: number | undefined;
}

/**
 * What a credential store promises, as tests: `for (const { title, run } of credentialStoreContract(make)) test(title, run)`.
 * Each makes a store of its own, with nothing in it.
 */
export function credentialStoreContract(
  make: () => StoreUnderTest | Promise<StoreUnderTest>,
  { leaseTTL: ttl = 1000 }: StoreContractOptions = {},
): readonly StoreContractCase[] {
  return [...contents, ...listings, ...leases, damaged].map(({ title, keep }) => ({
    title,
    run: async () => {
      const made = await make();
      try {
        const { store, other = store } = made;
        // Methods of a class are not copied with what it has.
        await keep({ store, other, ttl, elapse: (ms) => made.elapse(ms), damage: made.damage?.bind(made) });
      } finally {
        await made.close?.();
      }
    },
  }));
}

/** A store whose contents nothing can damage, such as one in memory, has nothing to promise here. */
const damaged: Promised = {
  title: 'says that something is damaged, never that nothing is there, and lists everything else',
  async keep({ store, other, damage }) {
    if (!damage) return;
    for (const name of ['alice', 'bruno', 'carla']) await store.write(name, credential());
    await damage('bruno');
    await demandFailure(other.read('bruno'), 'STORE_DAMAGED', 'reading what is damaged fails');
    const { names, failed } = await listed(other);
    demand(names.includes('alice') && names.includes('carla'), 'a listing gives all that is not damaged');
    // What a listing shows of it may be readable still: it must not be left out, that is all.
    if (failed)
      await demandFailure(Promise.reject(failed.error), 'STORE_DAMAGED', 'listing what is damaged fails in the end');
    else demand(names.includes('bruno'), 'a listing leaves out nothing that is damaged');
  },
};

/** What a listing gives before it ends, and how it fails, if it does. */
async function listed(
  store: CredentialStore,
): Promise<{ readonly names: readonly string[]; readonly failed: Awaited<ReturnType<typeof failure>> }> {
  const names: string[] = [];
  const listing = (async (): Promise<void> => {
    for await (const { name } of store.list()) names.push(name);
  })();
  return { failed: await failure(listing), names };
}
