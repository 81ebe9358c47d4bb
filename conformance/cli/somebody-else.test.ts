import { expect, test } from 'vitest';
import { countKept, openWorld, parsed } from './world.js';

test('whoever signs in after somebody whose sign-in has ended takes their place', async () => {
  await using world = await openWorld();
  await world.signIn('alice');
  world.standIn.control.breach('alice');
  expect((await world.run(['whoami'])).code).toBe(4);
  const { token } = world.standIn.people.bruno;
  expect((await world.run(['login', '--with-token'], { stdin: token })).code).toBe(0);
  expect(parsed((await world.run(['whoami', '--json'])).stdout)).toMatchObject({ username: 'bruno-kite' });
});

test('two profiles of one person are two devices: the second sign-in ends nothing of the first', async () => {
  await using world = await openWorld();
  await world.signIn('alice');
  const { email, password } = world.standIn.people.alice;
  const again = ['login', '--with-password', email, '--profile', 'again'];
  expect((await world.run(again, { stdin: `${password}\n` })).code).toBe(0);
  expect((await world.run(['logout', '--profile', 'again'])).code).toBe(0);
  expect((await world.run(['whoami'])).code).toBe(0);
});

test('a switch to oneself ends nothing of one’s own sign-in', async () => {
  await using world = await openWorld();
  const { email, password } = world.standIn.people.bruno;
  expect((await world.run(['login', '--with-password', email], { stdin: `${password}\n` })).code).toBe(0);
  expect((await world.run(['home', 'switch', 'bruno-kite', '--to', 'again'])).code).toBe(0);
  for (const profile of ['default', 'again'])
    expect(parsed((await world.run(['whoami', '--json', '--profile', profile])).stdout)).toMatchObject({
      username: 'bruno-kite',
    });
});

test('plex.tv at a plain http address of another machine is refused before anything is made', async () => {
  await using world = await openWorld();
  const ended = await world.run(['login', '--with-token', '--plex-url', 'http://plex.example:4000'], { stdin: 'x' });
  expect(ended).toMatchObject({ code: 2, stdout: '' });
  expect(ended.stderr).toContain('must be at an https: address');
  expect(await countKept(world.home)).toBe(0);
});
