import { setImmediate as turn } from 'node:timers/promises';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { postgresStore, type PostgresStore, type Queryable } from '../src/postgres.js';
import { rejection } from './scene.js';

const SECRET = 'canary-of-the-database';
const credential = { schema: 1, kind: 'account-token', clientID: 'an-installation', token: SECRET };
const VERSION = '00000000-0000-4000-8000-000000000000';

/** A database that answers each statement as it is told, the last answer for good. */
function database(
  ...answers: readonly (unknown[] | Error | Promise<never>)[]
): Queryable & { readonly sent: string[][] } {
  const sent: string[][] = [];
  const query: Queryable['query'] = async (text, params) => {
    sent.push([text, ...params]);
    const answer = answers[Math.min(sent.length, answers.length) - 1] ?? [];
    if (answer instanceof Error) throw answer;
    return { rows: await answer };
  };
  return { query, sent };
}

/** What `pg` rejects with: the words of the server, which may show a whole row. */
function refusal(code: string): Error {
  const told = { code, detail: `Failing row contains (${SECRET}).`, where: SECRET, internalQuery: SECRET };
  return Object.assign(new Error(`the row ${SECRET} is refused`, { cause: new Error(SECRET) }), told);
}

/** The names in a listing, whatever it was asked with. */
async function listed(store: PostgresStore, ...asked: unknown[]): Promise<string[]> {
  const names: string[] = [];
  const listing: ReturnType<PostgresStore['list']> = Reflect.apply(Reflect.get(store, 'list'), store, asked);
  for await (const { name } of listing) names.push(name);
  return names;
}

const calls: Readonly<Record<string, (store: PostgresStore, signal?: AbortSignal) => Promise<unknown>>> = {
  read: (store, signal) => store.read('alice', { signal }),
  write: (store, signal) => store.write('alice', credential, { signal }),
  'write where nothing is': (store, signal) => store.write('alice', credential, { ifVersion: null, signal }),
  'write over a version': (store, signal) => store.write('alice', credential, { ifVersion: VERSION, signal }),
  remove: (store, signal) => store.remove('alice', { signal }),
  'remove a version': (store, signal) => store.remove('alice', { ifVersion: VERSION, signal }),
  'remove nothing': (store, signal) => store.remove('alice', { ifVersion: null, signal }),
  lease: (store, signal) => store.lease('alice', 60_000, { signal }),
  migrate: (store, signal) => store.migrate({ signal }),
  list: (store, signal) => listed(store, { signal }),
};

describe('postgresStore takes', () => {
  test('no database that cannot be asked', () => {
    for (const wrong of [undefined, null, 'postgres://localhost', {}, { query: 'select' }])
      expect(() => Reflect.apply(postgresStore, undefined, [wrong])).toThrow(/^database.*: must be/);
  });

  test.each([
    'public"; drop table accounts; --',
    'two words',
    'with.dot',
    'naïve',
    '1st',
    'semi;',
    "quo'te",
    'back\\slash',
    'dollar$$',
    'line\n',
    'nul\0',
    'x'.repeat(64),
    7,
    null,
    ['a'],
  ])('no identifier that would need an escape: %j', (name) => {
    const asked = database();
    expect(() => Reflect.apply(postgresStore, undefined, [asked, { schema: name }])).toThrow(
      /^options.schema: must be/,
    );
    expect(() => Reflect.apply(postgresStore, undefined, [asked, { prefix: name }])).toThrow(
      /^options.prefix: must be/,
    );
    expect(asked.sent).toEqual([]);
  });

  test('a schema of 63 characters and a prefix of none or 40, but no more', () => {
    const asked = database();
    expect(() => postgresStore(asked, { schema: `_${'x'.repeat(62)}`, prefix: 'Y'.repeat(40) })).not.toThrow();
    expect(() => postgresStore(asked, { prefix: '' })).not.toThrow();
    expect(() => postgresStore(asked, { schema: '' })).toThrow('options.schema');
    expect(() => postgresStore(asked, { prefix: 'Y'.repeat(41) })).toThrow('options.prefix');
    expect(asked.sent).toEqual([]);
  });

  test.each<[string, (store: PostgresStore) => Promise<unknown>]>([
    ['name', (store) => store.read('')],
    ['name', (store) => store.remove('x'.repeat(513))],
    ['credential.schema', (store) => store.write('alice', { ...credential, schema: 0 })],
    ['ttl', (store) => store.lease('alice', 0)],
    ['ttl', (store) => store.lease('alice', Infinity)],
    ['prefix', async (store) => listed(store, { prefix: 7 })],
  ])('no wrong %s, and sends nothing', async (argument, call) => {
    const asked = database();
    await expect(rejection(call(postgresStore(asked)))).resolves.toMatchObject({ code: 'INVALID_ARGUMENT', argument });
    expect(asked.sent).toEqual([]);
  });

  test.each(['', '7', 'nul\0', `${VERSION} `, VERSION.replace('4', 'G'), '1; drop table accounts'])(
    'a version that nobody gave, %j, for one that is not there, and sends nothing',
    async (ifVersion) => {
      const asked = database([{ name: 'alice' }]);
      const store = postgresStore(asked);
      for (const work of [store.write('alice', credential, { ifVersion }), store.remove('alice', { ifVersion })])
        await expect(rejection(work)).resolves.toMatchObject({ code: 'STORE_CONFLICT' });
      expect(asked.sent).toEqual([]);
    },
  );
});

describe('what postgresStore sends', () => {
  test('is nothing before it is asked', () => {
    const asked = database();
    postgresStore(asked);
    expect(asked.sent).toEqual([]);
  });

  test.each(Object.entries(calls))('to %s has every value as a parameter', async (_, call) => {
    const asked = database([{ name: 'alice', version: VERSION, body: JSON.stringify(credential) }], []);
    await call(postgresStore(asked, { prefix: 'mine_' })).catch(() => {});
    expect(asked.sent.length).toBeGreaterThan(0);
    for (const [text] of asked.sent) {
      expect(text).toContain('"mine_');
      expect(text).not.toMatch(/alice|canary|60000|00000000-/);
    }
  });

  test('is plain ASCII', async () => {
    const asked = database([{ name: 'any' }]);
    await postgresStore(asked).write('Zoë\\🎟️\0\ud83c\n', { ...credential, name: 'Zoë\\🎟️\0\ud83c\n' });
    const [[, name = '', , body = ''] = []] = asked.sent;
    expect(name).toBe('Zo\\00eb\\005c\\d83c\\df9f\\fe0f\\0000\\d83c\\000a');
    expect(body).toMatch(/^[ -~]*$/);
    expect(JSON.parse(body)).toMatchObject({ name: 'Zoë\\🎟️\0\ud83c\n' });
  });
});

describe('a database that fails', () => {
  test.each(Object.entries(calls))('is STORE_FAILED for %s, and shows nothing but its code', async (_, call) => {
    for (const code of ['23514', 'ECONNREFUSED', 'ERR_SSL_WRONG_VERSION_NUMBER']) {
      const error = await rejection(call(postgresStore(database(refusal(code)))));
      expect(error).toMatchObject({ code: 'STORE_FAILED', cause: { code } });
      expect(`${inspect(error, { depth: 9, showHidden: true })}${JSON.stringify(error)}`).not.toContain(SECRET);
    }
  });

  test('is told by the code of what a wrapper wraps', async () => {
    const wrapped = Object.assign(new Error(`Failed query: ${SECRET}`, { cause: refusal('42P01') }), { code: SECRET });
    const error = await rejection(postgresStore(database(wrapped)).read('alice'));
    expect(error).toMatchObject({ cause: { message: '42P01: the tables are missing: call migrate() first' } });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(SECRET);
  });

  test.each([new Error(SECRET), SECRET, null, Object.assign(new Error(SECRET), { code: 42 })])(
    'without a code is STORE_FAILED too: %#',
    async (thrown) => {
      const error = await rejection(postgresStore({ query: () => Promise.reject(thrown) }).read('alice'));
      expect(error).toMatchObject({ code: 'STORE_FAILED', cause: { message: 'the driver failed without a code' } });
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(SECRET);
    },
  );

  test('before it has given a promise is STORE_FAILED too', async () => {
    const query = (): never => {
      throw refusal('08006');
    };
    await expect(rejection(postgresStore({ query }).read('alice'))).resolves.toMatchObject({
      code: 'STORE_FAILED',
      cause: { message: '08006: the connection was lost' },
    });
  });

  test.each([undefined, [], { rowCount: 0 }, { rows: null }, { rows: [['alice', 'body']] }, { rows: [null] }])(
    'to give rows by column is never one with nothing in it: %j',
    async (answer) => {
      const query = (): Promise<unknown> => Promise.resolve(answer);
      const store: PostgresStore = Reflect.apply(postgresStore, undefined, [{ query }]);
      for (const call of Object.values(calls))
        await expect(rejection(call(store))).resolves.toMatchObject({
          code: 'STORE_FAILED',
          cause: { message: 'the driver gave no rows by column' },
        });
    },
  );

  test.each([{}, { body: null, version: VERSION }, { body: JSON.stringify(credential), version: 7 }])(
    'to give texts is no store with nothing in it: %j',
    async (row) => {
      const error = await rejection(postgresStore(database([row])).read('alice'));
      expect(error).toMatchObject({ code: 'STORE_FAILED' });
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(SECRET);
    },
  );

  test('because of others is asked again, and not for ever', async () => {
    const stored = [{ name: 'alice', version: VERSION, body: JSON.stringify(credential) }];
    const busy = database(refusal('40001'), refusal('40P01'), stored);
    await expect(postgresStore(busy).read('alice')).resolves.toEqual({ credential, version: VERSION });
    expect(busy.sent).toHaveLength(3);
    const busier = database(refusal('40001'));
    await expect(rejection(postgresStore(busier).read('alice'))).resolves.toMatchObject({ cause: { code: '40001' } });
    expect(busier.sent).toHaveLength(100);
    const taken = database(refusal('42P07'));
    await expect(rejection(postgresStore(taken).migrate())).resolves.toMatchObject({ cause: { code: '42P07' } });
    expect(taken.sent).toHaveLength(3);
    const gone = database(refusal('57P01'), stored);
    await expect(rejection(postgresStore(gone).read('alice'))).resolves.toMatchObject({ cause: { code: '57P01' } });
    expect(gone.sent).toHaveLength(1);
  });
});

describe('whoever leaves', () => {
  test.each(Object.entries(calls))('before they %s has sent nothing', async (_, call) => {
    const asked = database([{ name: 'alice' }]);
    const reason = new Error('left');
    await expect(rejection(call(postgresStore(asked), AbortSignal.abort(reason)))).resolves.toBe(reason);
    expect(asked.sent).toEqual([]);
  });

  test.each(Object.entries(calls))('while they %s is gone at once', async (_, call) => {
    const asked = database(new Promise<never>(() => {}));
    const left = new AbortController();
    const outcome = rejection(call(postgresStore(asked), left.signal));
    const reason = new Error('left');
    left.abort(reason);
    await expect(outcome).resolves.toBe(reason);
    expect(asked.sent).toHaveLength(1);
  });

  test.each(Object.entries(calls))('while they %s has sent it for the last time', async (_, call) => {
    const sent: string[] = [];
    const left = new AbortController();
    const query: Queryable['query'] = async (text) => {
      sent.push(text);
      left.abort(new Error('left'));
      throw refusal('40001');
    };
    await expect(call(postgresStore({ query }), left.signal)).rejects.toThrow('left');
    await turn();
    expect(sent).toHaveLength(1);
  });

  test('gives back a lease that comes too late, and is told of no failure in that', async () => {
    const answers: ((rows: unknown[]) => void)[] = [];
    const sent: string[][] = [];
    const query: Queryable['query'] = async (text, params) => {
      sent.push([text, ...params]);
      return { rows: await new Promise<unknown[]>((resolve) => void answers.push(resolve)) };
    };
    const left = new AbortController();
    const outcome = rejection(postgresStore({ query }).lease('alice', 60_000, { signal: left.signal }));
    left.abort(new Error('left'));
    await outcome;
    answers[0]?.([{ name: 'alice' }]);
    await expect.poll(() => sent.length).toBe(2);
    const [[, , holder] = [], [text, ...params] = []] = sent;
    expect(text).toMatch(/^delete from "ticketstub_leases"/);
    expect(params).toEqual(['alice', holder]);
  });

  test('a listing between two credentials gets no more of them', async () => {
    const row = { name: 'alice', version: VERSION, body: JSON.stringify(credential) };
    const left = new AbortController();
    const names: string[] = [];
    const listing = (async () => {
      for await (const { name } of postgresStore(database([row, row])).list({ signal: left.signal })) {
        names.push(name);
        left.abort(new Error('left'));
      }
    })();
    await expect(listing).rejects.toThrow('left');
    expect(names).toEqual(['alice']);
  });
});

test('postgresStore shows nothing of its database when it is printed', () => {
  const pool = Object.assign(database(), { options: { password: SECRET } });
  const store = postgresStore(pool);
  expect(`${inspect(store, { depth: 9, showHidden: true })}${JSON.stringify(store)}`).not.toContain(SECRET);
});
