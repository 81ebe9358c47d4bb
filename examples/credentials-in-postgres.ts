import type { CredentialStore } from '@ticketstub/sdk';
import { postgresStore, type Queryable } from '@ticketstub/sdk/postgres';

/** What every process of a program keeps its credentials in; `pool` is a `Pool` of `pg`. */
export async function storeIn(pool: Queryable): Promise<CredentialStore> {
  const store = postgresStore(pool, { schema: 'plex' });

  await store.migrate();

  return store;
}
