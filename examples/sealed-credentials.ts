import { type CredentialStore, type SealedStore, sealedStore } from '@ticketstub/sdk';

/** A store for tokens that somebody who takes its contents away can't use. `keys` is a secret of the program's: `new,old`. */
export function sealedCredentials(store: CredentialStore, keys: string): SealedStore {
  return sealedStore(store, keys.split(','));
}

/** Ends a rotation: afterwards only the first key is needed. Says what it could not open. */
export async function endRotation(store: SealedStore): Promise<string[]> {
  const { unopened } = await store.reseal();
  return unopened.map(({ name, code }) => `${name}: ${code}`);
}

/** Once, when a program that kept its tokens plainly begins to seal them. */
export async function sealWhatIsThere(store: SealedStore): Promise<number> {
  const { adopted } = await store.reseal({ adopt: true });
  return adopted;
}
