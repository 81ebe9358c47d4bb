import { PlexAPI } from '@ticketstub/sdk';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { type CommandWorld, openWorld } from './command.js';
import { failureOf, learnToken, namesKept, signIn, signInDevice } from './kept.js';

/** Whether plex.tv still takes a token. */
async function isAlive({ standIn }: CommandWorld, accessToken: string): Promise<boolean> {
  const plex = new PlexAPI({ accessToken, clientID: 'a-witness', endpoints: standIn.endpoints });
  return (await plex.account.checkToken()).state === 'valid';
}

/** Signs in with a password, under a device that is this profile's own. */
async function signInWithPassword(world: CommandWorld, profile = 'default'): Promise<string> {
  const { email, password } = world.standIn.people.bruno;
  const env = { TICKETSTUB_PROFILE: profile };
  await world.run(['login', '--with-password', email], { stdin: `${password}\n`, env });
  return learnToken(world, { env });
}

test('logout signs this device out at plex.tv, and nothing is kept', async () => {
  await using world = await openWorld();
  const token = await signInWithPassword(world);
  expect(token).not.toBe(world.standIn.people.bruno.token);
  const logout = await world.run(['logout', '--json']);
  expect(JSON.parse(logout.stdout)).toEqual({ profile: 'default', devicesSignedOut: 1, forgotten: true });
  expect(await isAlive(world, token)).toBe(false);
  expect(await isAlive(world, world.standIn.people.bruno.token)).toBe(true);
  expect(await namesKept(world)).toEqual(['device of default']);
  expect((await world.run(['whoami'])).code).toBe(4);
  expect((await world.run(['logout'])).code).toBe(4);
});

test('logout ends the JWT of a device, and its key gets no other', async () => {
  await using world = await openWorld();
  const jwt = await signInDevice(world);
  expect(await world.run(['logout'])).toMatchObject({ code: 0, stdout: expect.stringContaining('one device') });
  expect(await isAlive(world, jwt)).toBe(false);
  expect(await namesKept(world)).toEqual(['device of default']);
});

test('logout --keep-device only forgets: plex.tv is not asked, and the token lives', async () => {
  await using world = await openWorld();
  const token = await signInWithPassword(world);
  const asked = world.standIn.control.requests().length;
  const logout = await world.run(['logout', '--keep-device', '--json']);
  expect(JSON.parse(logout.stdout)).toEqual({ profile: 'default', devicesSignedOut: 0, forgotten: true });
  expect(world.standIn.control.requests()).toHaveLength(asked);
  expect(await isAlive(world, token)).toBe(true);
  expect(await namesKept(world)).toEqual(['device of default']);
});

test('logout --everywhere ends every sign-in of the account but its servers', async () => {
  await using world = await openWorld();
  const token = await signInWithPassword(world);
  const logout = await world.run(['logout', '--everywhere', '--yes', '--json']);
  const { devicesSignedOut } = z.object({ devicesSignedOut: z.number() }).parse(JSON.parse(logout.stdout));
  expect(devicesSignedOut).toBeGreaterThan(1);
  expect(await isAlive(world, token)).toBe(false);
  expect(await isAlive(world, world.standIn.people.bruno.token)).toBe(false);
  expect(await isAlive(world, world.standIn.people.alice.token)).toBe(true);
});

test('logout --everywhere without a terminal wants --yes, before anything is sent', async () => {
  await using world = await openWorld();
  await signIn(world);
  const asked = world.standIn.control.requests().length;
  const before = await world.files();
  const refused = await world.run(['logout', '--everywhere', '--json']);
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(failureOf(refused).next).toBe('ticketstub logout --everywhere --yes');
  expect((await world.run(['logout', '--everywhere', '--keep-device', '--yes'])).code).toBe(2);
  expect(world.standIn.control.requests()).toHaveLength(asked);
  expect(await world.files()).toEqual(before);
});

test('logout of one profile is nothing to another', async () => {
  await using world = await openWorld();
  await signIn(world);
  await signInWithPassword(world, 'bruno');
  expect((await world.run(['logout', '--profile', 'bruno'])).code).toBe(0);
  expect((await world.run(['whoami'])).stdout).toContain('alice');
});

test('when plex.tv cannot be told, what is kept stays, and the way out is named', async () => {
  await using world = await openWorld();
  await signIn(world);
  const before = await world.files();
  const env = { PLEX_URL: world.standIn.url };
  await world.standIn.close();
  const failed = await world.run(['logout', '--json'], { env });
  expect(failed).toMatchObject({ code: 1, stdout: '' });
  expect(failureOf(failed)).toMatchObject({
    code: 'CONNECTION_FAILED',
    message: expect.stringContaining('you are still signed in'),
    next: expect.stringContaining('ticketstub logout --keep-device'),
  });
  expect(await world.files()).toEqual(before);
  expect((await world.run(['logout', '--keep-device'], { env })).code).toBe(0);
});

test('a sign-in that is over is forgotten all the same', async () => {
  await using world = await openWorld();
  await signInDevice(world);
  world.standIn.control.breach('alice');
  expect((await world.run(['whoami'])).code).toBe(4);
  expect(await world.run(['logout'])).toMatchObject({ code: 0, stdout: expect.stringContaining('0 devices') });
  expect(await namesKept(world)).toEqual(['device of default']);
});
