import { chmod, chown, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type CommandWorld, type How, openWorld } from './command.js';
import { failureOf, filesLike, learnToken, signIn } from './kept.js';

/** Whom no folder that is closed to them opens: not the administrator, whom every folder does. */
const NOBODY = 65_534;
const asSomebody: How = process.getuid?.() === 0 ? { uid: NOBODY } : {};

/** A shell that lets no file grow: what is written fails as on a full disk. */
const ON_FULL_DISK = ['sh', '-c', 'ulimit -f 0; exec "$0" "$@"'];

async function give(world: CommandWorld, mode: number): Promise<void> {
  if (asSomebody.uid !== undefined) await chown(world.home, NOBODY, NOBODY);
  await chmod(world.home, mode);
}

test('into a home that is read-only nobody signs in, and nothing is asked of plex.tv', async () => {
  await using world = await openWorld();
  await give(world, 0o500);
  const login = await world.run(['login', '--with-token', '--json'], {
    ...asSomebody,
    stdin: world.standIn.people.alice.token,
  });
  expect(login).toMatchObject({ code: 1, stdout: '' });
  expect(failureOf(login)).toMatchObject({ code: 'EACCES', next: expect.stringContaining('TICKETSTUB_CONFIG_DIR') });
  expect(world.standIn.control.requests()).toEqual([]);
  const whoami = await world.run(['whoami', '--json'], asSomebody);
  expect(whoami.code).toBe(4);
  expect(failureOf(whoami).code).toBe('NOT_SIGNED_IN');
});

test('in a home that is read-only, whoever is signed in stays so', async () => {
  await using world = await openWorld();
  await give(world, 0o700);
  await signIn(world, asSomebody);
  const before = await world.files();
  for (const path of ['.config/ticketstub/credentials', '.config/ticketstub', '.config', ''])
    await chmod(join(world.home, path), 0o500);
  expect((await world.run(['whoami'], asSomebody)).code).toBe(0);
  expect(await learnToken(world, asSomebody)).toBe(world.standIn.people.alice.token);
  expect(await world.files()).toEqual(before);
});

test('a home that is read-only is nothing to PLEX_TOKEN', async () => {
  await using world = await openWorld();
  await give(world, 0o500);
  const env = { PLEX_TOKEN: world.standIn.people.bruno.token };
  const whoami = await world.run(['whoami'], { ...asSomebody, env });
  expect(whoami).toMatchObject({ code: 0, stderr: '' });
  expect(whoami.stdout).toMatch(/^bruno-.*\nThe token is that of PLEX_TOKEN/);
  expect((await world.run(['servers'], { ...asSomebody, env })).code).toBe(0);
});

test('a key file that may not be read is no key that is lost', async () => {
  await using world = await openWorld();
  await give(world, 0o700);
  await signIn(world, asSomebody);
  for (const [path] of await filesLike(world, /\.key$/)) await chmod(join(world.home, path), 0o000);
  const whoami = await world.run(['whoami', '--json'], asSomebody);
  expect(failureOf(whoami)).toMatchObject({ code: 'EACCES', next: expect.stringContaining('the rights') });
  expect((await world.run(['logout', '--keep-device'], asSomebody)).code).toBe(0);
  expect(await filesLike(world, /\.key$/)).toHaveLength(1);
});

test.each(['.config', '.config/ticketstub'])(
  'a file at %s, where a folder should be, is told and left alone',
  async (path) => {
    await using world = await openWorld();
    if (path !== '.config') await mkdir(join(world.home, '.config'));
    await writeFile(join(world.home, path), 'mine');
    for (const args of [['login', '--with-token'], ['whoami'], ['logout']]) {
      const failed = await world.run([...args, '--json'], { stdin: world.standIn.people.alice.token });
      expect(failed).toMatchObject({ code: 1, stdout: '' });
      expect(failureOf(failed)).toMatchObject({
        code: 'ENOTDIR',
        next: expect.stringContaining('TICKETSTUB_CONFIG_DIR'),
      });
    }
    expect(await world.files()).toEqual(new Map([[path, Buffer.from('mine')]]));
  },
);

test('on a full disk a first sign-in leaves nothing half-written', async () => {
  await using world = await openWorld();
  for (const env of [{}, { TICKETSTUB_PASSPHRASE: 'a lamp in the attic' }]) {
    const stdin = world.standIn.people.alice.token;
    const login = await world.run(['login', '--with-token', '--json'], { stdin, env, through: ON_FULL_DISK });
    expect(login).toMatchObject({ code: 1, stdout: '' });
    expect(failureOf(login)).toMatchObject({ code: 'EFBIG', next: expect.stringContaining('free space') });
    expect(await world.files()).toEqual(new Map());
  }
  await signIn(world);
  expect((await world.run(['whoami'])).code).toBe(0);
});

test('on a full disk another sign-in changes nothing of what is kept', async () => {
  await using world = await openWorld();
  await signIn(world);
  const before = await world.files();
  for (const profile of ['default', 'other']) {
    const login = await world.run(['login', '--with-token', '--profile', profile, '--json'], {
      stdin: world.standIn.people.bruno.token,
      through: ON_FULL_DISK,
    });
    expect(login).toMatchObject({ code: 1, stdout: '' });
    expect(failureOf(login)).toMatchObject({ code: 'EFBIG', next: expect.stringContaining('free space') });
  }
  expect(await world.files()).toEqual(before);
  const whoami = await world.run(['whoami'], { through: ON_FULL_DISK });
  expect(whoami).toMatchObject({ code: 0 });
});

test('output that cannot be written is a failure, and a reader that leaves is none', async () => {
  await using world = await openWorld();
  const full = await world.run(['completion', 'bash'], { through: ['sh', '-c', 'exec "$0" "$@" > /dev/full'] });
  expect(full.code).toBe(1);
  expect(full.stderr).toContain('the output cannot be written');
  const left = await world.run(['completion', 'bash'], { through: ['sh', '-c', '{ "$0" "$@"; echo $? >&2; } | true'] });
  expect(left.stderr).toBe('0\n');
});

test('a slow reader gets all of it', async () => {
  await using world = await openWorld();
  const whole = await world.run(['completion', 'bash']);
  const slowly = await world.run(['completion', 'bash'], { through: ['sh', '-c', '"$0" "$@" | { sleep 1; cat; }'] });
  expect(slowly.stdout).toBe(whole.stdout);
});
