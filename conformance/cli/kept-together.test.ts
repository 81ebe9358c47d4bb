import { expect, test } from 'vitest';
import { z } from 'zod';
import { type CommandWorld, openWorld } from './command.js';
import { interruptSignIn } from './interrupt.js';
import { filesLike, learnToken, namesKept, openStore, signInDevice } from './kept.js';

const WEEK = 7 * 86_400_000;

test('two sign-ins at once into a fresh home make one vault, and both are kept', async () => {
  await using world = await openWorld();
  const { alice, bruno } = world.standIn.people;
  const logins = await Promise.all(
    [alice, bruno].map(({ token }, index) =>
      world.run(['login', '--with-token', '--profile', `p${index}`], { stdin: token }),
    ),
  );
  expect(logins.map(({ code }) => code)).toEqual([0, 0]);
  expect(await filesLike(world, /\.key$/)).toHaveLength(1);
  expect(await filesLike(world, /\.tmp$/)).toEqual([]);
  expect(await namesKept(world)).toEqual(['device of p0', 'device of p1', 'profile p0/account', 'profile p1/account']);
  for (const [index, { token }] of [alice, bruno].entries())
    expect((await world.run(['token', '--profile', `p${index}`])).stdout.trim()).toBe(token);
});

test('six sign-ins at once under one profile, with a passphrase, leave one person who is signed in', async () => {
  await using world = await openWorld();
  const { alice } = world.standIn.people;
  const env = { TICKETSTUB_PASSPHRASE: 'a lamp in the attic' };
  const logins = await Promise.all(
    Array.from({ length: 6 }, () => world.run(['login', '--with-token'], { stdin: alice.token, env })),
  );
  expect(logins.map(({ code, stderr }) => [code, stderr])).toEqual(Array.from({ length: 6 }, () => [0, '']));
  expect(await learnToken(world, { env })).toBe(alice.token);
});

/** Makes what is kept of a device's JWT as old as that it must be renewed. */
async function age(world: CommandWorld): Promise<void> {
  const store = await openStore(world);
  const name = `profile default at ${world.standIn.url}/key`;
  const { credential, version } = (await store.read(name)) ?? {};
  const { issuedAt, expiresAt } = z.looseObject({ issuedAt: z.number(), expiresAt: z.number() }).parse(credential);
  const past = { issuedAt: issuedAt - WEEK, expiresAt: expiresAt - WEEK };
  if (credential) await store.write(name, { ...credential, ...past }, { ifVersion: version ?? null });
}

test('ten commands at once whose JWT is over get one new one, and it is kept', async () => {
  await using world = await openWorld();
  const old = await signInDevice(world);
  await age(world);
  const before = world.standIn.control.requests().length;
  const ended = await Promise.all(
    Array.from({ length: 10 }, (_, index) => world.run([index % 2 ? 'token' : 'whoami'])),
  );
  expect(ended.map(({ code, stderr }) => [code, stderr])).toEqual(Array.from({ length: 10 }, () => [0, '']));
  const tokens = new Set(ended.flatMap(({ stdout }, index) => (index % 2 ? [stdout.trim()] : [])));
  expect(tokens.size).toBe(1);
  expect(tokens).not.toContain(old);
  const exchanges = world.standIn.control.requests().slice(before);
  expect(exchanges.filter(({ operation }) => operation === 'issueToken')).toHaveLength(1);
  expect(tokens).toContain(await learnToken(world));
});

test.each(['SIGINT', 'SIGKILL'] as const)(
  'a sign-in that %s ends at any moment is whole, or is none',
  async (signal) => {
    const outcomes = new Set<number | null>();
    for (let after = 30; after <= 280; after += 50) outcomes.add(await interruptSignIn(signal, after));
    // Not each of them was done by then.
    expect([...outcomes].some((code) => code !== 0)).toBe(true);
  },
);

test('a sign-in on a page that is left keeps nothing, and says 130', async () => {
  await using world = await openWorld();
  const login = world.start(['login', '--device', '--code']);
  await login.said(/Type \w+ at/);
  login.child.kill('SIGINT');
  expect(await login.ended).toMatchObject({ code: 130, stdout: '' });
  expect((await world.run(['whoami'])).code).toBe(4);
  expect((await namesKept(world)).filter((name) => name.startsWith('profile'))).toEqual([]);
});
