import { errors } from '@ticketstub/sdk';
import { describe, expect, test } from 'vitest';
import { rejection } from './four-calls.js';
import { openWorld, ways } from './world.js';

describe.each(ways)('the life of a token, %s', (way) => {
  test('is valid with the account behind it, of a managed user without names too', async () => {
    await using world = await openWorld(way);
    const { alice, carla } = world.standIn.people;
    const { account } = world.client('alice');
    await expect(account.checkToken()).resolves.toMatchObject({ state: 'valid', account: { id: alice.id } });
    const check = await account.checkToken(carla.token);
    if (check.state !== 'valid') throw new Error(check.error.message);
    expect(check.account).toMatchObject({ id: carla.id, title: 'Carla', restricted: true });
    expect([check.account.username, check.account.email]).toEqual([undefined, undefined]);
  });

  test('is invalid once it was signed out, and nobody else’s is', async () => {
    await using world = await openWorld(way);
    const { alice, bruno } = world.standIn.people;
    const plex = world.client('alice');
    const { accessToken } = await plex.home.switchTo(bruno.uuid);
    await expect(plex.account.signOut()).resolves.toBeUndefined();
    await expect(plex.account.checkToken()).resolves.toMatchObject({ state: 'invalid', reason: 'rejected' });
    for (const token of [accessToken, bruno.token]) {
      await expect(plex.account.checkToken(token)).resolves.toMatchObject({ state: 'valid' });
    }
    const failures = [plex.account.ping(), plex.account.signOut(), plex.account.claimToken(), plex.home.users()];
    for (const failure of failures) await expect(rejection(failure)).resolves.toMatchObject({ code: 'UNAUTHORIZED' });
    const again = await plex.signIn({ login: alice.email, password: alice.password });
    await expect(plex.account.checkToken(again.accessToken)).resolves.toMatchObject({ state: 'valid' });
  });

  test('a sign-out ends the token of a switch, and the one that asked for the switch stays', async () => {
    await using world = await openWorld(way);
    const plex = world.client('alice');
    const { accessToken } = await plex.home.switchTo(world.standIn.people.bruno.uuid);
    await plex.withToken(accessToken).account.signOut();
    await expect(plex.account.checkToken(accessToken)).resolves.toMatchObject({ state: 'invalid' });
    await expect(plex.account.checkToken()).resolves.toMatchObject({ state: 'valid' });
  });

  test('is invalid after a breach, by a switch or by signing in', async () => {
    await using world = await openWorld(way);
    const plex = world.client('alice');
    const { accessToken } = await plex.home.switchTo(world.standIn.people.bruno.uuid);
    world.standIn.control.breach();
    for (const token of [undefined, accessToken]) {
      await expect(plex.account.checkToken(token)).resolves.toMatchObject({ state: 'invalid', reason: 'rejected' });
    }
  });

  test.each([
    { status: 400 },
    { status: 403 },
    { status: 404 },
    { status: 422 },
    { status: 429, retryAfter: 3600 },
    { status: 500 },
    { status: 503 },
    { drop: true },
    { garbage: true },
  ])('is unknown when plex.tv answers with %o', async (fault) => {
    await using world = await openWorld(way);
    world.standIn.control.failNext({ operation: 'getTokenDetails', times: 5, ...fault });
    const check = await world.client('alice').account.checkToken();
    expect(check).toMatchObject({ state: 'unknown', error: expect.any(errors.TicketstubError) });
  });

  test('tells an expired token from a dead one', async () => {
    await using world = await openWorld(way);
    world.standIn.control.failNext({ operation: 'getTokenDetails', status: 498 });
    const check = await world.client('alice').account.checkToken();
    expect(check).toMatchObject({ state: 'invalid', reason: 'expired' });
  });

  test('pings, and is told when it pings too often', async () => {
    await using world = await openWorld(way, { rateLimits: true });
    const { account } = world.client('dana');
    for (let time = 0; time < 20; time += 1) await account.ping();
    const retries = { strategy: 'none' } as const;
    const error = await rejection(account.ping({ retries }));
    expect(error).toMatchObject({ code: 'RATE_LIMITED', plexCode: 1003, retryAfter: 5 });
  });

  test('gets claim tokens for servers, good for four minutes', async () => {
    await using world = await openWorld(way);
    const { account } = world.client('alice');
    const { token, expiresAt } = await account.claimToken();
    expect(token).toMatch(/^claim-[\w-]{20}$/);
    expect(Math.abs(expiresAt - world.standIn.clock.now() - 240_000)).toBeLessThan(2000);
  });
});
