import { SignJWT, UnsecuredJWT, decodeJwt, exportJWK, generateKeyPair } from 'jose';
import { expect, test } from 'vitest';
import type { StandIn } from '../src/index.js';
import { askPlexTv, at, refusal, start, textAt } from './asking.js';
import { type Device, danasDevice, exchange, json, makeDevice, nonce, plexJwt, register, signed } from './device.js';

const MINUTE = 60_000;

/** Dana's device with a key on file that has not been used. */
async function registered(standIn: StandIn, alg: Device['alg'] = 'EdDSA'): Promise<{ device: Device; client: string }> {
  const { token, clientIdentifier: client } = standIn.people.dana;
  const device = await makeDevice('a-key', alg);
  expect((await register(standIn, device.jwk, { token, client })).status).toBe(201);
  return { device, client };
}

test.each(['EdDSA', 'RS256'] as const)(
  'a key of %s is registered with 201 and nothing else, and signs [jwk.created-201] [jwk.algorithms] [token-exchange.auth-token]',
  async (alg) => {
    const standIn = await start();
    const { token, clientIdentifier: client } = standIn.people.dana;
    const device = await makeDevice('a-key', alg);
    const answer = await register(standIn, device.jwk, { token, client });
    expect([answer.status, await answer.text()]).toEqual([201, '']);
    const jwt = await plexJwt(standIn, device, { client });
    expect(decodeJwt(jwt)).toMatchObject({ thumbprint: 'a-key' });
  },
);

test('a key belongs to the device of the token, whatever the header says [jwk.device-of-token]', async () => {
  const standIn = await start();
  const { token, clientIdentifier } = standIn.people.dana;
  const device = await makeDevice('a-key');
  await register(standIn, device.jwk, { token, client: 'another-client' });
  const jwt = await plexJwt(standIn, device, { client: clientIdentifier });
  expect(decodeJwt(jwt).aud).toEqual(['plex.tv', clientIdentifier]);
  const there = await signed(device, 'another-client', { nonce: await nonce(standIn, 'another-client') });
  expect(await refusal(await exchange(standIn, there))).toEqual([422, 1097]);
});

test('a thumbprint is taken once, on another device and on the same [jwk.thumbprint-taken] [jwk.repeated]', async () => {
  const standIn = await start();
  const { device, client } = await registered(standIn);
  const { alice, dana } = standIn.people;
  expect(await refusal(await register(standIn, device.jwk, { token: dana.token, client }))).toEqual([422, 1014]);
  const other = await makeDevice('a-key');
  expect(await refusal(await register(standIn, other.jwk, { token: alice.token }))).toEqual([422, 1014]);
  expect(decodeJwt(await plexJwt(standIn, device, { client }))).toMatchObject({ user: { id: dana.id } });
});

test('what is no public key of a kind that signs is refused with 400 and 1004 [jwk.malformed]', async () => {
  const standIn = await start();
  const { token } = standIn.people.dana;
  const { jwk } = await makeDevice('a-key');
  const rsa = await makeDevice('rsa-key', 'RS256');
  const weak = await generateKeyPair('RS256', { modulusLength: 2048, extractable: true });
  const { kid: _, ...nameless } = jwk;
  const { alg: __, ...unsaid } = jwk;
  for (const wrong of [
    undefined,
    'a-key',
    nameless,
    unsaid,
    { ...jwk, kid: '' },
    { ...jwk, kid: 'cut\0here' },
    { ...jwk, alg: 'Ed25519' },
    { ...jwk, alg: 'HS256' },
    { ...jwk, crv: 'X25519' },
    { ...jwk, x: 'short' },
    { ...jwk, use: 'enc' },
    { ...rsa.jwk, alg: 'RS512' },
    { ...rsa.jwk, n: 'AQAB' },
    { ...(await exportJWK(weak.privateKey)), kid: 'a-key', alg: 'RS256' },
    { kty: 'oct', k: 'c2VjcmV0', kid: 'a-key', alg: 'HS256' },
  ]) {
    expect(await refusal(await register(standIn, wrong, { token }))).toEqual([400, 1004]);
  }
  const form = { body: new URLSearchParams({ jwk: '{}' }), headers: {} };
  expect(await refusal(await register(standIn, jwk, { token, ...form }))).toEqual([400, 1004]);
  const long = { body: JSON.stringify({ jwk: 'x'.repeat(70_000) }) };
  expect(await refusal(await register(standIn, jwk, { token, ...long }))).toEqual([413, 1004]);
});

test('without a client identifier there is neither key nor token, 400 with 1000; a nonce says 422 [auth.client-id] [nonce.client-id-422]', async () => {
  const standIn = await start();
  const { token } = standIn.people.dana;
  const { jwk } = await makeDevice('a-key');
  expect(await refusal(await register(standIn, jwk, { token, client: '' }))).toEqual([400, 1000]);
  expect(await refusal(await exchange(standIn, 'a.b.c', ''))).toEqual([400, 1000]);
  expect(await refusal(await askPlexTv(standIn, '/auth/nonce', { client: '' }))).toEqual([422, 1000]);
  expect(await refusal(await register(standIn, jwk, { token: 'dead' }))).toEqual([401, 1001]);
});

test('a nonce is a UUID that works once, for five minutes, for whoever fetched it [nonce.uuid] [nonce.single-use] [nonce.belongs-to-client] [nonce.lifetime] [token-exchange.nonce]', async () => {
  const standIn = await start();
  const { device, client } = await registered(standIn);
  const now = (): number => Math.floor(standIn.clock.now() / 1000);
  const use = async (value: string | undefined): Promise<Response> =>
    exchange(standIn, await signed(device, client, { nonce: value, exp: now() + 300 }), client);
  const first = await nonce(standIn, client);
  expect(first).toMatch(/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/);
  expect((await use(first)).status).toBe(200);
  for (const wrong of [first, 'unheard-of', undefined, await nonce(standIn, 'another-client')]) {
    expect(await refusal(await use(wrong))).toEqual([422, 1008]);
  }
  const almost = await nonce(standIn, client);
  standIn.control.advanceClock(5 * MINUTE - 2000);
  expect((await use(almost)).status).toBe(200);
  const late = await nonce(standIn, client);
  standIn.control.advanceClock(5 * MINUTE);
  expect(await refusal(await use(late))).toEqual([422, 1008]);
});

test('a refused exchange does not use the nonce up', async () => {
  const standIn = await start();
  const { device, client } = await registered(standIn);
  const value = await nonce(standIn, client);
  const other = await makeDevice('a-key');
  expect(await refusal(await exchange(standIn, await signed(other, client, { nonce: value }), client))).toEqual([
    422, 1008,
  ]);
  expect((await exchange(standIn, await signed(device, client, { nonce: value }), client)).status).toBe(200);
});

test('bursts for nonces are refused with 429, when limits are on [rate-limit.window]', async () => {
  const standIn = await start({ rateLimits: true });
  for (let time = 0; time < 20; time += 1) await nonce(standIn, 'a-client');
  const refused = await askPlexTv(standIn, '/auth/nonce', { client: 'a-client' });
  expect(refused.headers.get('retry-after')).toBe('5');
  expect(await refusal(refused)).toEqual([429, 1003]);
});

test('a device JWT without its key’s name in the header, or signed otherwise than by that key, is refused with 422 [device-jwt.kid-in-header] [device-jwt.signature] [token-exchange.refused-422]', async () => {
  const standIn = await start();
  const { device, client } = await registered(standIn);
  const value = await nonce(standIn, client);
  const good = await signed(device, client, { nonce: value });
  const payload = decodeJwt(good);
  const { kid } = device;
  const sign = (
    header: { alg: string; kid?: string; typ?: string },
    key: Parameters<SignJWT['sign']>[0],
  ): Promise<string> => new SignJWT({ ...payload, kid }).setProtectedHeader(header).sign(key);
  const publicKey = new TextEncoder().encode(JSON.stringify(device.jwk));
  const x = Buffer.from(device.jwk.x ?? '', 'base64url');
  const [head = '', body = '', signature = ''] = good.split('.');
  const none = Buffer.from(JSON.stringify({ alg: 'none', kid, typ: 'JWT' })).toString('base64url');
  for (const wrong of [
    '',
    'a.b.c',
    'a JWT',
    await sign({ alg: 'EdDSA', typ: 'JWT' }, device.privateKey),
    await sign({ alg: 'EdDSA', kid }, device.privateKey),
    await sign({ alg: 'EdDSA', kid, typ: 'at+jwt' }, device.privateKey),
    await sign({ alg: 'EdDSA', kid: `${kid}\0`, typ: 'JWT' }, device.privateKey),
    await signed(device, client, { nonce: `${value}\0` }),
    await signed(await makeDevice(kid), client, { nonce: value }),
    await signed(await makeDevice(kid, 'RS256'), client, { nonce: value }),
    await sign({ alg: 'HS256', kid, typ: 'JWT' }, publicKey),
    await sign({ alg: 'HS256', kid, typ: 'JWT' }, x),
    new UnsecuredJWT(payload).encode(),
    `${none}.${body}.`,
    `${none}.${body}.${signature}`,
    `${head}.${body}.`,
    `${head}.${body}.${signature.slice(0, -4)}`,
    `${head}.${body}.${signature}.`,
    `${good} `,
  ]) {
    expect(await refusal(await exchange(standIn, wrong, client))).toEqual([422, 1008]);
  }
  for (const malformed of [undefined, 7, null]) {
    expect(await refusal(await exchange(standIn, malformed, client))).toEqual([400, 1004]);
  }
  expect((await exchange(standIn, good, client)).status).toBe(200);
});

test('a device JWT that names an unknown key, or another client than the key’s, is refused with 1097 [token-exchange.no-key-1097]', async () => {
  const standIn = await start();
  const { device, client } = await registered(standIn);
  const other = await makeDevice('another-key');
  const value = await nonce(standIn, client);
  for (const wrong of [
    await signed(other, client, { nonce: value }),
    await signed(device, 'nobody', { nonce: value }),
  ]) {
    const answer = await exchange(standIn, wrong, client);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toEqual({ errors: [{ code: 1097, message: 'JWK is missing', status: 422 }] });
  }
});

test('a device JWT is for plex.tv [device-jwt.audience]', async () => {
  const standIn = await start();
  const { device, client } = await registered(standIn);
  for (const aud of ['plex', 'https://plex.tv', undefined]) {
    const jwt = await signed(device, client, { nonce: await nonce(standIn, client), aud });
    expect(await refusal(await exchange(standIn, jwt, client))).toEqual([422, 1008]);
  }
});

test('an expired device JWT is refused with 498, one that says nothing of times is not [device-jwt.expired] [device-jwt.times-optional] [device-jwt.clock-skew]', async () => {
  const standIn = await start();
  const { device, client } = await registered(standIn);
  const now = Math.floor(Date.now() / 1000);
  const told = async (claims: object): Promise<number> => {
    const jwt = await signed(device, client, { nonce: await nonce(standIn, client), ...claims });
    return (await exchange(standIn, jwt, client)).status;
  };
  expect(await told({ exp: now - 65 })).toBe(498);
  expect(await told({ exp: now - 30 })).toBe(200);
  expect(await told({ iat: undefined, exp: undefined })).toBe(200);
  expect(await told({ iat: now + 600, exp: now + 900 })).toBe(200);
  expect(await told({ nbf: now + 600 })).toBe(422);
});

test('the keys of plex.tv are Ed25519, in JSON for anybody [keys.listed] [keys.json-only] [keys.ed25519] [keys.kid-is-text]', async () => {
  const standIn = await start();
  const answer = await askPlexTv(standIn, '/auth/keys', { accept: '*/*' });
  expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
  const { keys }: { keys: unknown[] } = JSON.parse(await answer.text());
  expect(keys).toEqual([
    {
      kty: 'OKP',
      crv: 'Ed25519',
      x: expect.stringMatching(/^[\w-]{43}$/),
      use: 'sig',
      alg: 'EdDSA',
      kid: expect.stringMatching(/^[\w-]{43}$/),
    },
  ]);
  expect(await (await askPlexTv(standIn, '/auth/keys')).json()).toEqual({ keys });
  standIn.control.reset();
  expect(await (await askPlexTv(standIn, '/auth/keys')).json()).toEqual({ keys });
});

test('nonce and token are told in XML to who does not ask for JSON', async () => {
  const standIn = await start();
  const { device, client } = await registered(standIn);
  const given = await (await askPlexTv(standIn, '/auth/nonce', { client, accept: '*/*' })).text();
  const [, value = ''] = /<nonce nonce="([\da-f-]{36})"\/>/.exec(given) ?? [];
  const asking = { client, ...json({ jwt: await signed(device, client, { nonce: value }) }), accept: '*/*' };
  const answer = await askPlexTv(standIn, '/auth/token', asking);
  expect(await answer.text()).toMatch(/<token auth_token="[\w-]+\.[\w-]+\.[\w-]+"\/>/);
});

test('the log shows neither key, nonce nor JWT, and whose JWT it was', async () => {
  const standIn = await start();
  const { jwt } = await danasDevice(standIn);
  await askPlexTv(standIn, `/user?X-Plex-Token=${jwt}`);
  const seen = standIn.control.requests();
  expect(at(seen.at(-1), 'token', 'kind')).toBe('jwt');
  expect(textAt(seen.at(-1), 'token', 'person')).toBe('dana');
  expect(JSON.stringify(seen)).not.toContain(jwt.split('.')[2] ?? '');
});
