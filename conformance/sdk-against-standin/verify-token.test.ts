import { errors, type PlexAPI } from '@ticketstub/sdk';
import { describe, expect, test } from 'vitest';
import { type Device, makeDevice, plexJwt, registerKey } from '../transcripts/device.js';
import { expectedRequest } from '../transcripts/sdk-side.js';
import { transcripts } from '../transcripts/transcript.js';
import { rejection } from './four-calls.js';
import { openWorld, ways, type World } from './world.js';

const DAY = 86_400_000;

/** Dana's device, its key on file, and a program on it. */
async function deviceOf(world: World): Promise<{ device: Device; plex: PlexAPI }> {
  const { standIn } = world;
  const { dana } = standIn.people;
  const device = makeDevice(standIn, dana.clientIdentifier);
  await registerKey(device, dana.token);
  return { device, plex: world.client('dana', { clientID: dana.clientIdentifier }) };
}

function questions({ standIn }: World): number {
  return standIn.control.requests().filter(({ operation }) => operation === 'getAuthKeys').length;
}

describe.each(ways)('verifying a token offline, %s', (way) => {
  test('tells whose it is, for which key, and until when', async () => {
    await using world = await openWorld(way);
    const { device, plex } = await deviceOf(world);
    const { dana } = world.standIn.people;
    const token = await plexJwt(device);
    const verified = await plex.deviceKeys.verifyToken(token, { thumbprint: device.kid });
    expect(verified).toMatchObject({
      user: { id: dana.id, uuid: dana.uuid, username: dana.username, email: dana.email },
      clientID: dana.clientIdentifier,
      thumbprint: device.kid,
    });
    expect(verified.expiresAt - verified.issuedAt).toBe(7 * DAY);
    expect(Math.abs(verified.issuedAt - world.standIn.clock.now())).toBeLessThan(5000);
  });

  test('asks for the keys as the transcript does, once, and says nothing of the token', async () => {
    await using world = await openWorld(way);
    const { device, plex } = await deviceOf(world);
    const token = await plexJwt(device);
    for (let times = 0; times < 3; times += 1) await plex.deviceKeys.verifyToken(token);
    const [, transcript] = transcripts.find(([name]) => name === 'get-auth-keys-200') ?? [];
    if (!transcript) throw new Error('there is no such transcript');
    const { method, url } = expectedRequest(transcript, {
      plexTv: 'https://plex.tv',
      account: 'https://plex.tv/api/v2',
    });
    expect(world.sent).toHaveLength(1);
    expect(world.sent[0]).toMatchObject({ method, body: null });
    expect(new URL(world.sent[0]?.url ?? '').pathname).toBe(new URL(url).pathname);
    expect(JSON.stringify(world.sent)).not.toContain(token);
    expect(questions(world)).toBe(1);
  });

  test('goes on when Plex signs with another key, and forgets a key that Plex withdrew', async () => {
    await using world = await openWorld(way);
    const { device, plex } = await deviceOf(world);
    const { control } = world.standIn;
    const old = await plexJwt(device);
    await plex.deviceKeys.verifyToken(old);
    control.advanceClock(60_000);
    control.rotateSigningKey();
    const next = await plexJwt(device);
    for (const token of [next, old])
      await expect(plex.deviceKeys.verifyToken(token)).resolves.toMatchObject({ thumbprint: device.kid });
    expect(questions(world)).toBe(2);
    control.advanceClock(60_000);
    control.rotateSigningKey('drop');
    const last = await plexJwt(device);
    await expect(plex.deviceKeys.verifyToken(last)).resolves.toMatchObject({ thumbprint: device.kid });
    for (const token of [old, next])
      await expect(rejection(plex.deviceKeys.verifyToken(token))).resolves.toMatchObject({ reason: 'unknown-key' });
    expect(questions(world)).toBe(3);
  });

  test('refuses a token eight days later, one for another program, and one for another key', async () => {
    await using world = await openWorld(way);
    const { device, plex } = await deviceOf(world);
    const token = await plexJwt(device);
    const refusal = (expected?: object): Promise<unknown> => rejection(plex.deviceKeys.verifyToken(token, expected));
    await expect(refusal({ clientID: 'another' })).resolves.toMatchObject({ reason: 'audience' });
    await expect(refusal({ thumbprint: 'another' })).resolves.toMatchObject({ reason: 'thumbprint' });
    world.standIn.control.advanceClock(8 * DAY);
    const error = await refusal();
    expect(error).toBeInstanceOf(errors.TokenRefusedError);
    expect(error).toMatchObject({ code: 'TOKEN_EXPIRED', reason: 'expired' });
  });

  test('refuses the device’s own token, and an opaque one, without a question', async () => {
    await using world = await openWorld(way);
    const { plex } = await deviceOf(world);
    const { dana } = world.standIn.people;
    await expect(rejection(plex.deviceKeys.verifyToken(dana.token))).resolves.toMatchObject({ reason: 'malformed' });
    expect(questions(world)).toBe(0);
  });

  test.each([
    ['a connection that drops', { drop: true }, 'CONNECTION_FAILED'],
    ['a server that stumbles', { status: 502 }, 'SERVER_ERROR'],
    ['an answer that makes no sense', { garbage: true }, 'INVALID_RESPONSE'],
  ] as const)('neither believes nor refuses a token after %s', async (_, fault, code) => {
    await using world = await openWorld(way);
    const { device, plex } = await deviceOf(world);
    const { control } = world.standIn;
    const token = await plexJwt(device);
    control.failNext({ operation: 'getAuthKeys', ...fault, times: 9 });
    const error = await rejection(plex.deviceKeys.verifyToken(token));
    expect(error).not.toBeInstanceOf(errors.TokenRefusedError);
    expect(error).toMatchObject({ code, operation: 'getAuthKeys' });
  });

  test('outlasts an hour and a day of outage with the keys it has, no longer', async () => {
    await using world = await openWorld(way);
    const { device, plex } = await deviceOf(world);
    const { control } = world.standIn;
    const token = await plexJwt(device);
    await plex.deviceKeys.verifyToken(token);
    control.failNext({ operation: 'getAuthKeys', status: 503, times: 99 });
    for (const hours of [1, 22]) {
      control.advanceClock(hours * 3_600_000);
      await expect(plex.deviceKeys.verifyToken(token)).resolves.toMatchObject({ thumbprint: device.kid });
    }
    control.advanceClock(2 * 3_600_000);
    await expect(rejection(plex.deviceKeys.verifyToken(token))).resolves.toMatchObject({ code: 'SERVER_ERROR' });
  });

  test('cannot know that a device was removed: plex.tv does', async () => {
    await using world = await openWorld(way);
    const { device, plex } = await deviceOf(world);
    const { control, people } = world.standIn;
    const token = await plexJwt(device);
    control.removeDevice({ person: 'dana', clientIdentifier: people.dana.clientIdentifier });
    await expect(plex.deviceKeys.verifyToken(token)).resolves.toMatchObject({ thumbprint: device.kid });
    const asked = plex.withToken(token).authentication.getTokenDetails();
    await expect(rejection(asked)).resolves.toMatchObject({ code: 'UNAUTHORIZED' });
  });
});
