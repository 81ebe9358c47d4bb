import { describe, expect, test } from 'vitest';
import { errors, type PlexAPIOptions } from '../src/index.js';
import { CLIENT_ID, type Issuer, newIssuer, NOW, usualClaims } from './issuer.js';
import { movableClock } from './movable-clock.js';
import { refusedTokens } from './refused-tokens.js';
import { rejection, type Scene, scene } from './scene.js';

const issuer = await newIssuer();

function plexWith(issuers: readonly Issuer[] = [issuer], options: PlexAPIOptions = {}): Scene {
  const keys = issuers.map(({ jwk }) => jwk);
  return scene({ body: { keys } }, { clientID: CLIENT_ID, clock: movableClock(NOW), ...options });
}

describe('a token that Plex signed', () => {
  test('tells who it is for, since when and until when', async () => {
    const { plex } = plexWith();
    await expect(plex.deviceKeys.verifyToken(await issuer.token())).resolves.toEqual({
      user: {
        id: 12_345_678,
        uuid: '0123456789abcdef',
        username: 'example-user',
        email: 'user@example.com',
        friendlyName: 'Example',
        restricted: undefined,
        anonymous: undefined,
      },
      clientID: CLIENT_ID,
      thumbprint: 'a-device-key',
      issuedAt: NOW,
      expiresAt: NOW + 7 * 86_400_000,
      claims: usualClaims,
    });
  });

  test('is verified without its leaving the program: only the keys are asked for, with no token', async () => {
    const { plex, sent } = plexWith();
    const token = await issuer.token();
    await plex.deviceKeys.verifyToken(token);
    expect(sent.map(({ url, init }) => [init.method, url, init.body])).toEqual([
      ['GET', 'https://clients.plex.tv/api/v2/auth/keys', null],
    ]);
    expect(sent[0]?.headers.get('x-plex-token')).toBeNull();
    expect(JSON.stringify(sent)).not.toContain(token);
  });

  test.each([{ username: null, email: null }, { username: '', email: '' }, {}])(
    'may be of a managed user, whose names are %o',
    async (names) => {
      const token = await issuer.token({ user: { id: 7, uuid: 'u', restricted: true, ...names, friendly_name: null } });
      const { user } = await plexWith().plex.deviceKeys.verifyToken(token);
      expect(user).toEqual({ id: 7, uuid: 'u', restricted: true });
    },
  );

  test('keeps what nobody told us of', async () => {
    const token = await issuer.token({ novelty: [{ deep: true }], user: { id: 7, joinedAt: 1, novelty: null } });
    const { claims } = await plexWith().plex.deviceKeys.verifyToken(token);
    expect(claims).toMatchObject({ novelty: [{ deep: true }], user: { id: 7, joinedAt: 1, novelty: null } });
  });

  test('may come from a clock that differs by a minute', async () => {
    const { plex } = plexWith();
    const second = NOW / 1000;
    for (const claims of [{ iat: second + 60 }, { nbf: second + 60 }, { nbf: second - 60 }, { exp: second - 59 }])
      await expect(plex.deviceKeys.verifyToken(await issuer.token(claims))).resolves.toMatchObject({
        clientID: CLIENT_ID,
      });
  });

  test('is for whichever client identifier the caller says, even if the client has none', async () => {
    const { plex } = plexWith([issuer], { clientID: undefined });
    const token = await issuer.token({ aud: ['plex.tv', 'another'] });
    await expect(plex.deviceKeys.verifyToken(token, { clientID: 'another' })).resolves.toMatchObject({
      clientID: 'another',
    });
  });

  test('is for a device key, if the caller asks for one', async () => {
    const { plex } = plexWith();
    const key = await plex.deviceKeys.generate();
    const token = await issuer.token({ thumbprint: key.kid });
    for (const thumbprint of [key, key.kid])
      await expect(plex.deviceKeys.verifyToken(token, { thumbprint })).resolves.toMatchObject({ thumbprint: key.kid });
    const other = await plex.deviceKeys.generate();
    for (const thumbprint of [other, other.kid, ''])
      await expect(rejection(plex.deviceKeys.verifyToken(token, { thumbprint }))).resolves.toMatchObject({
        code: 'TOKEN_INVALID',
        reason: 'thumbprint',
      });
  });

  test('need not say for which device key', async () => {
    const { plex } = plexWith();
    const token = await issuer.token({ thumbprint: undefined });
    await expect(plex.deviceKeys.verifyToken(token)).resolves.toMatchObject({ thumbprint: undefined });
    await expect(rejection(plex.deviceKeys.verifyToken(token, { thumbprint: 'mine' }))).resolves.toMatchObject({
      reason: 'thumbprint',
    });
  });

  test('may be signed by any of several keys, by any of two of the same name, and by a key of any name', async () => {
    const issuers = await Promise.all(
      ['plex-0', 'twice', 'twice', 'Schlüssel 🔑', '__proto__'].map((kid) => newIssuer(kid)),
    );
    const { plex, sent } = plexWith(issuers);
    for (const each of issuers)
      await expect(plex.deviceKeys.verifyToken(await each.token())).resolves.toMatchObject({ clientID: CLIENT_ID });
    expect(sent).toHaveLength(1);
  });
});

describe('a token is refused', () => {
  test.each(refusedTokens)('as $reason: $name', async ({ reason, make }) => {
    const { plex } = plexWith();
    const token = await make(issuer);
    const error = await rejection(plex.deviceKeys.verifyToken(token));
    expect(error).toBeInstanceOf(errors.TokenRefusedError);
    const code = reason === 'expired' ? 'TOKEN_EXPIRED' : 'TOKEN_INVALID';
    expect(error).toMatchObject({ name: 'TokenRefusedError', reason, code, operation: 'verifyToken' });
  });

  test('without a word of it in the error', async () => {
    const { plex } = plexWith();
    for (const { make } of refusedTokens) {
      const error = await rejection(plex.deviceKeys.verifyToken(await make(issuer)));
      if (!(error instanceof errors.TokenRefusedError)) throw error;
      expect(Object.keys(error).sort()).toEqual(['code', 'operation', 'reason']);
      expect(error.message).toBe(`verifyToken: the token is refused: ${error.reason}`);
      expect(error.cause).toBeUndefined();
    }
  });

  test('again and again: a verdict is not remembered', async () => {
    const clock = movableClock(NOW);
    const { plex } = plexWith([issuer], { clock });
    const token = await issuer.token({ exp: NOW / 1000 + 60 });
    await plex.deviceKeys.verifyToken(token);
    clock.advance(120_000);
    await expect(rejection(plex.deviceKeys.verifyToken(token))).resolves.toMatchObject({ code: 'TOKEN_EXPIRED' });
  });
});

describe('a caller’s mistake', () => {
  test('is to say nowhere whose token it should be', async () => {
    const { plex, sent } = plexWith([issuer], { clientID: undefined });
    const error = await rejection(plex.deviceKeys.verifyToken(await issuer.token()));
    expect(error).toMatchObject({ name: 'InvalidArgumentError', code: 'CLIENT_ID_REQUIRED', argument: 'clientID' });
    expect(sent).toEqual([]);
  });

  test.each([
    ['token', [undefined]],
    ['token', [{ token: 'canary-token' }]],
    ['expected', ['canary-token', null]],
    ['expected', ['canary-token', 'my-client']],
    ['expected.clientID', ['canary-token', { clientID: 7 }]],
    ['expected.clientID', ['canary-token', { clientID: 'plex.tv' }]],
    ['expected.thumbprint', ['canary-token', { thumbprint: 7 }]],
    ['expected.thumbprint', ['canary-token', { thumbprint: null }]],
    ['expected.thumbprint', ['canary-token', { thumbprint: { kid: 'forged' } }]],
  ])('is a wrong %s', async (argument, given) => {
    const { plex, sent } = plexWith();
    const verify: unknown = Reflect.get(plex.deviceKeys, 'verifyToken');
    if (typeof verify !== 'function') throw new TypeError('verifyToken is no method');
    const error = await rejection(Reflect.apply(verify, plex.deviceKeys, given));
    expect(error).toMatchObject({ name: 'InvalidArgumentError', argument });
    expect(JSON.stringify([String(error), error])).not.toContain('canary');
    expect(sent).toEqual([]);
  });
});
