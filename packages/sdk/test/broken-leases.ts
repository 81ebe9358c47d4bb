import type { CredentialStore, Lease } from '../src/index.js';
import type { Flaw, Flawed } from './store-flaw.js';

function leasing(store: CredentialStore, change: (lease: Lease) => Lease | undefined): Flawed {
  return {
    async lease(name, ttl, options) {
      const lease = await store.lease(name, ttl, options);
      return lease && change(lease);
    },
  };
}

const anyRelease = (store: CredentialStore): Flawed => {
  const held = new Map<string, Lease>();
  return {
    async lease(name, ttl, options) {
      const lease = await store.lease(name, ttl, options);
      if (!lease) return undefined;
      held.set(name, lease);
      return { release: async () => held.get(name)?.release() };
    },
  };
};

/** Ways to get leases wrong. */
export const leaseFlaws: readonly Flaw[] = [
  {
    what: 'lets everybody have the lease',
    breaks: 'gives a lease to one at a time',
    flaw: () => ({ lease: () => Promise.resolve({ release: () => Promise.resolve() }) }),
  },
  {
    what: 'never takes a lease back',
    breaks: 'gives a lease that was given back',
    flaw: ({ store }) => leasing(store, () => ({ release: () => Promise.resolve() })),
  },
  {
    what: 'leases for good',
    breaks: 'gives the lease of one who died',
    flaw: ({ store }) => ({ lease: (name, ttl, options) => store.lease(name, ttl * 1e6, options) }),
  },
  {
    what: 'leases for half the time',
    breaks: 'gives the lease of one who died',
    flaw: ({ store }) => ({ lease: (name, ttl, options) => store.lease(name, ttl / 3, options) }),
  },
  {
    what: 'lets anybody give the lease back',
    breaks: 'leaves a lease to its new holder',
    flaw: ({ store }) => anyRelease(store),
  },
  {
    what: 'has one lease for everything',
    breaks: 'gives a lease for each name',
    flaw: ({ store }) => ({ lease: (_, ttl, options) => store.lease('everything', ttl, options) }),
  },
  {
    what: 'leases without an end',
    breaks: 'gives no lease without an end',
    flaw: ({ store }) => ({
      lease: (name, ttl, options) => store.lease(name, ttl > 0 && ttl < 1e9 ? ttl : 1, options),
    }),
  },
];
