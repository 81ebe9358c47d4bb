import { createRequire } from 'node:module';
import { postgresStore, type Queryable } from '@ticketstub/sdk/postgres';
import { credentialStoreContract, type StoreUnderTest } from '@ticketstub/sdk/store-contract';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Connection } from './postgres-server.js';
import { newPrefix, openProcesses, theServer, usePostgres, type Wishes } from './postgres-world.js';

usePostgres();

/** How a store under test is broken, and how time passes for its leases: by hand, on its rows. */
function handsOn(database: Queryable, prefix: string): Pick<StoreUnderTest, 'damage' | 'elapse'> {
  return {
    elapse: async (ms) => {
      await database.query(`update ${prefix}leases set ends_at = ends_at - interval '${ms} milliseconds'`, []);
    },
    damage: async (name) => {
      await database.query(`update ${prefix}credentials set body = left(body, 20) where name = $1`, [name]);
    },
  };
}

async function twoProcesses(wishes: Wishes = {}): Promise<StoreUnderTest> {
  const processes = await openProcesses(wishes);
  const { stores, pools, tables } = processes;
  const within = tables.schema === undefined ? '' : `"${tables.schema}".`;
  return {
    store: stores[0],
    other: stores[1],
    ...handsOn(pools[0], `${within}${tables.prefix}`),
    close: async () => processes[Symbol.asyncDispose](),
  };
}

/** Makes a store that another way of asking a database is behind. */
async function behind(database: Queryable, close: () => Promise<unknown>): Promise<StoreUnderTest> {
  const prefix = newPrefix();
  const [store, other] = [postgresStore(database, { prefix }), postgresStore(database, { prefix })];
  await store.migrate();
  return { store, other, ...handsOn(database, prefix), close: async () => void (await close()) };
}

const databases = new Map<string, Promise<Connection>>();

/** The same processes in a database that was made otherwise. */
async function inDatabase(name: string, options: string): Promise<StoreUnderTest> {
  const made = databases.get(name) ?? theServer().createDatabase(name, options);
  databases.set(name, made);
  return twoProcesses({ pool: await made });
}

const ways: Readonly<Record<string, () => Promise<StoreUnderTest>>> = {
  'a pool of pg': () => twoProcesses(),
  'tables in a schema of their own': () => twoProcesses({ schema: 'Of_Its_Own' }),
  'transactions that see nothing newer': () =>
    twoProcesses({ pool: { options: '-c default_transaction_isolation=repeatable\\ read' } }),
  'serializable transactions': () =>
    twoProcesses({ pool: { options: '-c default_transaction_isolation=serializable' } }),
  'a database that has no emoji': () => inDatabase('latin', "encoding 'LATIN1' locale 'C'"),
  'a database that sorts as people do': () => inDatabase('english', "locale_provider icu icu_locale 'en'"),
  'postgres.js': () => {
    const { host, port, user, database } = theServer().connection;
    const sql = postgresJs({ path: `${host}/.s.PGSQL.${port}`, user, database, onnotice: () => {} });
    const query: Queryable['query'] = async (text, params) => ({ rows: await sql.unsafe(text, params) });
    return behind({ query }, () => sql.end());
  },
};

interface Sql {
  unsafe(text: string, params: string[]): Promise<readonly unknown[]>;
  end(): Promise<void>;
}

const required = createRequire(import.meta.url);
const postgresJs = z
  .custom<(options: object) => Sql>((value) => typeof value === 'function')
  .parse(required('postgres'));

describe.each(Object.entries(ways))('over %s', (_, make) => {
  for (const { title, run } of credentialStoreContract(make, { leaseTTL: 60_000 })) {
    test(`postgresStore ${title}`, async () => {
      await expect(run()).resolves.toBeUndefined();
    });
  }
});
