import type { CredentialStore } from '@ticketstub/sdk';
import type { Planted } from './linked-keys.js';

/** Stores credentials over whatever is there, many at once. */
export async function plant(store: CredentialStore, credentials: readonly Planted[]): Promise<void> {
  const left = [...credentials];
  const some = async (): Promise<void> => {
    for (let next = left.pop(); next; next = left.pop()) await store.write(next.name, next.credential);
  };
  await Promise.all(Array.from({ length: 16 }, some));
}
