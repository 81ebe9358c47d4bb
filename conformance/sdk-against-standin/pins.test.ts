import { errors, type PinTick, type PlexAPI } from '@ticketstub/sdk';
import { describe, expect, test } from 'vitest';
import { rejection } from './four-calls.js';
import { openWorld, ways, type World } from './world.js';

const SECOND = 1000;

/** A program that nobody has signed in to. */
function program(world: World, clientID = 'a-television'): PlexAPI {
  return world.client('eve', { clientID });
}

/** Acts when the countdown has come this far. */
function after(seconds: number, act: () => void): { onTick: () => void } {
  let ticks = 0;
  return {
    onTick: () => {
      if (ticks === seconds) act();
      ticks += 1;
    },
  };
}

describe.each(ways)('signing in with a PIN, %s', (way) => {
  test.each([
    [false, /^[A-Z0-9]{4}$/, 900],
    [true, /^[a-z0-9]{25}$/, 1800],
  ])('strong: %o gives a code and a time that are the stand-in’s', async (strong, shape, seconds) => {
    await using world = await openWorld(way);
    const { standIn } = world;
    const pin = await program(world).pins.create({ strong });
    expect(pin.code).toMatch(shape);
    expect(Math.abs(pin.expiresAt - standIn.clock.now() - seconds * SECOND)).toBeLessThan(2 * SECOND);
    await expect(program(world).pins.get(pin.id)).resolves.toMatchObject({ state: 'pending', code: pin.code });
  });

  test('gives a token of the program’s own as soon as somebody has claimed it', async () => {
    await using world = await openWorld(way);
    const { standIn } = world;
    const { dana } = standIn.people;
    const plex = program(world);
    const pin = await plex.pins.create();
    const began = standIn.clock.now();
    const claimed = after(7, () => standIn.control.claimPin({ code: pin.code, person: 'dana' }));
    const outcome = await plex.pins.waitUntilClaimed(pin, claimed);
    if (outcome.state !== 'claimed') throw new Error('nobody claimed it');
    expect(Math.round((standIn.clock.now() - began) / SECOND)).toBe(7);
    const { userPlexAccount } = await plex.withToken(outcome.authToken).authentication.getTokenDetails();
    expect(userPlexAccount).toMatchObject({ id: dana.id, authToken: outcome.authToken });
    expect(outcome.authToken).not.toBe(dana.token);
  });

  test.each([false, true])('somebody who is signed in approves it by its code, strong: %o', async (strong) => {
    await using world = await openWorld(way);
    const { standIn } = world;
    const { bruno } = standIn.people;
    const plex = program(world);
    const pin = await plex.pins.create({ strong });
    await program(world, 'a-phone').withToken(bruno.token).pins.approve(pin.code);
    const found = await plex.pins.get(pin.id);
    expect(found).toMatchObject({ state: 'claimed', authToken: expect.any(String) });
    const again = program(world, 'a-phone').withToken(bruno.token).pins.approve(pin.code);
    await expect(again).rejects.toMatchObject({ code: 'NOT_FOUND', plexCode: 1020 });
  });

  test('is nobody else’s to look at', async () => {
    await using world = await openWorld(way);
    const pin = await program(world).pins.create();
    await expect(program(world, 'another').pins.get(pin.id)).resolves.toEqual({ id: pin.id, state: 'gone' });
  });

  test('approving needs a live token', async () => {
    await using world = await openWorld(way);
    const pin = await program(world).pins.create();
    const error = await rejection(program(world).withToken('nobodys-token').pins.approve(pin.code));
    expect(error).toBeInstanceOf(errors.SDKError);
    expect(error).toMatchObject({ code: 'UNAUTHORIZED', plexCode: 1001 });
    await expect(program(world).pins.get(pin.id)).resolves.toMatchObject({ state: 'pending' });
  });
});

describe.each(ways)('waiting for a PIN, %s', (way) => {
  test.each([
    [false, 900],
    [true, 1800],
  ])('ends as it expires, to the second, strong: %o', async (strong, seconds) => {
    await using world = await openWorld(way);
    const { standIn } = world;
    const plex = program(world);
    const began = standIn.clock.now();
    const pin = await plex.pins.create({ strong });
    await expect(plex.pins.waitUntilClaimed(pin)).resolves.toEqual({ id: pin.id, state: 'gone' });
    expect(Math.abs(standIn.clock.now() - began - seconds * SECOND)).toBeLessThanOrEqual(SECOND);
    await expect(plex.pins.get(pin.id)).resolves.toMatchObject({ state: 'gone' });
  });

  test('finds a claim of the last second', async () => {
    await using world = await openWorld(way);
    const { standIn } = world;
    const plex = program(world);
    const pin = await plex.pins.create();
    const claim = (): void => standIn.control.claimPin({ code: pin.code, person: 'dana' });
    // Over sockets some time passes by itself, so seconds cannot be counted in ticks.
    const onTick = ({ remaining }: PinTick): void => {
      if (remaining <= 1250 && remaining > 250) claim();
    };
    await expect(plex.pins.waitUntilClaimed(pin, { onTick })).resolves.toMatchObject({ state: 'claimed' });
  });

  test('loses no claim to connections that drop, servers that stumble and answers that make no sense', async () => {
    await using world = await openWorld(way);
    const { standIn } = world;
    const plex = program(world);
    const pin = await plex.pins.create();
    standIn.control.failNext({ operation: 'getPin', drop: true, times: 3 });
    standIn.control.failNext({ operation: 'getPin', status: 502, times: 3 });
    standIn.control.failNext({ operation: 'getPin', garbage: true, times: 3 });
    standIn.control.claimPin({ code: pin.code, person: 'dana' });
    await expect(plex.pins.waitUntilClaimed(pin)).resolves.toMatchObject({ state: 'claimed' });
    expect(standIn.control.requests().filter(({ operation }) => operation === 'getPin')).toHaveLength(10);
  });

  test('outlasts a storm of 429s, asking only when it may', async () => {
    await using world = await openWorld(way);
    const { standIn } = world;
    const plex = program(world);
    const pin = await plex.pins.create();
    standIn.control.failNext({ operation: 'getPin', status: 429, retryAfter: 60, times: 5 });
    standIn.control.failNext({ operation: 'getPin', status: 429, times: 5 });
    const claim = after(310, () => standIn.control.claimPin({ code: pin.code, person: 'dana' }));
    const began = standIn.clock.now();
    await expect(plex.pins.waitUntilClaimed(pin, claim)).resolves.toMatchObject({ state: 'claimed' });
    expect(Math.round((standIn.clock.now() - began) / SECOND)).toBe(325);
    expect(standIn.control.requests().filter(({ operation }) => operation === 'getPin')).toHaveLength(11);
  });

  test('never meets the limit by itself', async () => {
    await using world = await openWorld(way, { rateLimits: true });
    const { standIn } = world;
    const plex = program(world);
    const pin = await plex.pins.create();
    await plex.pins.waitUntilClaimed(pin);
    expect(standIn.control.requests().filter(({ status }) => status === 429)).toEqual([]);
  });
});
