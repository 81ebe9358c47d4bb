import { CredentialStoreError } from '../errors.js';
import { type CredentialStore, writeIf } from '../stores/credential-store.js';
import { demandObject, demandText } from '../wire/arguments.js';

/** What an installation's identifier is kept under, unless it is told otherwise. */
const NAME = 'installation';

/** How often is looked for what another process was faster to make. */
const MOST_LOOKS = 20;

/** Where an installation's identifier is kept. */
export interface InstallationOptions {
  /** The name in the store. Default `installation`. */
  readonly name?: string | undefined;
}

/**
 * The client identifier of this installation, for `clientID`: made once, at random, and kept in the store for good, so that
 * people see one device of it on their list and not another one at each start. All processes that share the store get the
 * same.
 * @throws InvalidArgumentError when it is no store or name; CredentialStoreError when the store fails, or holds something
 * else under that name.
 */
export async function installationID(
  store: CredentialStore,
  { name = NAME }: InstallationOptions = {},
): Promise<string> {
  demandObject(store, 'store');
  demandText(name, 'name');
  for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
    const stored = await store.read(name);
    if (stored) {
      const { schema, kind, clientID } = stored.credential;
      if (schema === 1 && kind === 'installation' && clientID) return clientID;
      throw new CredentialStoreError('read', 'STORE_DAMAGED');
    }
    const clientID = crypto.randomUUID();
    const made = { schema: 1, kind: 'installation', clientID };
    // Where another process was faster, the next look finds what it has made.
    if ((await writeIf(store, name, { credential: made, ifVersion: null })) !== undefined) return clientID;
  }
  throw new CredentialStoreError('write', 'STORE_CONFLICT');
}
