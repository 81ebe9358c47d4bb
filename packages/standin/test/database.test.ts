import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { migrate, migrations } from '../src/db/migrations.js';
import { type Connection, openConnection } from '../src/db/open.js';
import { startStandIn } from '../src/index.js';
import { askPlexTv, askServer, at, signIn, textAt, transientToken } from './asking.js';

async function file(name = 'standin.sqlite'): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'standin-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return join(folder, name);
}

test('what was answered is still there when the file is opened again', async () => {
  const database = await file();
  const first = await startStandIn({ listen: false, database });
  const { alice, bruno, dana } = first.people;
  const token = textAt(await (await signIn(first, { login: dana.email, password: dana.password })).json(), 'authToken');
  const made = await transientToken(first, alice.token);
  await askPlexTv(first, '/users/signout', { method: 'DELETE', token: bruno.token });
  first.control.advanceClock(40 * 3_600_000);
  const client = 'a-program';
  const pin: unknown = await (await askPlexTv(first, '/pins', { method: 'POST', client })).json();
  first.control.claimPin({ code: textAt(pin, 'code'), person: 'dana' });
  const moved = first.clock.now();
  await first.close();

  const second = await startStandIn({ listen: false, database });
  onTestFinished(() => second.close());
  expect(second.clock.now()).toBeGreaterThanOrEqual(moved);
  expect(second.people.alice).toMatchObject({ token: alice.token, serverTokens: alice.serverTokens });
  expect((await askPlexTv(second, '/user', { token })).status).toBe(200);
  expect((await askServer(second, '/', { token: made })).status).toBe(200);
  expect(await (await askPlexTv(second, `/pins/${String(at(pin, 'id'))}`, { client })).json()).toMatchObject({
    ...Object(pin),
    expiresIn: expect.any(Number),
    authToken: expect.any(String),
    newRegistration: false,
  });
  expect((await askPlexTv(second, '/user', { token: bruno.token })).status).toBe(401);
  expect((await askPlexTv(second, '/user', { token: second.people.bruno.token })).status).toBe(200);
});

test('what was committed survives a process that never closed the file', async () => {
  const database = await file();
  const first = await startStandIn({ listen: false, database });
  onTestFinished(() => first.close());
  const { dana } = first.people;
  const token = textAt(await (await signIn(first, { login: dana.email, password: dana.password })).json(), 'authToken');
  const second = await startStandIn({ listen: false, database });
  onTestFinished(() => second.close());
  expect((await askPlexTv(second, '/user', { token })).status).toBe(200);
});

test('a file that was seeded with other people is refused by name', async () => {
  const database = await file();
  await (await startStandIn({ listen: false, database })).close();
  const seed = { people: {}, servers: [] };
  await expect(startStandIn({ listen: false, database, seed })).rejects.toMatchObject({
    code: 'DATABASE_SEEDED_OTHERWISE',
  });
});

test('a file of a newer release is refused by name, and left alone', async () => {
  const database = await file();
  await (await startStandIn({ listen: false, database })).close();
  const version = migrations.length + 1;
  const connection = openConnection(database);
  connection.exec(`PRAGMA user_version = ${version}`);
  connection.close();
  const failure = startStandIn({ listen: false, database });
  await expect(failure).rejects.toMatchObject({ code: 'DATABASE_NEWER' });
  await expect(failure).rejects.toThrow(`schema version ${version}`);
});

test('an older file is brought up to date, one step at a time, and keeps what it holds', async () => {
  const connection = openConnection(await file());
  onTestFinished(() => connection.close());
  const released = ['CREATE TABLE notes (text TEXT)'];
  migrate(connection, released);
  connection.exec(`INSERT INTO notes VALUES ('kept')`);
  const next = [
    ...released,
    `ALTER TABLE notes ADD COLUMN colour TEXT DEFAULT 'red'`,
    `UPDATE notes SET colour = 'blue'`,
  ];
  migrate(connection, next);
  migrate(connection, next);
  expect({ ...Object(connection.prepare('SELECT * FROM notes').get()) }).toEqual({ text: 'kept', colour: 'blue' });
  expect(Object(connection.prepare('PRAGMA user_version').get())).toMatchObject({ user_version: 3 });
});

test('another program’s database and a file that is no database are refused', async () => {
  const foreign = await file('foreign.sqlite');
  const connection = openConnection(foreign);
  connection.exec('CREATE TABLE theirs (x)');
  connection.close();
  await expect(startStandIn({ database: foreign })).rejects.toMatchObject({ code: 'DATABASE_FOREIGN' });
  const text = await file('notes.txt');
  await writeFile(text, 'this is no database, it only lies where one was expected to be');
  await expect(startStandIn({ database: text })).rejects.toMatchObject({ code: 'DATABASE_UNREADABLE' });
});

test('a damaged file is refused by name', async () => {
  const database = await file();
  await (await startStandIn({ listen: false, database })).close();
  const bytes = await readFile(database);
  expect(bytes.length).toBeGreaterThan(8192);
  const damaged = await file('damaged.sqlite');
  await writeFile(damaged, bytes.fill(0x5a, 4096));
  const failure = startStandIn({ listen: false, database: damaged });
  await expect(failure).rejects.toMatchObject({ code: 'DATABASE_UNREADABLE' });
  await expect(failure).rejects.toThrow(damaged);
});

test('a file copied after the close holds everything', async () => {
  const database = await file();
  const first = await startStandIn({ listen: false, database });
  await first.close();
  const copy = await file('copy.sqlite');
  await copyFile(database, copy);
  const second = await startStandIn({ listen: false, database: copy });
  onTestFinished(() => second.close());
  expect(second.people.alice.token).toBe(first.people.alice.token);
});

test('what was read is asked for again once anything was written, here, elsewhere or taken back', async () => {
  const database = await file();
  const [here, elsewhere] = [openConnection(database), openConnection(database)];
  onTestFinished(() => [here, elsewhere].forEach((connection) => connection.close()));
  here.exec('CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT)');
  const [insert, change] = [
    here.prepare('INSERT INTO notes (text) VALUES (?) RETURNING id'),
    'UPDATE notes SET text = ',
  ];
  const select = here.prepare('SELECT text FROM notes WHERE id = ?');
  let asked = 0;
  const textOf = here.remember((id: number) => {
    asked += 1;
    const row: unknown = select.get(id);
    return row === undefined ? undefined : textAt(row, 'text');
  });
  expect([textOf(1), textOf(1), asked]).toEqual([undefined, undefined, 1]);
  insert.get('one');
  expect([textOf(1), textOf(1), textOf(2), asked]).toEqual(['one', 'one', undefined, 3]);
  elsewhere.exec(`${change}'two'`);
  expect([textOf(1), textOf(1), asked]).toEqual(['two', 'two', 4]);
  here.exec('BEGIN');
  here.prepare(`${change}?`).run('three');
  expect(textOf(1)).toBe('three');
  here.exec('ROLLBACK');
  expect(textOf(1)).toBe('two');
});

test('a reader does not remember without end', async () => {
  const connection = openConnection(await file());
  onTestFinished(() => connection.close());
  let asked = 0;
  const read = connection.remember((key: number) => {
    asked += 1;
    return key;
  });
  for (let key = 0; key <= 1_000; key += 1) read(key);
  read(0);
  expect(asked).toBe(1_002);
});

test('two processes that open a new file at once agree on what is in it', async () => {
  const database = await file();
  const steps = ['CREATE TABLE notes (text TEXT)'];
  const [late, early] = [openConnection(database), openConnection(database)];
  onTestFinished(() => [late, early].forEach((connection) => connection.close()));
  // The late one has looked at the file before the early one is done with it.
  const overtaken: Connection = {
    exec(sql) {
      if (sql.startsWith('BEGIN')) migrate(early, steps);
      late.exec(sql);
    },
    prepare: (sql) => late.prepare(sql),
    close: () => late.close(),
    remember: (read) => late.remember(read),
  };
  migrate(overtaken, steps);
  expect(Object(late.prepare('PRAGMA user_version').get())).toMatchObject({ user_version: 1 });
});
