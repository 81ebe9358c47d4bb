import { expect, test } from 'vitest';
import { openWorld } from './command.js';
import { failureOf, signIn } from './kept.js';

const NOTE = 'Using PLEX_TOKEN, which goes before what is kept.\n';

test('PLEX_TOKEN goes before what is kept, and whatever uses it says so', async () => {
  await using world = await openWorld();
  await signIn(world);
  const { bruno } = world.standIn.people;
  const env = { PLEX_TOKEN: bruno.token };
  const before = await world.files();
  const whoami = await world.run(['whoami'], { env });
  expect(whoami).toMatchObject({ code: 0, stderr: '' });
  expect(whoami.stdout).toContain('bruno');
  expect(whoami.stdout).toContain('PLEX_TOKEN');
  expect(JSON.parse((await world.run(['whoami', '--json'], { env })).stdout)).toMatchObject({ from: 'environment' });
  expect(await world.run(['token'], { env })).toMatchObject({ code: 0, stdout: `${bruno.token}\n`, stderr: NOTE });
  expect(await world.run(['devices', 'list', '--json'], { env })).toMatchObject({ code: 0, stderr: NOTE });
  expect(await world.run(['token', '--quiet'], { env })).toMatchObject({ code: 0, stderr: '' });
  expect(await world.files()).toEqual(before);
});

test('with PLEX_TOKEN nothing is opened: neither a damaged vault nor a passphrase is in its way', async () => {
  await using world = await openWorld();
  await signIn(world, { env: { TICKETSTUB_PASSPHRASE: 'a lamp in the attic' } });
  const env = { PLEX_TOKEN: world.standIn.people.bruno.token };
  expect((await world.run(['whoami'], { env })).code).toBe(0);
});

test.each([['logout'], ['logout', '--keep-device'], ['logout', '--everywhere', '--yes']])(
  '%s %s %s signs nobody out whose token is that of PLEX_TOKEN',
  async (...args) => {
    await using world = await openWorld();
    await signIn(world);
    const before = await world.files();
    const failed = await world.run([...args.filter(Boolean), '--json'], {
      env: { PLEX_TOKEN: world.standIn.people.alice.token },
    });
    expect(failed).toMatchObject({ code: 1, stdout: '' });
    expect(failureOf(failed)).toMatchObject({ code: 'TOKEN_IN_ENVIRONMENT', next: expect.stringContaining('unset') });
    expect(await world.files()).toEqual(before);
    expect((await world.run(['whoami'])).code).toBe(0);
  },
);

test('a PLEX_TOKEN that plex.tv does not take is not shown', async () => {
  await using world = await openWorld();
  const token = 'Zz_not-a-token-of-anybody';
  world.secrets.add(token);
  const failed = await world.run(['whoami'], { env: { PLEX_TOKEN: token } });
  expect(failed.code).not.toBe(0);
  expect(failed.stdout + failed.stderr).not.toContain(token);
});
