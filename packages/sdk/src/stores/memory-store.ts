import { CredentialStoreError } from '../errors.js';
import type { Clock } from '../options.js';
import { check } from '../wire/arguments.js';
import {
  type Credential,
  type ListedCredential,
  listedCredential,
  parseCredential,
  stringifyCredential,
} from './credential.js';
import {
  type ChangeOptions,
  type CredentialStore,
  demandName,
  demandPrefix,
  type Lease,
  type ListOptions,
  type StoredCredential,
  type StoreOptions,
} from './credential-store.js';

/** What a memory store may be told. */
export interface MemoryStoreOptions {
  /** What leases are timed by. Default: the system's clock. */
  readonly clock?: Pick<Clock, 'now'> | undefined;
}

/** A store that lasts as long as its process. For tests, and for programs that sign in each time they start. */
export function memoryStore(options: MemoryStoreOptions = {}): CredentialStore {
  return new MemoryStore(options);
}

interface Entry {
  readonly version: string;
  readonly text: string;
}

class MemoryStore implements CredentialStore {
  readonly #entries = new Map<string, Entry>();
  readonly #leases = new Map<string, { readonly until: number }>();
  readonly #clock: Pick<Clock, 'now'>;
  #versions = 0;

  constructor({ clock = Date }: MemoryStoreOptions) {
    this.#clock = clock;
  }

  async read(name: string, options: StoreOptions = {}): Promise<StoredCredential | undefined> {
    const entry = this.#entries.get(demandName(name, options));
    return entry && { credential: parseCredential(entry.text), version: entry.version };
  }

  async write(name: string, credential: Credential, options: ChangeOptions = {}): Promise<string> {
    const text = stringifyCredential(credential);
    this.#demandVersion('write', demandName(name, options), options);
    this.#versions += 1;
    const version = `${this.#versions}`;
    this.#entries.set(name, { version, text });
    return version;
  }

  async remove(name: string, options: ChangeOptions = {}): Promise<boolean> {
    this.#demandVersion('remove', demandName(name, options), options);
    return this.#entries.delete(name);
  }

  async lease(name: string, ttl: number, options: StoreOptions = {}): Promise<Lease | undefined> {
    demandName(name, options);
    check(ttl > 0 && Number.isFinite(ttl), 'ttl', 'must be a positive number of milliseconds');
    const now = this.#clock.now();
    if ((this.#leases.get(name)?.until ?? -Infinity) > now) return undefined;
    const mine = { until: now + ttl };
    this.#leases.set(name, mine);
    const release = async (): Promise<void> => {
      if (this.#leases.get(name) === mine) this.#leases.delete(name);
    };
    return { release };
  }

  async *list(options: ListOptions = {}): AsyncGenerator<ListedCredential, void, undefined> {
    const prefix = demandPrefix(options);
    for (const [name, { version, text }] of Array.from(this.#entries)) {
      if (name.startsWith(prefix)) yield listedCredential(name, version, parseCredential(text));
      options.signal?.throwIfAborted();
    }
  }

  #demandVersion(method: string, name: string, { ifVersion }: ChangeOptions): void {
    if (ifVersion === undefined) return;
    const version = this.#entries.get(name)?.version ?? null;
    if (version !== ifVersion) throw new CredentialStoreError(method, 'STORE_CONFLICT');
  }
}
