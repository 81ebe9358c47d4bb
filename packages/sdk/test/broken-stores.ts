import type { ChangeOptions, Credential, CredentialStore, StoredCredential } from '../src/index.js';
import type { StoreUnderTest } from '../src/store-contract.js';
import { leaseFlaws } from './broken-leases.js';
import type { Flaw, Flawed } from './store-flaw.js';

const failing = (code: string): Error => Object.assign(new Error('refused'), { code });

/** The versions that a store gave, by name. */
function numbered(store: CredentialStore, version: (name: string, writes: number) => string): Flawed {
  const writes = new Map<string, number>();
  const current = new Map<string, string>();
  return {
    async read(name, options) {
      const found = await store.read(name, options);
      return found && { ...found, version: current.get(name) ?? '' };
    },
    async write(name, credential, { ifVersion, ...options } = {}) {
      const wanted = ifVersion === undefined || (ifVersion ?? '') === (current.get(name) ?? '');
      if (!wanted) throw failing('STORE_CONFLICT');
      await store.write(name, credential, options);
      writes.set(name, (writes.get(name) ?? 0) + 1);
      current.set(name, version(name, writes.get(name) ?? 0));
      return current.get(name) ?? '';
    },
    async remove(name, { signal } = {}) {
      writes.delete(name);
      current.delete(name);
      return store.remove(name, { signal });
    },
  };
}

/** Reads once and believes it for good. */
function caching(store: CredentialStore): CredentialStore {
  const seen = new Map<string, StoredCredential | undefined>();
  return {
    ...methodsOf(store),
    async read(name, options) {
      if (!seen.has(name)) seen.set(name, await store.read(name, options));
      return seen.get(name);
    },
  };
}

/** Checks the version, then writes: between the two others do the same. */
function unlocked(store: CredentialStore): Flawed {
  return {
    async write(name, credential, { ifVersion, ...options }: ChangeOptions = {}) {
      const found = await store.read(name, options);
      if (ifVersion !== undefined && (found?.version ?? null) !== ifVersion) throw failing('STORE_CONFLICT');
      return store.write(name, credential, options);
    },
  };
}

function renaming(store: CredentialStore, rename: (name: string) => string): Flawed {
  return {
    read: (name, options) => store.read(rename(name), options),
    write: (name, credential, options) => store.write(rename(name), credential, options),
    remove: (name, options) => store.remove(rename(name), options),
  };
}

const within = (credential: Credential): Credential => ({
  schema: credential.schema,
  kind: credential.kind,
  clientID: credential.clientID,
  token: credential['token'],
});

const stored: Credential = { schema: 1, kind: 'account-token', clientID: 'here' };

/** Every way we could think of. */
export const flaws: readonly Flaw[] = [
  {
    what: 'throws where nothing is',
    breaks: 'has nothing under a name that nobody wrote to',
    flaw: ({ store }) => ({
      read: async (name) => (await store.read(name)) ?? Promise.reject(failing('STORE_FAILED')),
    }),
  },
  {
    what: 'keeps the members it knows',
    breaks: 'gives back what was written',
    flaw: ({ store }) => ({
      write: (name, credential, options) => store.write(name, within(credential), options),
    }),
  },
  {
    what: 'does not see what another process wrote',
    breaks: 'gives back what was written',
    flaw: (made) => ({ ...made, other: caching(made.store) }),
  },
  {
    what: 'hands out the object it holds',
    breaks: 'keeps a copy',
    flaw({ store }) {
      const held = new Map<string, Credential>();
      return {
        write: (name, credential, options) => {
          held.set(name, credential);
          return store.write(name, credential, options);
        },
        async read(name, options) {
          const found = await store.read(name, options);
          return found && { ...found, credential: held.get(name) ?? found.credential };
        },
      };
    },
  },
  {
    what: 'begins to count anew after a removal',
    breaks: 'gives each write a version that the name never had',
    flaw: ({ store }) => numbered(store, (_, writes) => `${writes}`),
  },
  {
    what: 'takes its version from the contents',
    breaks: 'gives each write a version that the name never had',
    flaw: ({ store }) => numbered(store, (name) => name),
  },
  {
    what: 'never looks at the version',
    breaks: 'refuses to write over another version|writes with ifVersion null',
    flaw: ({ store }) => ({
      write: (name, credential, options) => store.write(name, credential, { signal: options?.signal }),
    }),
  },
  {
    what: 'says that a version is stale in words only',
    breaks: 'refuses to write over another version',
    flaw: ({ store }) => ({
      write: (name, credential, options) =>
        store.write(name, credential, options).catch(() => {
          throw new Error('stale');
        }),
    }),
  },
  {
    what: 'tells the token in the error',
    breaks: 'writes with ifVersion null only',
    flaw: ({ store }) => ({
      write: (name, credential, options) =>
        store.write(name, credential, options).catch(() => {
          throw Object.assign(failing('STORE_CONFLICT'), { message: JSON.stringify(credential) });
        }),
    }),
  },
  { what: 'looks first and writes later', breaks: 'lets one of many writers', flaw: ({ store }) => unlocked(store) },
  {
    what: 'always says that something was removed',
    breaks: 'removes what is there',
    flaw: ({ store }) => ({ remove: async (name, options) => (await store.remove(name, options)) || true }),
  },
  {
    what: 'removes whatever version is there',
    breaks: 'refuses to remove another version',
    flaw: ({ store }) => ({ remove: (name, options) => store.remove(name, { signal: options?.signal }) }),
  },
  {
    what: 'removes what is there though nothing may be',
    breaks: 'refuses to remove another version',
    flaw: ({ store }) => ({
      remove: (name, options) => store.remove(name, { ...options, ifVersion: options?.ifVersion ?? undefined }),
    }),
  },
  {
    what: 'takes names for the same in upper and lower case',
    breaks: 'keeps apart every two names',
    flaw: ({ store }) => renaming(store, (name) => name.toLowerCase()),
  },
  {
    what: 'takes names for the same that look the same',
    breaks: 'keeps apart every two names',
    flaw: ({ store }) => renaming(store, (name) => name.normalize('NFC')),
  },
  {
    what: 'cuts long names',
    breaks: 'keeps apart every two names',
    flaw: ({ store }) => renaming(store, (name) => (name.length > 255 ? 'alice' : name)),
  },
  {
    what: 'keeps no more than 16 KiB',
    breaks: 'keeps a credential of 64 KiB',
    flaw: ({ store }) => ({
      async write(name, credential, options) {
        if (JSON.stringify(credential).length > 16_384) throw failing('STORE_FAILED');
        return store.write(name, credential, options);
      },
    }),
  },
  {
    what: 'stores anything',
    breaks: 'refuses what is no credential',
    flaw: ({ store }) => ({
      write: (name, credential, options) =>
        store.write(name || 'alice', { ...stored, token: credential['token'] }, options),
    }),
  },
  {
    what: 'pays the signal no heed',
    breaks: 'does nothing once the signal has aborted',
    flaw: ({ store }) => ({ read: (name) => store.read(name) }),
  },
  {
    what: 'leaves out the last entry of a page',
    breaks: 'lists everything once',
    flaw: ({ store }) => ({
      async *list(options) {
        let index = 0;
        for await (const entry of store.list(options)) if ((index += 1) % 100) yield entry;
      },
    }),
  },
  {
    what: 'takes _ in a prefix for any letter',
    breaks: 'lists what begins with a prefix',
    flaw: ({ store }) => ({
      async *list({ prefix = '' } = {}) {
        const pattern = new RegExp(`^${prefix.replaceAll('_', '.')}`);
        for await (const entry of store.list()) if (pattern.test(entry.name)) yield entry;
      },
    }),
  },
  {
    what: 'lists the credentials themselves',
    breaks: 'lists no secret',
    flaw: ({ store }) => ({
      async *list(options) {
        for await (const entry of store.list(options)) yield { ...entry, ...(await store.read(entry.name)) };
      },
    }),
  },
  ...leaseFlaws,
  {
    what: 'takes what is damaged for nothing',
    breaks: 'says that something is damaged',
    flaw: (made) => ({ ...made, damage: async (name) => void (await made.store.remove(name)) }),
  },
];

/** A store with a flaw, to be put to the test. */
export function withFlaw({ flaw }: Flaw, made: StoreUnderTest): StoreUnderTest {
  const change = flaw(made);
  if ('elapse' in change) return change;
  return { ...made, store: { ...methodsOf(made.store), ...change } };
}

function methodsOf(store: CredentialStore): CredentialStore {
  return {
    read: (name, options) => store.read(name, options),
    write: (name, credential, options) => store.write(name, credential, options),
    remove: (name, options) => store.remove(name, options),
    lease: (name, ttl, options) => store.lease(name, ttl, options),
    list: (options) => store.list(options),
  };
}
