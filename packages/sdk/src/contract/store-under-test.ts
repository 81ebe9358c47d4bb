import type { Credential } from '../stores/credential.js';
import type { CredentialStore } from '../stores/credential-store.js';

/** A store with nothing in it, and what its test must be able to do. */
export interface StoreUnderTest {
  readonly store: CredentialStore;
  /** The same contents as another process has them. Default: `store` itself, for what lives in one process. */
  readonly other?: CredentialStore | undefined;
  /** Lets so many milliseconds pass for leases: moves the store's clock, or waits. */
  readonly elapse: (ms: number) => Promise<void>;
  /** Breaks what is stored under a name, as a disk might. */
  readonly damage?: ((name: string) => Promise<void>) | undefined;
  /** Takes everything away. */
  readonly close?: (() => Promise<void>) | undefined;
}

/** What a case works with. */
export interface Bench extends StoreUnderTest {
  readonly other: CredentialStore;
  /** Milliseconds a lease is taken for. */
  readonly ttl: number;
}

/** One promise of the contract. */
export interface Promised {
  readonly title: string;
  readonly keep: (bench: Bench) => Promise<void>;
}

/** What must not be seen in a listing or an error. */
export const SECRET = 'secret-of-the-contract';

/** A credential like any other, its token named apart. */
export function credential(mark: string = 'first'): Credential & { readonly token: string } {
  return { schema: 1, kind: 'account-token', clientID: 'an-installation', token: `${SECRET}-${mark}` };
}

/** @throws Error saying what was promised, unless it holds. */
export function demand(holds: boolean, promise: string): asserts holds {
  if (!holds) throw new Error(`The store breaks its contract: ${promise}`);
}

/** @throws Error unless both are the same as JSON, whatever the order of members. */
export function demandSame(found: unknown, wanted: unknown, promise: string): void {
  demand(canonical(found) === canonical(wanted), promise);
}

/** What a promise rejects with; undefined when it does not. */
export async function failure(work: Promise<unknown>): Promise<{ readonly error: unknown } | undefined> {
  return work.then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
}

/** @throws Error unless the work fails with this code, in words that give nothing away. */
export async function demandFailure(work: Promise<unknown>, code: string, promise: string): Promise<void> {
  const failed = await failure(work);
  demand(failed !== undefined, promise);
  const { error } = failed;
  demand(error instanceof Error && 'code' in error && error.code === code, `${promise} with the code ${code}`);
  demand(!`${error.message}${JSON.stringify(error)}`.includes(SECRET), 'an error shows no secret');
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
