import { type CredentialStore, writeIf } from '../stores/credential-store.js';
import { partName, readParts, type StoredParts } from './records.js';

/** Whether all that a person signed in by is over. */
function isOver({ account, key }: StoredParts): boolean {
  const parts = [account, key].filter((part) => part !== undefined);
  return parts.length > 0 && parts.every(({ credential }) => credential.endedAt !== undefined);
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
