import { describe, expect, test } from 'vitest';
import { type DeviceKey, errors, memoryStore, type PlexAPIOptions } from '../src/index.js';
import { CLIENT_ID, newIssuer } from './issuer.js';
import { movableClock } from './movable-clock.js';
import { rejection, type Reply, type Scene, scene, TOKEN, type Turn } from './scene.js';

const TAKEN: Reply = { status: 422, body: { errors: [{ code: 1014, message: 'taken' }] } };
const TOLD = { opaqueToken: 'ends-with-the-first-jwt' } as const;

interface Registering extends Scene {
  key: DeviceKey;
}

async function plexThat(turns: Turn | readonly Turn[], options: PlexAPIOptions = {}): Promise<Registering> {
  const made = scene(turns, { clientID: CLIENT_ID, clock: movableClock(0), ...options });
  return { ...made, key: await made.plex.deviceKeys.generate() };
}

describe('deviceKeys.register', () => {
  test.each([200, 201])('sends the public half with the token, and takes %i', async (status) => {
    const { plex, sent, key } = await plexThat({ status, body: '' });
    await expect(plex.deviceKeys.register(key, TOLD)).resolves.toEqual({ state: 'registered' });
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({
      url: 'https://clients.plex.tv/api/v2/auth/jwk',
      init: { method: 'POST', once: true },
    });
    expect(sent[0]?.headers.get('x-plex-token')).toBe(TOKEN);
    expect(sent[0]?.headers.get('content-type')).toBe('application/json');
    const body: unknown = JSON.parse(sent[0]?.init.body ?? '');
    expect(body).toEqual({ jwk: { ...key.publicJwk } });
  });

  test('refuses while an opaque token is in use, unless it is told what happens to it', async () => {
    const { plex, sent, key } = await plexThat({ status: 201 });
    const error = await rejection(plex.deviceKeys.register(key));
    expect(error).toMatchObject({ name: 'InvalidArgumentError', code: 'TOKEN_IN_USE', argument: 'opaqueToken' });
    const asked = plex.withToken(() => Promise.resolve(TOKEN));
    await expect(rejection(asked.deviceKeys.register(key))).resolves.toMatchObject({ code: 'TOKEN_IN_USE' });
    expect(sent).toEqual([]);
  });

  test('needs not to be told when the token is a JWT: then there is no opaque token', async () => {
    const { token } = await newIssuer();
    const { plex, sent, key } = await plexThat({ status: 201 }, { accessToken: await token() });
    await expect(plex.deviceKeys.register(key)).resolves.toEqual({ state: 'registered' });
    expect(sent).toHaveLength(1);
  });

  test('refuses a token of another client identifier, which the key would be bound to', async () => {
    const { token } = await newIssuer();
    const { plex, sent, key } = await plexThat({}, { accessToken: await token({ aud: ['plex.tv', 'another'] }) });
    await expect(rejection(plex.deviceKeys.register(key))).resolves.toMatchObject({ argument: 'accessToken' });
    expect(sent).toEqual([]);
  });

  test('takes a 422 for success when the token in use was issued for this very key', async () => {
    const { token } = await newIssuer();
    const { plex, key } = await plexThat(TAKEN);
    const again = plex.withToken(await token({ thumbprint: key.kid }));
    await expect(again.deviceKeys.register(key)).resolves.toEqual({ state: 'already-registered' });
  });

  test('takes no other 422 for success: the key may be another device’s', async () => {
    const { token } = await newIssuer();
    const { plex, key } = await plexThat(TAKEN);
    for (const client of [plex, plex.withToken(await token({ thumbprint: 'another key' }))]) {
      const error = await rejection(client.deviceKeys.register(key, TOLD));
      expect(error).toBeInstanceOf(errors.DeviceKeyTakenError);
      expect(error).toMatchObject({ name: 'DeviceKeyTakenError', code: 'KEY_TAKEN', statusCode: 422, plexCode: 1014 });
    }
  });

  test('needs a token, a client identifier and a key, and sends nothing without', async () => {
    const none = await plexThat({}, { accessToken: '' });
    await expect(rejection(none.plex.deviceKeys.register(none.key))).resolves.toMatchObject({
      argument: 'accessToken',
    });
    const nobody = await plexThat({}, { clientID: '' });
    const failed = await rejection(nobody.plex.deviceKeys.register(nobody.key, TOLD));
    expect(failed).toMatchObject({ code: 'CLIENT_ID_REQUIRED' });
    const register: unknown = Reflect.get(none.plex.deviceKeys, 'register');
    if (typeof register !== 'function') throw new TypeError('register is no method');
    const jwk = await none.plex.deviceKeys.export(none.key);
    const wrong = await rejection(Reflect.apply(register, none.plex.deviceKeys, [jwk, TOLD]));
    expect(wrong).toMatchObject({ name: 'InvalidArgumentError', argument: 'key' });
    expect([...none.sent, ...nobody.sent]).toEqual([]);
  });

  test('ends as soon as it is aborted, even while the token is waited for', async () => {
    const reason = new Error('left');
    const { plex, key } = await plexThat({});
    const waiting = plex.withToken(() => new Promise<string>(() => {}));
    const signal = AbortSignal.abort(reason);
    await expect(rejection(waiting.deviceKeys.register(key, TOLD, { signal }))).resolves.toBe(reason);
  });
});

describe('a PIN with a key', () => {
  const PIN: Reply = { status: 201, body: { id: 7, code: 'ABCD', expiresIn: 900, authToken: null } };
  const CLAIMED: Reply = { body: { id: 7, code: 'ABCD', expiresIn: 800, authToken: 'canary-fresh-token' } };

  test('is asked for in JSON', async () => {
    const { plex, sent, key } = await plexThat(PIN, { accessToken: '' });
    await plex.pins.create({ strong: true, key });
    const body: unknown = JSON.parse(sent[0]?.init.body ?? '');
    const { kty, crv, x, kid, alg } = key.publicJwk;
    expect(body).toEqual({ jwk: { kty, crv, x, kid, alg }, strong: true });
    expect(sent[0]?.url).toBe('https://clients.plex.tv/api/v2/pins');
    expect(sent[0]?.headers.get('content-type')).toBe('application/json');
  });

  test('is refused while the client has an opaque token, unless it is told what happens to it', async () => {
    const { plex, sent, key } = await plexThat(PIN);
    await expect(rejection(plex.pins.create({ key }))).resolves.toMatchObject({ code: 'TOKEN_IN_USE' });
    expect(sent).toEqual([]);
    await expect(plex.pins.create({ key, ...TOLD })).resolves.toMatchObject({ id: 7 });
  });

  test('is refused while a function gives the client’s token, unless what it gives renews itself', async () => {
    let asked = 0;
    const accessToken = (): string => {
      asked += 1;
      return TOKEN;
    };
    const { plex, sent, key } = await plexThat(PIN, { accessToken });
    await expect(rejection(plex.pins.create({ key }))).resolves.toMatchObject({ code: 'TOKEN_IN_USE' });
    expect([sent, asked]).toEqual([[], 0]);
    const source = plex.deviceKeys.tokenSource({ store: memoryStore(), name: 'ann' });
    await expect(plex.withToken(source).pins.create({ key })).resolves.toMatchObject({ id: 7 });
  });

  test('is asked about with a JWT of the device’s, the same one until it nears its end', async () => {
    const turns = [...Array.from({ length: 300 }, (): Reply => PIN), CLAIMED];
    const { plex, sent, key } = await plexThat(turns, { accessToken: '' });
    const pin = { id: 7, code: 'ABCD', expiresAt: 900_000 };
    await expect(plex.pins.waitUntilClaimed(pin, { key })).resolves.toMatchObject({ state: 'claimed' });
    const jwts = sent.map(({ url }) => new URL(url).searchParams.get('deviceJWT'));
    expect(new Set(jwts).size).toBe(2);
    expect(jwts.findIndex((jwt) => jwt !== jwts[0])).toBe(240);
  });

  test('shows the device’s JWT nowhere', async () => {
    const lines: string[] = [];
    const debugLogger = { debug: (line: string): void => void lines.push(line) };
    const echo: Turn = (url) => Promise.resolve(new Response(`{"errors":[{"message":"${url}"}]}`, { status: 400 }));
    const { plex, sent, key } = await plexThat(echo, { debugLogger });
    const error = await rejection(plex.pins.get(7, { key }));
    const jwt = new URL(sent[0]?.url ?? '').searchParams.get('deviceJWT') ?? '';
    expect(jwt).not.toBe('');
    expect(error).toBeInstanceOf(errors.SDKError);
    expect(
      `${String(error)}${JSON.stringify(error)}${Reflect.get(Object(error), 'body')}${lines.join()}`,
    ).not.toContain(jwt);
  });

  test('takes no other object for a key', async () => {
    const { plex, sent, key } = await plexThat(PIN, { accessToken: '' });
    const create: unknown = Reflect.get(plex.pins, 'create');
    if (typeof create !== 'function') throw new TypeError('create is no method');
    const failed = await rejection(Reflect.apply(create, plex.pins, [{ key: key.publicJwk }]));
    expect(failed).toMatchObject({ argument: 'key' });
    expect(sent).toEqual([]);
  });
});
