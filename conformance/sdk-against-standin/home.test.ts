import { errors } from '@ticketstub/sdk';
import { describe, expect, test } from 'vitest';
import { rejection } from './four-calls.js';
import { openWorld, ways } from './world.js';

describe.each(ways)('the Home, %s', (way) => {
  test('is listed alike to everybody in it, and a managed user has neither username nor e-mail address', async () => {
    await using world = await openWorld(way);
    const { alice, bruno, carla } = world.standIn.people;
    const users = await world.client('alice').home.users();
    expect(users.map(({ uuid }) => uuid)).toEqual([alice.uuid, bruno.uuid, carla.uuid]);
    expect(users[0]).toMatchObject({ title: 'alice-attic', email: alice.email, admin: true, protected: true });
    expect(users[1]).toMatchObject({ username: bruno.username, admin: false, restricted: false, protected: false });
    expect(users[2]).toMatchObject({ title: 'Carla', restricted: true, protected: true });
    expect([users[2]?.username, users[2]?.email, users[2]?.friendlyName]).toEqual([undefined, undefined, undefined]);
    await expect(world.client('carla').home.users()).resolves.toEqual(users);
  });

  test('gives a token of the person switched to, which plex.tv and their servers take', async () => {
    await using world = await openWorld(way);
    const { bruno, alice } = world.standIn.people;
    const plex = world.client('alice');
    const user = (await plex.home.users()).find(({ title }) => title === 'bruno-kite');
    const { accessToken, account } = await plex.home.switchTo(user ?? '');
    expect(account).toMatchObject({ id: bruno.id, username: bruno.username, authToken: accessToken });
    const asBruno = plex.withToken(accessToken);
    const { userPlexAccount } = await asBruno.authentication.getTokenDetails();
    expect(userPlexAccount.id).toBe(bruno.id);
    await asBruno.authentication.getTransientToken({ type: 'delegation', scope: 'all' });
    // The client that asked is still the one it was.
    expect((await plex.authentication.getTokenDetails()).userPlexAccount.id).toBe(alice.id);
  });

  test('asks for the PIN of who has one, and tells a missing one from a wrong one', async () => {
    await using world = await openWorld(way);
    const { carla } = world.standIn.people;
    const { home } = world.client('bruno');
    const wanted = await rejection(home.switchTo(carla.uuid));
    const wrong = await rejection(home.switchTo(carla.uuid, { pin: '0000' }));
    for (const error of [wanted, wrong]) expect(error).toBeInstanceOf(errors.SwitchHomeUserForbidden);
    expect([wanted, wrong]).toMatchObject([{ code: 'HOME_PIN_REQUIRED' }, { code: 'HOME_PIN_INVALID' }]);
    const { account } = await home.switchTo(carla.uuid, { pin: carla.pin });
    expect(account).toMatchObject({ title: 'Carla', restricted: true });
    expect([account.username, account.email]).toEqual([undefined, undefined]);
  });

  test('has room for nobody else, and who is in none is alone', async () => {
    await using world = await openWorld(way);
    const { dana } = world.standIn.people;
    const error = await rejection(world.client('alice').home.switchTo(dana.uuid));
    expect(error).toMatchObject({ code: 'NOT_FOUND', plexCode: 1002 });
    await expect(world.client('dana').home.users()).resolves.toMatchObject([{ uuid: dana.uuid, admin: false }]);
  });

  test('answers a dead token with 401, before and after a switch', async () => {
    await using world = await openWorld(way);
    const { alice, bruno } = world.standIn.people;
    const plex = world.client('alice');
    const { accessToken } = await plex.home.switchTo(bruno.uuid);
    world.standIn.control.breach('bruno');
    for (const dead of [plex.withToken(accessToken), plex.withToken('nobodys-token')]) {
      const failures = [rejection(dead.home.users()), rejection(dead.home.switchTo(alice.uuid, { pin: alice.pin }))];
      for (const failure of failures) {
        await expect(failure).resolves.toMatchObject({ code: 'UNAUTHORIZED', plexCode: 1001 });
      }
    }
  });

  test('a second switch under the same client identifier ends the token of the first', async () => {
    await using world = await openWorld(way);
    const { bruno } = world.standIn.people;
    const plex = world.client('alice');
    const first = await plex.home.switchTo(bruno.uuid);
    const second = await plex.home.switchTo(bruno.uuid);
    const ofFirst = plex.withToken(first.accessToken).authentication.getTokenDetails();
    await expect(ofFirst).rejects.toBeInstanceOf(errors.GetTokenDetailsUnauthorized);
    await plex.withToken(second.accessToken).authentication.getTokenDetails();
  });

  test('limits a burst of switches, and says how long to wait', async () => {
    await using world = await openWorld(way, { rateLimits: true });
    const { bruno } = world.standIn.people;
    const { home } = world.client('alice');
    for (let time = 0; time < 20; time += 1) await home.switchTo(bruno.uuid);
    const error = await rejection(home.switchTo(bruno.uuid));
    expect(error).toMatchObject({ code: 'RATE_LIMITED', plexCode: 1003, retryAfter: 5 });
    expect(world.waits).toEqual([]);
    const backoff = { initialInterval: 1, maxInterval: 1, exponent: 1, maxElapsedTime: 20_000 };
    await home.switchTo(bruno.uuid, {}, { retries: { strategy: 'backoff', backoff } });
    expect(world.waits).toEqual([5000]);
  });

  test('a switch whose answer is lost is not made again behind the caller’s back', async () => {
    await using world = await openWorld(way);
    const { bruno } = world.standIn.people;
    world.standIn.control.failNext({ operation: 'switchHomeUser', drop: true });
    const error = await rejection(world.client('alice').home.switchTo(bruno.uuid));
    expect(error).toMatchObject({ code: 'CONNECTION_FAILED' });
    expect(world.sent).toHaveLength(1);
  });
});
