import { type Credential, type CredentialStore, memoryStore, type SealedStore, sealedStore } from '../src/index.js';
import { movableClock } from './movable-clock.js';

/** Keys of 32 bytes, each another. */
export const [OLD, NEW, STRANGE] = [key(1), key(2), key(3)];

/** A store and what is below it. */
export interface SealedWorld {
  readonly below: CredentialStore;
  readonly store: SealedStore;
  readonly elapse: (ms: number) => Promise<void>;
}

/** A sealed store with nothing in it. */
export function sealedWorld(...keys: Uint8Array[]): SealedWorld {
  const clock = movableClock();
  const below = memoryStore({ clock });
  const store = sealedStore(below, keys.length === 0 ? [NEW] : keys);
  return { below, store, elapse: (ms) => clock.sleep(ms) };
}

/** What is stored under a name, sealed or not. */
export async function rowOf({ below }: Pick<SealedWorld, 'below'>, name: string): Promise<Credential> {
  const found = await below.read(name);
  if (!found) throw new Error(`nothing is stored under ${name}`);
  return found.credential;
}

/** The envelope that is stored under a name, as bytes. */
export async function envelopeOf(world: Pick<SealedWorld, 'below'>, name: string): Promise<Uint8Array> {
  return Buffer.from(String((await rowOf(world, name))['sealed']), 'base64url');
}

/** Puts other bytes in the place of an envelope. */
export async function bend({ below }: Pick<SealedWorld, 'below'>, name: string, bytes: Uint8Array): Promise<void> {
  const sealed = Buffer.from(bytes).toString('base64url');
  await below.write(name, { ...(await rowOf({ below }, name)), sealed });
}

/** A credential with a token of its own. */
export function credentialOf(mark: string): Credential {
  return { schema: 1, kind: 'account-token', clientID: 'an-installation', expiresAt: 7, token: `canary-${mark}` };
}

function key(first: number): Uint8Array {
  return new Uint8Array(32).fill(9).fill(first, 0, 1);
}
