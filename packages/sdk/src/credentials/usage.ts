import type { CredentialStore } from '../stores/credential-store.js';

const uses = new WeakMap<CredentialStore, Map<string, number>>();

/** People whose use is remembered, at most. */
const MOST = 10_000;

/** Notes that somebody wants a token of a person's, at a time in milliseconds since the epoch. */
export function noteUse(store: CredentialStore, person: string, now: number): void {
  const known = uses.get(store) ?? new Map<string, number>();
  uses.set(store, known);
  // The last that was wanted comes last.
  known.delete(person);
  known.set(person, now);
  if (known.size <= MOST) return;
  const [longestAgo = person] = known.keys();
  known.delete(longestAgo);
}

/** When this process last wanted a token of a person's; undefined when it never has. */
export function lastUse(store: CredentialStore, person: string): number | undefined {
  return uses.get(store)?.get(person);
}
