import type { Credential, CredentialStore } from '@ticketstub/sdk';
import { postgresStore } from '@ticketstub/sdk/postgres';
import { describe, expect, test } from 'vitest';
import type { Pool } from './postgres-server.js';
import { newPrefix, openProcesses, theServer, usePostgres, warm, watched } from './postgres-world.js';

usePostgres();

const credential: Credential = { schema: 1, kind: 'account-token', clientID: 'an-installation', token: 'a-token' };

async function nameOfAll(store: CredentialStore): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of store.list()) names.push(name);
  return names.toSorted();
}

async function numbersIn(pool: Pool, table: string): Promise<unknown[]> {
  const { rows } = await pool.query(`select number from ${table} order by number`);
  return rows.map(({ number }) => number);
}

describe('migrate', () => {
  test.each([
    // Where a transaction sees what others did while it waited for its turn, nobody has to ask again.
    ['read\\ committed', 'Made_Committed', 1],
    ['repeatable\\ read', 'Made_Repeatable', 3],
    ['serializable', 'Made_Serializable', 3],
  ])('makes schema and tables once when eight call it at once, in %s transactions', async (isolation, schema, most) => {
    const pool = { options: `-c default_transaction_isolation=${isolation}` };
    for (let round = 0; round < 5; round += 1) {
      const within = `${schema}_${round}`;
      await using processes = await openProcesses({ count: 8, schema: within, pool, isMigrated: false });
      await Promise.all(processes.pools.map((one) => warm(one, 1)));
      const all = processes.pools.map(watched);
      await Promise.all(all.map(({ database }) => postgresStore(database, processes.tables).migrate()));
      const table = `"${within}"."${processes.tables.prefix}migrations"`;
      await expect(numbersIn(processes.pools[0], table)).resolves.toEqual([1]);
      expect(Math.max(...all.map(({ asked }) => asked.length))).toBeLessThanOrEqual(most);
      await processes.stores[3]?.write('alice', credential);
      await expect(processes.stores[7]?.read('alice')).resolves.toMatchObject({ credential });
    }
  });

  test('leaves what is there when it is called again', async () => {
    await using processes = await openProcesses();
    const [store, other] = processes.stores;
    const version = await store.write('alice', credential);
    const lease = await store.lease('alice', 60_000);
    await other.migrate();
    await expect(other.read('alice')).resolves.toEqual({ credential, version });
    await expect(other.lease('alice', 60_000)).resolves.toBeUndefined();
    await lease?.release();
  });

  test('refuses tables of a later version, and leaves them', async () => {
    await using processes = await openProcesses();
    const [store, other] = processes.stores;
    const table = `${processes.tables.prefix}migrations`;
    await store.write('alice', credential);
    await processes.pools[0].query(`insert into ${table} (number) values (2)`);
    await expect(other.migrate()).rejects.toMatchObject({
      code: 'STORE_FAILED',
      message: 'credentialStore.migrate: the store does not work',
      cause: { code: 'TS001', message: expect.stringContaining('a newer version of this package made the tables') },
    });
    await expect(numbersIn(processes.pools[0], table)).resolves.toEqual([1, 2]);
    await expect(store.read('alice')).resolves.toMatchObject({ credential });
  });

  test('takes nothing for ours that only has the name of a table of ours', async () => {
    await using processes = await openProcesses({ isMigrated: false });
    const [pool] = processes.pools;
    await pool.query(`create table ${processes.credentials} (name text)`);
    await expect(processes.stores[0].migrate()).rejects.toMatchObject({
      code: 'STORE_FAILED',
      cause: { code: '42P07', message: '42P07: something else has the name of a table' },
    });
    const { rows } = await pool.query(`select to_regclass('${processes.leases}')::text as leases`);
    expect(rows).toEqual([{ leases: null }]);
  });

  test('is needed first: whatever else is asked says so', async () => {
    await using processes = await openProcesses({ isMigrated: false });
    const [store] = processes.stores;
    const asked: Readonly<Record<string, () => Promise<unknown>>> = {
      read: () => store.read('alice'),
      write: () => store.write('alice', credential),
      remove: () => store.remove('alice', { ifVersion: null }),
      lease: () => store.lease('alice', 1000),
      list: () => nameOfAll(store),
    };
    for (const [method, ask] of Object.entries(asked)) {
      await expect(ask()).rejects.toMatchObject({
        code: 'STORE_FAILED',
        operation: `credentialStore.${method}`,
        cause: { code: '42P01', message: '42P01: the tables are missing: call migrate() first' },
      });
    }
  });

  test('needs no right to make tables once somebody else has made them, nor does anything else', async () => {
    await using processes = await openProcesses({ schema: 'made_for_app' });
    const [pool] = processes.pools;
    const migrations = `made_for_app.${processes.tables.prefix}migrations`;
    await pool.query(`create role app login;
      grant usage on schema made_for_app to app;
      grant select on ${migrations} to app;
      grant select, insert, update, delete on ${processes.credentials}, ${processes.leases} to app`);
    const own = theServer().pool({ user: 'app' });
    const app = postgresStore(own, processes.tables);
    await app.migrate();
    const first = await app.write('alice', credential, { ifVersion: null });
    const second = await app.write('alice', { ...credential, token: 'next' }, { ifVersion: first });
    await expect(app.lease('alice', 60_000)).resolves.toBeDefined();
    await expect(nameOfAll(app)).resolves.toEqual(['alice']);
    await expect(app.remove('alice', { ifVersion: second })).resolves.toBe(true);
    const elsewhere = postgresStore(own, { schema: 'not_for_app' });
    await expect(elsewhere.migrate()).rejects.toMatchObject({
      code: 'STORE_FAILED',
      cause: { code: '42501', message: '42501: the role may not do this' },
    });
  });
});

describe('tables', () => {
  test('of two prefixes and of two schemas are two stores', async () => {
    const pool = theServer().pool();
    const prefix = newPrefix();
    const places = [{ prefix }, { prefix: newPrefix() }, { prefix, schema: 'here' }, { prefix, schema: 'Here' }];
    const stores = places.map((place) => postgresStore(pool, place));
    for (const [index, store] of stores.entries()) {
      await store.migrate();
      await store.write(`of-${index}`, credential);
      await expect(store.lease('alice', 60_000)).resolves.toBeDefined();
    }
    for (const [index, store] of stores.entries()) await expect(nameOfAll(store)).resolves.toEqual([`of-${index}`]);
  });

  test('are called ticketstub_… where nothing is said, in the first schema of the search path', async () => {
    const pool = theServer().pool({ options: '-c search_path=the_first,public' });
    await pool.query('create schema the_first');
    await postgresStore(pool).migrate();
    const { rows } = await pool.query(`select table_schema || '.' || table_name as name from information_schema.tables
      where table_name like 'ticketstub\\_%' order by 1`);
    expect(rows.map(({ name }) => name)).toEqual([
      'the_first.ticketstub_credentials',
      'the_first.ticketstub_leases',
      'the_first.ticketstub_migrations',
    ]);
  });

  test('may have the longest names there are, and none but their own', async () => {
    const pool = theServer().pool();
    const places = [
      { schema: 'S'.repeat(63), prefix: 'p'.repeat(40) },
      { schema: 'S'.repeat(63), prefix: '' },
    ];
    for (const place of places) {
      const store = postgresStore(pool, place);
      await store.migrate();
      await store.write('alice', credential);
      await expect(store.lease('alice', 60_000)).resolves.toBeDefined();
      await expect(nameOfAll(store)).resolves.toEqual(['alice']);
    }
  });
});
