import { check, demandText } from '../wire/arguments.js';
import type { Credential, ListedCredential } from './credential.js';

/** A credential, and which version of it this is. */
export interface StoredCredential {
  readonly credential: Credential;
  /** Another one after each write. Nothing but equality means anything. */
  readonly version: string;
}

/** What every method of a store may be told. */
export interface StoreOptions {
  /** Ends the wait: the promise rejects with `signal.reason`. */
  readonly signal?: AbortSignal | undefined;
}

/** Which version may be replaced or removed. */
export interface ChangeOptions extends StoreOptions {
  /** The version that must be there; `null` when nothing may be. Left out, whatever is there is replaced. */
  readonly ifVersion?: string | null | undefined;
}

/** Which credentials are listed. */
export interface ListOptions extends StoreOptions {
  /** What their names begin with. Default: all. */
  readonly prefix?: string | undefined;
}

/** The right to be the only one at work on a credential, for a while. */
export interface Lease {
  /** Gives it back. Does nothing when its time is over and somebody else has one. */
  release(): Promise<void>;
}

/**
 * Where credentials are kept: by one process, or by many on many machines. A name is any text of 1 to 512 characters, and two
 * names are the same only if they are equal. What fails is a `CredentialStoreError`: a store that cannot be reached or that
 * holds something damaged never says that there is nothing.
 *
 * Those who write one run the contract's own tests, `@ticketstub/sdk/store-contract`.
 */
export interface CredentialStore {
  /** What is stored under a name; undefined when nothing is. Changing it changes nothing in the store. */
  read(name: string, options?: StoreOptions): Promise<StoredCredential | undefined>;

  /**
   * Stores a credential, and gives its version: one that this name never had. Once it resolves, everybody reads it, also after a crash.
   * @throws CredentialStoreError with the code `STORE_CONFLICT` when another version than `ifVersion` is there.
   */
  write(name: string, credential: Credential, options?: ChangeOptions): Promise<string>;

  /**
   * Removes what is stored under a name, and says whether anything was.
   * @throws CredentialStoreError with the code `STORE_CONFLICT` when another version than `ifVersion` is there.
   */
  remove(name: string, options?: ChangeOptions): Promise<boolean>;

  /**
   * Gives the lease of a name to one caller at a time, for so many milliseconds at most: a caller that dies keeps it no
   * longer. Undefined, at once, while somebody else has it. It bars no one from reading or writing, and nothing needs to be
   * stored under the name.
   */
  lease(name: string, ttl: number, options?: StoreOptions): Promise<Lease | undefined>;

  /**
   * All that is stored, in any order, without a secret.
   * @throws CredentialStoreError with the code `STORE_DAMAGED` for what cannot be shown, once everything else was given.
   */
  list(options?: ListOptions): AsyncIterable<ListedCredential>;
}

/** The code of what a store threw: that decides, not the class, as a store from elsewhere has a class of its own. */
export function failureCode(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

/** Whether a store says that another version is there. */
export function isConflict(error: unknown): boolean {
  return failureCode(error) === 'STORE_CONFLICT';
}

/** The version of what was written; undefined when another than `ifVersion` is there. */
export async function writeIf(
  store: CredentialStore,
  name: string,
  { credential, ifVersion }: { readonly credential: Credential; readonly ifVersion: string | null },
): Promise<string | undefined> {
  try {
    return await store.write(name, credential, { ifVersion });
  } catch (error) {
    if (isConflict(error)) return undefined;
    throw error;
  }
}

/**
 * The name, when a store may be asked for it.
 * @throws InvalidArgumentError unless it is text of 1 to 512 characters; the signal's reason once that has aborted.
 */
export function demandName(name: string, { signal }: StoreOptions): string {
  signal?.throwIfAborted();
  check(demandText(name, 'name').length <= 512, 'name', 'must have 512 characters at most');
  return name;
}

/**
 * What names begin with, when a store may be asked for them.
 * @throws InvalidArgumentError unless it is text; the signal's reason once that has aborted.
 */
export function demandPrefix({ prefix = '', signal }: ListOptions): string {
  signal?.throwIfAborted();
  check(typeof prefix === 'string', 'prefix', 'must be text');
  return prefix;
}

/** What a listing could not show: it goes on with the others, and fails in the end. */
export class Damage {
  #first: Error | undefined;

  /** What comes of reading one; undefined when that is damaged. @throws whatever else it fails with. */
  async past<T>(read: () => T | Promise<T>): Promise<T | undefined> {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof Error) || failureCode(error) !== 'STORE_DAMAGED') throw error;
      this.#first ??= error;
      return undefined;
    }
  }

  /** @throws CredentialStoreError when there was any. */
  tell(): void {
    if (this.#first !== undefined) throw this.#first;
  }
}
