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
        await keep({ ...made, other: made.other ?? made.store, ttl });
      } finally {
        await made.close?.();
      }
    },
  }));
}

/** A store whose contents nothing can damage, such as one in memory, has nothing to promise here. */
const damaged: Promised = {
  title: 'says that something is damaged, and never that nothing is there',
  async keep({ store, other, damage }) {
    if (!damage) return;
    await store.write('alice', credential());
    await damage('alice');
    await demandFailure(other.read('alice'), 'STORE_DAMAGED', 'reading what is damaged fails');
    const listing = namesIn(other);
    const failed = await failure(listing);
    // What a listing shows may be readable still: it must not be left out, that is all.
    if (failed) await demandFailure(listing, 'STORE_DAMAGED', 'listing what is damaged fails');
    else demand((await listing).includes('alice'), 'a listing leaves out nothing that is damaged');
  },
};

async function namesIn(store: CredentialStore): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const { name } of store.list()) names.push(name);
  return names;
}
