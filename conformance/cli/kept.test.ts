import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openWorld } from './command.js';
import { failureOf, filesLike, folderOf, learnToken, namesKept, signIn, signInDevice } from './kept.js';

test('without a keychain a sign-in is kept in files sealed with a key file, and whoami says so', async () => {
  await using world = await openWorld();
  const login = await signIn(world);
  const whoami = await world.run(['whoami']);
  for (const { stdout, stderr } of [login, whoami]) {
    expect(stdout).toContain('sealed with a key file');
    expect(stderr).toBe('');
  }
  expect(JSON.parse((await world.run(['whoami', '--json'])).stdout)).toMatchObject({
    from: 'vault',
    sealedWith: 'key-file',
  });
  expect(await learnToken(world)).toBe(world.standIn.people.alice.token);
});

test('what is kept is for its owner alone', async () => {
  await using world = await openWorld();
  await signIn(world);
  const modes = await Promise.all(
    [...(await world.files()).keys()].map(async (path) => (await stat(join(world.home, path))).mode & 0o777),
  );
  expect(new Set(modes)).toEqual(new Set([0o600]));
  for (const folder of ['', 'credentials', 'credentials/credentials'])
    expect((await stat(join(folderOf(world), folder))).mode & 0o777).toBe(0o700);
});

test('a JWT and the key that gets it are kept sealed, too', async () => {
  await using world = await openWorld();
  const jwt = await signInDevice(world);
  expect(jwt.split('.')).toHaveLength(3);
  expect(await namesKept(world)).toEqual(['device of default', 'profile default/key']);
  const contents = Buffer.concat((await filesLike(world, /jsonl$/)).map(([, bytes]) => bytes)).toString();
  // What is sealed lies open for nobody: neither the private member of the key nor the JWT's first part.
  expect(contents).not.toMatch(/"d":|"jwk"|"token"|"eyJ/);
});

const PASSPHRASE = { TICKETSTUB_PASSPHRASE: 'a lamp in the attic, lit' };

test('a passphrase seals the files, and no key lies beside them', async () => {
  await using world = await openWorld();
  world.secrets.add(PASSPHRASE.TICKETSTUB_PASSPHRASE);
  await signIn(world, { env: PASSPHRASE });
  const whoami = await world.run(['whoami'], { env: PASSPHRASE });
  expect(whoami.stdout).toContain('sealed with TICKETSTUB_PASSPHRASE');
  expect(await filesLike(world, /\.key$/)).toEqual([]);
  expect(await learnToken(world, { env: PASSPHRASE })).toBe(world.standIn.people.alice.token);
});

test.each([
  ['no passphrase', {}, 'PASSPHRASE_REQUIRED'],
  ['an empty passphrase', { TICKETSTUB_PASSPHRASE: '' }, 'PASSPHRASE_REQUIRED'],
  ['another passphrase', { TICKETSTUB_PASSPHRASE: 'a lamp in the cellar' }, 'PASSPHRASE_WRONG'],
])('with %s nothing opens, nothing is changed, and nobody is asked', async (_, env, code) => {
  await using world = await openWorld();
  await signIn(world, { env: PASSPHRASE });
  const before = await world.files();
  const asked = world.standIn.control.requests().length;
  for (const args of [['whoami'], ['token'], ['logout'], ['login', '--with-token'], ['login', '--code', '--device']]) {
    const failed = await world.run([...args, '--json'], { env, stdin: world.standIn.people.bruno.token });
    expect(failed).toMatchObject({ code: 1, stdout: '' });
    expect(failureOf(failed)).toMatchObject({ code, next: expect.stringContaining('TICKETSTUB_PASSPHRASE') });
  }
  expect(await world.files()).toEqual(before);
  expect(world.standIn.control.requests()).toHaveLength(asked);
  expect((await world.run(['whoami'], { env: PASSPHRASE })).code).toBe(0);
});

test('a passphrase is the same however its letters are written', async () => {
  await using world = await openWorld();
  await signIn(world, { env: { TICKETSTUB_PASSPHRASE: 'caf\u00E9 lamp' } });
  expect((await world.run(['whoami'], { env: { TICKETSTUB_PASSPHRASE: 'cafe\u0301 lamp' } })).code).toBe(0);
});

test('without the passphrase somebody can still give up what is kept under a profile, and that alone', async () => {
  await using world = await openWorld();
  await signIn(world, { env: PASSPHRASE });
  await signIn(world, { env: { ...PASSPHRASE, TICKETSTUB_PROFILE: 'other' } });
  expect((await world.run(['logout', '--keep-device'])).code).toBe(0);
  expect((await world.run(['whoami'], { env: PASSPHRASE })).code).toBe(4);
  expect((await world.run(['whoami', '--profile', 'other'], { env: PASSPHRASE })).code).toBe(0);
  expect((await world.run(['logout', '--keep-device'])).code).toBe(4);
});

test('a folder of one’s own is used in place of the usual one', async () => {
  await using world = await openWorld();
  const env = { TICKETSTUB_CONFIG_DIR: join(world.home, 'own') };
  await signIn(world, { env });
  expect([...(await world.files()).keys()].every((path) => path.startsWith('own/'))).toBe(true);
  expect((await world.run(['whoami'])).code).toBe(4);
});

test.each([
  ['an absolute path, used', (home: string) => join(home, 'xdg'), 'xdg/ticketstub/'],
  ['a relative path, ignored', () => 'xdg', '.config/ticketstub/'],
  ['empty, ignored', () => '', '.config/ticketstub/'],
])('XDG_CONFIG_HOME is %s', async (_, path, folder) => {
  await using world = await openWorld();
  await signIn(world, { env: { XDG_CONFIG_HOME: path(world.home) } });
  expect([...(await world.files()).keys()].every((file) => file.startsWith(folder))).toBe(true);
});
