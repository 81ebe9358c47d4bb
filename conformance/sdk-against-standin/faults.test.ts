import { errors } from '@ticketstub/sdk';
import { describe, expect, test } from 'vitest';
import { callAsAlice, names, rejection } from './four-calls.js';
import { openWorld, ways } from './world.js';

const none = { retries: { strategy: 'none' } } as const;

describe.each(ways)('faults, %s', (way) => {
  test('without a policy of the caller’s, 503 twice then 200 is an answer: the server saw three requests', async () => {
    await using world = await openWorld(way);
    world.standIn.control.failNext({ operation: 'getTokenDetails', status: 503, times: 2 });
    await expect(callAsAlice(world, 'getTokenDetails')).resolves.toMatchObject({ statusCode: 200 });
    expect(world.standIn.control.requests().map(({ status }) => status)).toEqual([503, 503, 200]);
  });

  test('a rate limit says how long to wait, and is over by then', async () => {
    await using world = await openWorld(way, { rateLimits: true });
    for (let time = 0; time < 20; time += 1) await callAsAlice(world, 'getTokenDetails', { options: none });
    const error = await rejection(callAsAlice(world, 'getTokenDetails', { options: none }));
    expect(error).toMatchObject({ code: 'RATE_LIMITED', plexCode: 1003, retryAfter: 5 });
    world.standIn.control.advanceClock(5_000);
    await expect(callAsAlice(world, 'getTokenDetails', { options: none })).resolves.toBeDefined();
  });

  test.each(names)('%s: an answer that ends in the middle is INVALID_RESPONSE', async (name) => {
    await using world = await openWorld(way);
    world.standIn.control.failNext({ operation: name, garbage: true });
    const error = await rejection(callAsAlice(world, name));
    expect(error).toBeInstanceOf(errors.InvalidResponseError);
    expect(error).toMatchObject({ code: 'INVALID_RESPONSE', operation: name });
  });

  test.each(names)('%s: a dropped connection is CONNECTION_FAILED and says nothing of the token', async (name) => {
    await using world = await openWorld(way);
    world.standIn.control.failNext({ operation: name, drop: true });
    const error = await rejection(callAsAlice(world, name, { options: none }));
    expect(error).toBeInstanceOf(errors.ConnectionError);
    expect(error).toMatchObject({ code: 'CONNECTION_FAILED', operation: name });
    await expect(callAsAlice(world, name)).resolves.toBeDefined();
  });

  test.each(names)('%s: an answer that never comes is TIMEOUT, and the next call is not poisoned', async (name) => {
    await using world = await openWorld(way);
    world.standIn.control.failNext({ operation: name, delay: 3_600_000 });
    const error = await rejection(callAsAlice(world, name, { options: { ...none, timeout: 30 } }));
    expect(error).toBeInstanceOf(errors.TimeoutError);
    expect(error).toMatchObject({ code: 'TIMEOUT', operation: name });
    await expect(callAsAlice(world, name)).resolves.toBeDefined();
  });

  test.each(names)('%s: an abort rejects with the caller’s own reason', async (name) => {
    await using world = await openWorld(way);
    world.standIn.control.failNext({ operation: name, delay: 3_600_000 });
    const caller = new AbortController();
    const left = callAsAlice(world, name, { options: { signal: caller.signal } });
    const reason = new Error('enough');
    caller.abort(reason);
    await expect(left).rejects.toBe(reason);
  });

  test('a breach ends every token, and a new sign-in works', async () => {
    await using world = await openWorld(way);
    const { email: login, password } = world.standIn.people.bruno;
    world.standIn.control.breach();
    await expect(world.client('bruno').authentication.getTokenDetails()).rejects.toThrow(
      errors.GetTokenDetailsUnauthorized,
    );
    const { accessToken } = await world.client('bruno').signIn({ login, password });
    await expect(world.client('bruno').withToken(accessToken).authentication.getTokenDetails()).resolves.toBeDefined();
  });

  test('a share that ended ends what its token opened', async () => {
    await using world = await openWorld(way);
    const request = { type: 'delegation', scope: 'all' } as const;
    await expect(world.guest('dana').authentication.getTransientToken(request)).resolves.toBeDefined();
    world.standIn.control.removeAccess({ person: 'dana', server: 'Attic' });
    await expect(world.guest('dana').authentication.getTransientToken(request)).rejects.toThrow(
      errors.GetTransientTokenUnauthorized,
    );
  });
});
