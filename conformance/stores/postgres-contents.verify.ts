import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Credential, type CredentialStore, memoryStore } from '@ticketstub/sdk';
import { postgresStore } from '@ticketstub/sdk/postgres';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Pool } from './postgres-server.js';
import { openProcesses, usePostgres, warm, watched } from './postgres-world.js';

usePostgres();

const credential: Credential = { schema: 1, kind: 'account-token', clientID: 'an-installation' };

async function namesIn(store: CredentialStore, prefix?: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of store.list({ prefix })) names.push(name);
  return names.toSorted();
}

/** Puts rows in without a store, so that many of them take no time. */
async function plant(pool: Pool, table: string, count: number): Promise<void> {
  await pool.query(`insert into ${table} (name, version, body)
    select 'person-' || number, md5(number::text)::uuid, '{"schema":1,"kind":"account-token","clientID":"here","expiresAt":'
      || number || ',"token":"' || repeat(md5(number::text), 32) || '"}'
    from generate_series(1, ${count}) as number`);
  await pool.query(`analyze ${table}`);
}

/** Any UTF-16 unit, those that PostgreSQL cannot keep and those that are written with an escape above all. */
const unit = fc.oneof(
  fc.constantFrom(
    '\0',
    '\u0001',
    '\u007f',
    '\\',
    '%',
    '_',
    "'",
    '"',
    'a',
    'A',
    ' ',
    '~',
    'é',
    '\ud83c',
    '\udf9f',
    '\uffff',
  ),
  fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
);
const name = fc.array(unit, { minLength: 1, maxLength: 12 }).map((units) => units.join(''));

test('any names are kept apart and listed by any prefix as memoryStore does it, halves of characters and NUL included', async () => {
  await using processes = await openProcesses();
  const [store, other] = processes.stores;
  const scene = fc.record({ names: fc.uniqueArray(name, { minLength: 1, maxLength: 8 }), cut: fc.nat(11), any: name });
  await fc.assert(
    fc.asyncProperty(scene, async ({ names, cut, any }) => {
      await processes.pools[0].query(`delete from ${processes.credentials}`);
      const memory = memoryStore();
      for (const [index, one] of names.entries()) {
        await store.write(one, { ...credential, token: one, index });
        await memory.write(one, credential);
      }
      for (const [index, one] of names.entries())
        expect(await other.read(one)).toMatchObject({ credential: { token: one, index } });
      for (const prefix of [any, ...names.map((one) => one.slice(0, cut))])
        expect(await namesIn(other, prefix)).toEqual(await namesIn(memory, prefix));
      const [gone = ''] = names;
      expect(await store.remove(gone)).toBe(true);
      expect(await namesIn(other)).toEqual(names.slice(1).toSorted());
    }),
    { numRuns: 100 },
  );
});

test('the longest names that nothing can shorten have room, and leases too', async () => {
  await using processes = await openProcesses();
  const [store, other] = processes.stores;
  const seeded = fc.array(fc.integer({ min: 0x80, max: 0xffff }), { minLength: 512, maxLength: 512 });
  for (const codes of fc.sample(seeded, { numRuns: 20, seed: 20_261_129 })) {
    const longest = String.fromCharCode(...codes);
    await store.write(longest, credential);
    await expect(other.read(longest)).resolves.toMatchObject({ credential });
    await expect(store.lease(longest, 60_000)).resolves.toBeDefined();
    await expect(other.lease(longest, 60_000)).resolves.toBeUndefined();
  }
});

test.each(['read\\ committed', 'repeatable\\ read', 'serializable'])(
  'many who write at once, each over whatever is there, all write, in %s transactions',
  async (isolation) => {
    const pool = { options: `-c default_transaction_isolation=${isolation}` };
    await using processes = await openProcesses({ count: 4, pool });
    const { stores, pools } = processes;
    await Promise.all(pools.map((one) => warm(one, 10)));
    const written = await Promise.all(
      Array.from({ length: 120 }, async (_, index) => stores[index % 4]?.write('alice', { ...credential, index })),
    );
    expect(new Set(written).size).toBe(120);
    const found = await stores[0].read('alice');
    const ifVersion = written[Number(found?.credential['index'])];
    expect(found?.version).toBe(ifVersion);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 120 }, async (_, index) => stores[index % 4]?.write('alice', credential, { ifVersion })),
    );
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
    expect(refused).toHaveLength(119);
    for (const reason of refused) expect(reason).toMatchObject({ code: 'STORE_CONFLICT' });
  },
);

test('100,000 credentials are listed once each, a page in memory at a time', { timeout: 600_000 }, async () => {
  await using processes = await openProcesses();
  await plant(processes.pools[0], processes.credentials, 100_000);
  const { database, asked } = watched(processes.pools[0]);
  const store = postgresStore(database, processes.tables);
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const used = (): number => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  const before = used();
  const heaps: number[] = [];
  let sum = 0;
  let count = 0;
  for await (const { name: found, expiresAt } of store.list()) {
    expect(found).toBe(`person-${expiresAt}`);
    sum += Number(expiresAt);
    count += 1;
    if (count % 25_000 === 0) heaps.push(used());
  }
  // All of them once: no other 100,000 different numbers of 1 to 100,000 have this sum and these names.
  expect([count, sum]).toEqual([100_000, (100_000 * 100_001) / 2]);
  expect(Math.max(...asked.map(({ rows }) => rows))).toBe(100);
  // The bodies alone have 100 MB.
  expect(Math.max(...heaps) - before).toBeLessThan(30 * 2 ** 20);
});

test('a listing by prefix looks at what begins with it and at nothing else', async () => {
  await using processes = await openProcesses();
  const [pool] = processes.pools;
  await plant(pool, processes.credentials, 5000);
  const { database, asked } = watched(pool);
  const names = await namesIn(postgresStore(database, processes.tables), 'person-12');
  expect(names).toHaveLength(111);
  for (const { text, params } of asked) {
    const { rows } = await pool.query(`explain ${text}`, [...params]);
    expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toMatch(/^(?![^]*Seq Scan)[^]*Index Scan[^]*Index Cond/);
  }
});

test('what is written and removed during a listing is no fault, and nothing else is left out or comes twice', async () => {
  await using processes = await openProcesses();
  const [store, other] = processes.stores;
  await plant(processes.pools[0], processes.credentials, 1000);
  const found: string[] = [];
  for await (const { name: one } of store.list()) {
    found.push(one);
    if (found.length === 150) {
      await other.remove('person-999');
      await other.remove(found[0] ?? '');
      await other.write(found[1] ?? '', credential);
      await other.write('person-0', credential);
      await other.write('zoe', credential);
    }
  }
  const stayed = Array.from({ length: 998 }, (_, index) => `person-${index + 1}`);
  expect(new Set(found).size).toBe(found.length);
  expect(stayed.filter((one) => !found.includes(one))).toEqual([]);
  expect(found).toContain('zoe');
  expect(found).not.toContain('person-999');
});

test.each([
  ['a name that no store wrote', `update T set name = 'Zo\\EB'`],
  ['a name with another spelling of a letter', `update T set name = '\\0061lice'`],
  ['a body that is no JSON', `update T set body = 'garbage'`],
  ['a body that is another’s', `update T set body = '{"name":"canary-body"}'`],
  ['a body that is empty', `update T set body = ''`],
])('%s is damage, and shows nothing of itself', async (_, statement) => {
  await using processes = await openProcesses();
  const [store, other] = processes.stores;
  await store.write('alice', { ...credential, token: 'canary-token' });
  await processes.pools[0].query(statement.replace('T', processes.credentials));
  await expect(namesIn(other)).rejects.toMatchObject({
    code: 'STORE_DAMAGED',
    message: expect.not.stringMatching(/canary|Zo|alice/),
  });
});

test.each(["'Zoë'", "''", "E'a\\nb'", 'null'])(
  'the table takes no name that the store could not list: %s',
  async (text) => {
    await using processes = await openProcesses();
    const [pool] = processes.pools;
    const insert = `insert into ${processes.credentials} values (${text}, md5('x')::uuid, '{}')`;
    await expect(pool.query(insert)).rejects.toMatchObject({ code: expect.stringMatching(/^23(?:502|514)$/) });
  },
);
