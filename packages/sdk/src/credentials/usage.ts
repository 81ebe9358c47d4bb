import type { CredentialStore } from '../stores/credential-store.js';

const uses = new WeakMap<CredentialStore, Map<string, number>>();

/** People whose use is remembered, at most. */
const MOST = 10_000;

/** Notes that somebody wants a token of a person's, at a time in milliseconds since the epoch. */
export function noteUse(store: CredentialStore, person: string, now: number): void {
  const known = uses.get(store) ?? new Map<string, number>();
  uses.set(store, known);
  if (known.size >= MOST && !known.has(person)) known.clear();
  known.set(person, now);
}

/** When this process last wanted a token of a person's; undefined when it never has. */
export function lastUse(store: CredentialStore, person: string): number | undefined {
  return uses.get(store)?.get(person);
}
