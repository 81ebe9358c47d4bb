import { CredentialStoreError } from '../errors.js';
import { type CredentialStore, writeIf } from '../stores/credential-store.js';

/** What an installation's identifier is kept under, unless it is told otherwise. */
const NAME = 'installation';

/** Where an installation's identifier is kept. */
export interface InstallationOptions {
  /** The name in the store. Default `installation`. */
  readonly name?: string | undefined;
}

/**
 * The client identifier of this installation, for `clientID`: made once, at random, and kept in the store for good, so that
 * people see one device of it on their list and not another one at each start. All processes that share the store get the
 * same.
 * @throws CredentialStoreError when the store fails, or holds something else under that name.
 */
export async function installationID(
  store: CredentialStore,
  { name = NAME }: InstallationOptions = {},
): Promise<string> {
  for (;;) {
    const stored = await store.read(name);
    if (stored) {
      const { kind, clientID } = stored.credential;
      if (kind === 'installation') return clientID;
      throw new CredentialStoreError('read', 'STORE_DAMAGED');
    }
    const clientID = crypto.randomUUID();
    const made = { schema: 1, kind: 'installation', clientID };
    // Where another process was faster, the next look finds what it has made.
    if ((await writeIf(store, name, { credential: made, ifVersion: null })) !== undefined) return clientID;
  }
}
