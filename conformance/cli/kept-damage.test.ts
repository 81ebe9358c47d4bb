import { mkdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type CommandWorld, openWorld } from './command.js';
import { failureOf, filesLike, namesKept, plant, signIn, signInDevice, spoil } from './kept.js';

interface Loss {
  readonly what: string;
  readonly pattern: RegExp;
  /** Undefined when it is gone. */
  readonly contents: string | Buffer | undefined;
  readonly code: string;
}

const RECORD = { pattern: /vault\.json$/, code: 'VAULT_DAMAGED' };
const KEY = { pattern: /\.key$/, code: 'VAULT_KEY_MISSING' };

const LOSSES: readonly Loss[] = [
  { ...RECORD, what: 'a vault.json that is cut off', contents: '{"schema":1,' },
  { ...RECORD, what: 'a vault.json of nothing', contents: '' },
  { ...RECORD, what: 'a vault.json of another program', contents: '{"schema":2}' },
  { ...RECORD, what: 'a vault.json that is gone', contents: undefined },
  { ...KEY, what: 'a key file that is gone', contents: undefined },
  { ...KEY, what: 'a key file that is cut off', contents: 'short' },
  { ...KEY, what: 'a key file with another key', contents: Buffer.alloc(32, 7) },
];

describe.each(LOSSES)('with $what', (loss) => {
  test('every command fails and says what to do; nothing is changed, and a backup brings all back', async () => {
    await using world = await openWorld();
    await signIn(world);
    const backup = await world.files();
    await ruin(world, loss);
    const before = await world.files();
    for (const args of [['whoami'], ['token'], ['logout'], ['login', '--with-token']]) {
      const failed = await world.run([...args, '--json'], { stdin: world.standIn.people.alice.token });
      expect(failed).toMatchObject({ code: 1, stdout: '' });
      expect(failureOf(failed)).toMatchObject({
        code: loss.code,
        next: expect.stringContaining('ticketstub logout --keep-device'),
      });
    }
    expect(await world.files()).toEqual(before);
    await plant(world, backup);
    expect((await world.run(['whoami'])).code).toBe(0);
  });

  test('logout --keep-device clears it away, and one can sign in again', async () => {
    await using world = await openWorld();
    await signIn(world);
    await ruin(world, loss);
    expect(await world.run(['logout', '--keep-device'])).toMatchObject({ code: 0, stderr: '' });
    expect(await world.files()).toEqual(new Map());
    expect((await world.run(['whoami'])).code).toBe(4);
    await signIn(world);
    expect((await world.run(['whoami'])).code).toBe(0);
  });
});

async function ruin(world: CommandWorld, { pattern, contents }: Loss): Promise<void> {
  await spoil(world, pattern, contents ?? '');
  if (contents !== undefined) return;
  for (const [path] of await filesLike(world, pattern)) await rm(join(world.home, path));
}

describe.each([
  ['cut off', '{"name":"profile'],
  ['empty', ''],
  ['overwritten', Buffer.alloc(600, 0xff)],
])('with credentials that are %s', (_, contents) => {
  test('commands say that they are damaged, and logout clears them away', async () => {
    await using world = await openWorld();
    await signInDevice(world);
    await spoil(world, /\.jsonl$/, contents);
    const before = await world.files();
    for (const args of [['whoami'], ['token'], ['servers'], ['login', '--with-token']]) {
      const failed = await world.run([...args, '--json'], { stdin: world.standIn.people.alice.token });
      expect(failed).toMatchObject({ code: 1, stdout: '' });
      expect(failureOf(failed)).toMatchObject({
        code: 'STORE_DAMAGED',
        next: expect.stringContaining('ticketstub logout'),
      });
    }
    expect(await world.files()).toEqual(before);
    const logout = await world.run(['logout']);
    expect(logout).toMatchObject({ code: 0 });
    expect(logout.stderr).toContain('sign the device out at https://app.plex.tv');
    expect((await world.run(['whoami'])).code).toBe(4);
    await signIn(world);
    expect((await world.run(['whoami'])).code).toBe(0);
  });
});

test('damaged credentials of one profile are nothing to another', async () => {
  await using world = await openWorld();
  await signIn(world);
  const mine = await world.files();
  await signIn(world, { env: { TICKETSTUB_PROFILE: 'other' } });
  const theirs = [...(await world.files()).keys()].filter((path) => path.endsWith('.jsonl') && !mine.has(path));
  await plant(world, new Map(theirs.map((path) => [path, Buffer.from('x')])));
  expect((await world.run(['whoami', '--profile', 'other'])).code).toBe(1);
  expect((await world.run(['whoami'])).code).toBe(0);
  expect((await world.run(['logout', '--profile', 'other'])).code).toBe(0);
  expect((await world.run(['whoami'])).code).toBe(0);
  expect(await namesKept(world)).toEqual(['device of default', 'profile default/account']);
});

test('a device that is damaged is cleared away with its profile, and made anew', async () => {
  await using world = await openWorld();
  await signIn(world, { env: { TICKETSTUB_PROFILE: 'other' } });
  const before = await world.files();
  await spoil(world, /\.jsonl$/, 'x');
  const profile = [...before].filter(([path, bytes]) => path.endsWith('.jsonl') && bytes.includes('profile other'));
  await plant(world, new Map(profile));
  expect((await world.run(['whoami', '--profile', 'other'])).code).toBe(1);
  expect((await world.run(['logout', '--keep-device', '--profile', 'other'])).code).toBe(0);
  await signIn(world, { env: { TICKETSTUB_PROFILE: 'other' } });
  expect((await world.run(['whoami', '--profile', 'other'])).code).toBe(0);
});

test('a vault.json that leads nowhere is told, and no key is left behind', async () => {
  await using world = await openWorld();
  const folder = join(world.home, '.config/ticketstub');
  await mkdir(folder, { recursive: true });
  await symlink('/nowhere/at/all', join(folder, 'vault.json'));
  const failed = await world.run(['login', '--with-token', '--json'], { stdin: world.standIn.people.alice.token });
  expect(failed).toMatchObject({ code: 1, stdout: '' });
  expect(failureOf(failed)).toMatchObject({ code: 'VAULT_DAMAGED' });
  expect([...(await world.files()).keys()].filter((path) => path.endsWith('.key'))).toEqual([]);
});
