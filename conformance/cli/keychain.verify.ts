import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { openWorld } from './command.js';
import { KeyringSession } from './keyring.js';
import { failureOf, filesLike, learnToken, namesKept, signIn, signInDevice } from './kept.js';

/** Milliseconds in which even a busy machine starts a command and a process besides. */
const SOON = 10_000;

/** The keys that the kernel shows this process and those it starts. */
async function kernelKeys(): Promise<string> {
  return readFile('/proc/keys', 'utf8').catch(() => '');
}

test('in a session with a Secret Service the key is kept there, and another process finds it', async () => {
  await using session = await KeyringSession.open();
  const { env } = session;
  await using world = await openWorld();
  const login = await signIn(world, { env });
  const whoami = await world.run(['whoami'], { env });
  for (const { stdout } of [login, whoami]) expect(stdout).toContain('sealed with a key in the Secret Service');
  const { stdout } = await world.run(['whoami', '--json'], { env });
  expect(JSON.parse(stdout)).toMatchObject({ from: 'vault', sealedWith: 'keychain' });
  expect(await learnToken(world, { env })).toBe(world.standIn.people.alice.token);
  expect(await filesLike(world, /\.key$/)).toEqual([]);
  const { names, secrets } = await session.shown();
  const record = (await filesLike(world, /vault\.json$/))[0]?.[1].toString();
  expect(JSON.parse(record ?? '')).toMatchObject({ id: names[0], sealedWith: 'keychain' });
  expect(names).toHaveLength(1);
  expect(world.holdsSecret(secrets)).toBe(false);
  expect(await kernelKeys()).not.toContain('ticketstub');
});

test('a bus without a Secret Service is no keychain: not the kernel’s either', async () => {
  await using session = await KeyringSession.open({ keyring: false });
  const { env } = session;
  await using world = await openWorld();
  const login = await signIn(world, { env });
  expect(login.stdout).toContain('sealed with a key file');
  expect(login.took).toBeLessThan(SOON);
  expect(await kernelKeys()).not.toContain('ticketstub');
});

test('from outside the session the key cannot be had, and from inside it can', async () => {
  await using session = await KeyringSession.open();
  const { env } = session;
  await using world = await openWorld();
  await signIn(world, { env });
  const before = await world.files();
  const outside = await world.run(['whoami', '--json']);
  expect(failureOf(outside)).toMatchObject({ code: 'KEYCHAIN_UNAVAILABLE', next: expect.stringContaining('session') });
  expect((await world.run(['whoami'], { env: { PLEX_TOKEN: world.standIn.people.bruno.token } })).code).toBe(0);
  expect(await world.files()).toEqual(before);
  expect((await world.run(['whoami'], { env })).code).toBe(0);
});

test('a keyring that is locked is given up, and a first sign-in goes to files', async () => {
  await using session = await KeyringSession.open();
  const { env } = session;
  await using world = await openWorld();
  await using fresh = await openWorld();
  await signIn(world, { env });
  const before = await world.files();
  await session.lock();
  const whoami = await world.run(['whoami', '--json'], { env });
  expect(whoami).toMatchObject({ code: 1, stdout: '' });
  expect(whoami.took).toBeLessThan(SOON);
  expect(failureOf(whoami)).toMatchObject({ code: 'KEYCHAIN_UNAVAILABLE', next: expect.stringContaining('unlock it') });
  expect((await signIn(fresh, { env })).stdout).toContain('sealed with a key file');
  expect(await world.files()).toEqual(before);
});

test('a keyring that stands still is given up, and is asked again when it goes on', async () => {
  await using session = await KeyringSession.open();
  const { env } = session;
  await using world = await openWorld();
  await signIn(world, { env });
  session.hold(true);
  const whoami = await world.run(['whoami', '--json'], { env });
  expect(whoami.took).toBeLessThan(SOON);
  expect(failureOf(whoami).code).toBe('KEYCHAIN_UNAVAILABLE');
  session.hold(false);
  expect((await world.run(['whoami'], { env })).code).toBe(0);
});

test('a key that the keyring has lost is lost: logout --keep-device makes way for another', async () => {
  await using session = await KeyringSession.open();
  await using other = await KeyringSession.open();
  const { env } = other;
  await using world = await openWorld();
  await signIn(world, { env: session.env });
  const whoami = await world.run(['whoami', '--json'], { env });
  expect(failureOf(whoami)).toMatchObject({
    code: 'VAULT_KEY_MISSING',
    next: expect.stringContaining('logout --keep-device'),
  });
  expect((await world.run(['logout', '--keep-device'], { env })).code).toBe(0);
  expect((await signIn(world, { env })).stdout).toContain('in the Secret Service');
  expect((await world.run(['whoami'], { env })).code).toBe(0);
});

test('two first sign-ins at once leave one key, and ten commands at once get it', async () => {
  await using session = await KeyringSession.open();
  const { env } = session;
  await using world = await openWorld();
  const { alice, bruno } = world.standIn.people;
  const logins = await Promise.all(
    [alice, bruno].map(async ({ token }, index) =>
      world.run(['login', '--with-token', '--profile', `p${index}`], { env, stdin: token }),
    ),
  );
  expect(logins.map(({ code }) => code)).toEqual([0, 0]);
  expect((await session.shown()).names).toHaveLength(1);
  expect(await namesKept(world)).toEqual(['device of p0', 'device of p1', 'profile p0/account', 'profile p1/account']);
  const ended = await Promise.all(
    Array.from({ length: 10 }, async (_, index) => world.run(['whoami', '--profile', `p${index % 2}`], { env })),
  );
  expect(ended.map(({ code, stderr }) => [code, stderr])).toEqual(Array.from({ length: 10 }, () => [0, '']));
});

test('with a passphrase besides, it is the keychain that is asked', async () => {
  await using session = await KeyringSession.open();
  const { env } = session;
  await using world = await openWorld();
  const both = { ...env, TICKETSTUB_PASSPHRASE: 'a lamp in the attic' };
  expect((await signIn(world, { env: both })).stdout).toContain('in the Secret Service');
  expect((await world.run(['whoami'], { env })).code).toBe(0);
});

test('a device and its JWT are kept behind the same key', async () => {
  await using session = await KeyringSession.open();
  const { env } = session;
  await using world = await openWorld();
  const jwt = await signInDevice(world, { env });
  expect(jwt.split('.')).toHaveLength(3);
  expect(world.holdsSecret((await session.shown()).secrets)).toBe(false);
  expect((await world.run(['logout'], { env })).code).toBe(0);
});
