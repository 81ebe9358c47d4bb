import { inspect } from 'node:util';
import type { Credential, CredentialStore } from '@ticketstub/sdk';
import { postgresStore } from '@ticketstub/sdk/postgres';
import { describe, expect, test } from 'vitest';
import { startPostgres } from './postgres-server.js';
import { openProcesses, theServer, untilWaiting, usePostgres } from './postgres-world.js';

usePostgres();

const SECRET = 'canary-of-the-store';
// The token comes first: PostgreSQL shows no more than 64 characters of a row’s text.
const credential: Credential = { token: SECRET, schema: 1, kind: 'account-token', clientID: 'an-installation' };

/** What a call ends with, and all that can be seen of it. */
async function failureOf(work: Promise<unknown>): Promise<{ error: unknown; shown: string }> {
  const error: unknown = await work.then(
    () => new Error('it did not fail'),
    (reason: unknown) => reason,
  );
  const text = error instanceof Error ? `${error.message}${error.stack}${JSON.stringify(error.cause)}` : '';
  return { error, shown: `${text}${inspect(error, { depth: 9, showHidden: true })}${JSON.stringify(error)}` };
}

async function countOf(store: CredentialStore): Promise<number> {
  let count = 0;
  for await (const _ of store.list()) count += 1;
  return count;
}

/** Everything that can be asked of a store, each in the same state. */
const calls: Readonly<Record<string, (store: CredentialStore, signal?: AbortSignal) => Promise<unknown>>> = {
  read: (store, signal) => store.read('alice', { signal }),
  write: (store, signal) => store.write('alice', credential, { signal }),
  'first write': (store, signal) => store.write('bruno', credential, { ifVersion: null, signal }),
  remove: (store, signal) => store.remove('carla', { signal }),
  lease: (store, signal) => store.lease('alice', 60_000, { signal }),
  async list(store, signal) {
    for await (const _ of store.list({ signal })) continue;
  },
};

describe('a database that goes away', () => {
  test('in the midst of a statement is an error; the next one works', async () => {
    await using processes = await openProcesses();
    const [store, other] = processes.stores;
    await store.write('alice', credential);
    const session = theServer().pool({ max: 1 });
    await session.query(`begin; lock table ${processes.credentials}, ${processes.leases} in access exclusive mode`);
    const asked = Object.values(calls).map((call) => failureOf(call(store)));
    await untilWaiting(session, asked.length);
    await session.query('select pg_terminate_backend(pid) from pg_locks where not granted');
    for (const { error, shown } of await Promise.all(asked)) {
      expect(error).toMatchObject({
        code: 'STORE_FAILED',
        cause: { code: '57P01', message: '57P01: the database ended the connection' },
      });
      expect(shown).not.toContain(SECRET);
    }
    await session.query('rollback');
    for (const call of Object.values(calls)) await call(store);
    await expect(other.read('alice')).resolves.toMatchObject({ credential });
  });

  test('is never a store with nothing in it, and has all that was written when it is back', async () => {
    await using own = await startPostgres();
    const [pool, another] = [own.pool(), own.pool()];
    const [store, other] = [postgresStore(pool), postgresStore(another)];
    await store.migrate();
    const versions: string[] = [];
    for (let index = 0; index < 50; index += 1) versions.push(await store.write(`person-${index}`, credential));
    await store.lease('alice', 3_600_000);
    await other.read('alice');
    await own.crash();
    for (const call of [...Object.values(calls), () => store.migrate()]) {
      const { error, shown } = await failureOf(call(store));
      expect(error).toMatchObject({ code: 'STORE_FAILED', cause: { message: expect.any(String) } });
      expect(shown).not.toContain(SECRET);
    }
    await own.restart();
    await store.migrate();
    expect(await countOf(other)).toBe(50);
    for (const [index, version] of versions.entries())
      await expect(other.read(`person-${index}`)).resolves.toEqual({ credential, version });
    await expect(other.lease('alice', 60_000)).resolves.toBeUndefined();
  });

  test('says which role or database it does not know, and nothing of a password', async () => {
    const password = SECRET;
    const pools = [{ user: 'nobody_of_ours' }, { database: 'none_of_ours' }].map((one) =>
      theServer().pool({ ...one, password }),
    );
    const failures = await Promise.all(pools.map((pool) => failureOf(postgresStore(pool).read('alice'))));
    expect(failures.map(({ error }) => error)).toMatchObject([
      { code: 'STORE_FAILED', cause: { code: '28000', message: '28000: the database does not let this role in' } },
      { code: 'STORE_FAILED', cause: { code: '3D000', message: '3D000: there is no database of this name' } },
    ]);
    for (const { shown } of failures) expect(shown).not.toContain(SECRET);
  });
});

describe('an error', () => {
  test.each([
    ['a constraint that somebody added', '23514', 'alter table T add check (length(body) < 9) not valid'],
    [
      'a trigger that tells everything',
      'P0001',
      `create function tell() returns trigger language plpgsql as
        $$ begin raise exception '%', new.body using detail = new.body, hint = new.body; end $$;
      create trigger tell before insert or update on T for each row execute function tell()`,
    ],
    ['a column that is gone', '42703', 'alter table T drop column body'],
    ['a standby', '25006', 'alter role ticketstub set default_transaction_read_only = on'],
  ])('of %s shows nothing of what is stored', async (_, code, statement) => {
    await using processes = await openProcesses();
    const [store] = processes.stores;
    const version = await store.write('alice', credential);
    const own = theServer().pool();
    try {
      await own.query(statement.replaceAll(' T ', ` ${processes.credentials} `));
      const fresh = postgresStore(theServer().pool(), processes.tables);
      const { error, shown } = await failureOf(fresh.write('alice', credential, { ifVersion: version }));
      expect(error).toMatchObject({ code: 'STORE_FAILED', operation: 'credentialStore.write', cause: { code } });
      expect(shown).not.toContain(SECRET);
      expect(shown).not.toContain('alice');
    } finally {
      await own.query('set default_transaction_read_only = off; alter role ticketstub reset all');
    }
  });

  test('tells that a trigger has swallowed a write', async () => {
    await using processes = await openProcesses();
    const [store, other] = processes.stores;
    await processes.pools[0].query(`create function swallow() returns trigger language plpgsql as
      $$ begin return null; end $$;
      create trigger swallow before insert on ${processes.credentials} for each row execute function swallow()`);
    await expect(store.write('alice', credential)).rejects.toMatchObject({
      code: 'STORE_FAILED',
      cause: { message: 'a trigger or a rule kept the row from being written' },
    });
    await expect(other.read('alice')).resolves.toBeUndefined();
  });
});

test.each(Object.entries(calls))('whoever leaves %s while the database is busy is gone at once', async (_, call) => {
  await using processes = await openProcesses();
  const [store] = processes.stores;
  await store.write('alice', credential);
  const session = theServer().pool({ max: 1 });
  await session.query(`begin; lock table ${processes.credentials}, ${processes.leases} in access exclusive mode`);
  const left = new AbortController();
  const asked = call(store, left.signal);
  await untilWaiting(session, 1);
  left.abort(new Error('left'));
  // The lock is still held: nothing but the signal can have ended it.
  await expect(asked).rejects.toThrow('left');
  await session.query('rollback');
  await expect(store.read('alice')).resolves.toMatchObject({ credential: { clientID: 'an-installation' } });
});
