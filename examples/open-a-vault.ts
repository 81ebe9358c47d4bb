import { type CredentialStore, installationID, PlexAPI, type SealKey, sealedStore } from '@ticketstub/sdk';
import { postgresStore, type Queryable } from '@ticketstub/sdk/postgres';

/** What every process of an app begins with: a sealed store in a database, and a client under the app's one identifier. */
export async function openVault(
  pool: Queryable,
  keys: readonly SealKey[],
): Promise<{ plex: PlexAPI; store: CredentialStore }> {
  const rows = postgresStore(pool);
  await rows.migrate();

  const store = sealedStore(rows, keys);
  return { store, plex: new PlexAPI({ clientID: await installationID(store), clientName: 'Examples' }) };
}
