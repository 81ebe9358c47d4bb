import { type CredentialStore, writeIf } from '../stores/credential-store.js';
import type { HeldToken } from './held.js';
import { partName, readParts, type StoredParts } from './records.js';

/** Whether all that plex.tv took from a person is over. */
function isOver(parts: StoredParts): boolean {
  return isSignInOver(parts) && ownHomeTokens(parts).length === 0;
}

/** Whether all that a person signed in by is over. */
export function isSignInOver({ account, key }: StoredParts): boolean {
  const parts = [account, key].filter((part) => part !== undefined);
  return parts.length > 0 && parts.every(({ credential }) => credential.endedAt !== undefined);
}

/** The opaque tokens that a person has of switches to themselves: they outlive a key that was signed out. */
export function ownHomeTokens({ account, session }: StoredParts): HeldToken[] {
  const self = account?.credential.owner ?? session?.credential.self;
  const tokens = session?.credential.tokens ?? [];
  return tokens.filter(({ kind, owner }) => kind === 'home' && (owner === undefined || owner === self));
}

/**
 * Whether whoever asks is the one to tell a person to sign in again: true once for each time that all they had has ended, for
 * one of all processes that share the store.
 * @throws CredentialStoreError when the store fails.
 */
export async function isFirstToTell(store: CredentialStore, person: string, clientID: string): Promise<boolean> {
  if (!isOver(await readParts(store, person))) return false;
  const name = partName(person, 'sign-in-again');
  const told = { schema: 1, kind: 'sign-in-again', clientID };
  const version = await writeIf(store, name, { credential: told, ifVersion: null });
  if (version === undefined) return false;
  // Somebody may have signed in since, and have found nothing to take away.
  if (isOver(await readParts(store, person))) return true;
  await store.remove(name);
  return false;
}

/** What a sign-in takes away: the next end is told anew. */
export async function forgetTelling(store: CredentialStore, person: string): Promise<void> {
  await store.remove(partName(person, 'sign-in-again'));
}
