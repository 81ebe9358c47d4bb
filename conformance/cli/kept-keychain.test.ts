import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { type CommandWorld, openWorld } from './command.js';
import { failureOf, filesLike, signIn, spoil } from './kept.js';

/** Milliseconds in which even a busy machine starts a command and a process besides. */
const SOON = 10_000;

/** The bus of a session that takes every call, and answers none. */
async function openSilentBus(world: CommandWorld): Promise<AsyncDisposable & { readonly env: Record<string, string> }> {
  const path = join(world.home, 'bus');
  const sockets = new Set<{ destroy(): void }>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).resume();
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  return { env: { DBUS_SESSION_BUS_ADDRESS: `unix:path=${path}` }, [Symbol.asyncDispose]: close };
}

/** How many processes there are that were told of this world's bus. */
async function countAsking({ home }: CommandWorld): Promise<number> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && name !== `${process.pid}`);
  const environs = await Promise.all(ids.map((id) => readFile(`/proc/${id}/environ`, 'utf8').catch(() => '')));
  return environs.filter((environ) => environ.includes(join(home, 'bus'))).length;
}

/** Has the record of a vault say that its key is in the keychain. */
async function sayKeychain(world: CommandWorld): Promise<void> {
  const [[, bytes] = []] = await filesLike(world, /vault\.json$/);
  const record = z.looseObject({}).parse(JSON.parse(bytes?.toString() ?? ''));
  await spoil(world, /vault\.json$/, JSON.stringify({ ...record, sealedWith: 'keychain' }));
}

test('a keychain that never answers is given up, and the files are sealed with a key file', async () => {
  await using world = await openWorld();
  await using bus = await openSilentBus(world);
  const login = await signIn(world, bus);
  expect(login.stdout).toContain('sealed with a key file');
  expect(login.took).toBeGreaterThan(300);
  expect(login.took).toBeLessThan(SOON);
  expect(await countAsking(world)).toBe(0);
  expect(await world.run(['whoami'], bus)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('sealed with a key file'),
  });
});

test('with TICKETSTUB_PASSPHRASE it is the passphrase that a silent keychain leaves', async () => {
  await using world = await openWorld();
  await using bus = await openSilentBus(world);
  const env = { ...bus.env, TICKETSTUB_PASSPHRASE: 'a lamp in the attic' };
  expect((await signIn(world, { env })).stdout).toContain('sealed with TICKETSTUB_PASSPHRASE');
  expect(await filesLike(world, /\.key$/)).toEqual([]);
});

test('a key in a keychain that never answers is told soon, and nothing is changed', async () => {
  await using world = await openWorld();
  await signIn(world);
  await sayKeychain(world);
  await using bus = await openSilentBus(world);
  const before = await world.files();
  for (const args of [['whoami'], ['token'], ['logout'], ['login', '--with-token']]) {
    const stdin = world.standIn.people.alice.token;
    const failed = await world.run([...args, '--json'], { ...bus, stdin });
    expect(failed).toMatchObject({ code: 1, stdout: '' });
    expect(failed.took).toBeLessThan(SOON);
    expect(failureOf(failed)).toMatchObject({ code: 'KEYCHAIN_UNAVAILABLE', next: expect.stringContaining('unlock') });
  }
  expect(await countAsking(world)).toBe(0);
  expect(await world.files()).toEqual(before);
});

test.each([
  ['no bus', {}],
  ['a bus that is gone', { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere/bus' }],
  ['an address that is none', { DBUS_SESSION_BUS_ADDRESS: 'nonsense' }],
])('with %s a sign-in is kept in files, and a key in a keychain cannot be had', async (_, env) => {
  await using world = await openWorld();
  expect((await signIn(world, { env })).stdout).toContain('sealed with a key file');
  await sayKeychain(world);
  const failed = await world.run(['whoami', '--json'], { env });
  expect(failed.code).toBe(1);
  expect(failureOf(failed).code).toBe('KEYCHAIN_UNAVAILABLE');
  expect((await world.run(['logout', '--keep-device'], { env })).code).toBe(0);
});

test('Ctrl-C while a keychain does not answer ends it at once, and leaves nothing', async () => {
  await using world = await openWorld();
  await using bus = await openSilentBus(world);
  const login = world.start(['login', '--with-token'], { ...bus, stdin: world.standIn.people.alice.token });
  while ((await countAsking(world)) < 2);
  login.child.kill('SIGINT');
  expect(await login.ended).toMatchObject({ code: 130, stdout: '', stderr: '' });
  expect(await countAsking(world)).toBe(0);
  expect(await world.files()).toEqual(new Map());
});

test('neither a token nor a passphrase of the environment is passed on to whoever asks the keychain', async () => {
  await using world = await openWorld();
  await using bus = await openSilentBus(world);
  const passphrase = 'a lamp in the attic';
  const login = world.start(['login', '--with-token'], {
    env: { ...bus.env, TICKETSTUB_PASSPHRASE: passphrase },
    stdin: world.standIn.people.alice.token,
  });
  while ((await countAsking(world)) < 2);
  const children = await readFile(`/proc/${login.child.pid}/task/${login.child.pid}/children`, 'utf8');
  const environs = await Promise.all(
    children
      .trim()
      .split(' ')
      .map((id) => readFile(`/proc/${id}/environ`, 'utf8').catch(() => '')),
  );
  expect(environs.join('')).toContain('DBUS_SESSION_BUS_ADDRESS');
  expect(environs.join('')).not.toContain(passphrase);
  expect((await login.ended).code).toBe(0);
});
