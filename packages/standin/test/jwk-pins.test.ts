import { decodeJwt } from 'jose';
import { expect, test } from 'vitest';
import type { StandIn } from '../src/index.js';
import { ask, askPlexTv, at, refusal, signIn, start, textAt } from './asking.js';
import { type Device, danasDevice, exchange, json, makeDevice, nonce, plexJwt, signed } from './device.js';

const CLIENT = 'a-program';

interface MadePin {
  readonly id: number;
  readonly code: string;
}

function createPin(standIn: StandIn, jwk: unknown, client = CLIENT): Promise<Response> {
  return askPlexTv(standIn, '/pins', { client, ...json({ jwk, strong: true }) });
}

async function pinOf(standIn: StandIn, { jwk }: Device, client = CLIENT): Promise<MadePin> {
  const pin: unknown = await (await createPin(standIn, jwk, client)).json();
  return { id: Number(at(pin, 'id')), code: textAt(pin, 'code') };
}

/** Who asks for a PIN: a program, and what its device has signed. */
interface Asker {
  readonly client?: string;
  readonly deviceJWT?: string;
}

function getPin(standIn: StandIn, id: number, { client = CLIENT, deviceJWT }: Asker = {}): Promise<Response> {
  const query = deviceJWT === undefined ? '' : `?${new URLSearchParams({ deviceJWT }).toString()}`;
  return askPlexTv(standIn, `/pins/${id}${query}`, { client });
}

async function authToken(standIn: StandIn, id: number, asker: Asker): Promise<unknown> {
  return at(await (await getPin(standIn, id, asker)).json(), 'authToken');
}

function statusOf(standIn: StandIn, token: string): Promise<number> {
  return askPlexTv(standIn, '/user', { token }).then(({ status }) => status);
}

test('a PIN with a key gives a JWT to who shows that key, again and again, without a nonce [pin.jwk-created] [pin.jwk-links-key] [pin.jwk-exchange]', async () => {
  const standIn = await start();
  const device = await makeDevice('a-key');
  const made: unknown = await (await createPin(standIn, device.jwk)).json();
  expect(made).toMatchObject({ code: expect.stringMatching(/^[a-z0-9]{25}$/), authToken: null, newRegistration: null });
  const { id, code } = await pinOf(standIn, device);
  const proof = await signed(device, CLIENT);
  expect(await authToken(standIn, id, { deviceJWT: proof })).toBeNull();
  standIn.control.claimPin({ code, person: 'dana' });
  const claimed: unknown = await (await getPin(standIn, id, { deviceJWT: proof })).json();
  expect(claimed).toMatchObject({ newRegistration: false });
  const jwt = textAt(claimed, 'authToken');
  const { dana } = standIn.people;
  expect(decodeJwt(jwt)).toMatchObject({ thumbprint: 'a-key', aud: ['plex.tv', CLIENT], user: { id: dana.id } });
  expect(decodeJwt(jwt)).not.toHaveProperty('nonce');
  expect(await statusOf(standIn, jwt)).toBe(200);
  const again = String(await authToken(standIn, id, { deviceJWT: proof }));
  expect(again === jwt).toBe(decodeJwt(again).iat === decodeJwt(jwt).iat);
  standIn.control.advanceClock(2000);
  expect(await authToken(standIn, id, { deviceJWT: proof })).not.toBe(again);
  expect(await statusOf(standIn, await plexJwt(standIn, device, { client: CLIENT }))).toBe(200);
  expect(await statusOf(standIn, dana.token)).toBe(200);
});

test('a short PIN with a key is linked as any other, by a form in XML too', async () => {
  const standIn = await start();
  const device = await makeDevice('a-key', 'RS256');
  const asking = { client: CLIENT, ...json({ jwk: device.jwk }), accept: '*/*' };
  const made = await (await askPlexTv(standIn, '/pins', asking)).text();
  const [, id = '', code = ''] = /<pin id="(\d+)" code="([A-Z\d]{4})"/.exec(made) ?? [];
  const body = new URLSearchParams({ code });
  const { token } = standIn.people.dana;
  expect((await askPlexTv(standIn, '/pins/link', { method: 'PUT', token, body })).status).toBe(204);
  expect(await authToken(standIn, Number(id), { deviceJWT: await signed(device, CLIENT) })).toEqual(expect.any(String));
});

test('who does not show the key sees a PIN that nobody has claimed [pin.jwk-unsigned-pending]', async () => {
  const standIn = await start();
  const { id, code } = await pinOf(standIn, await makeDevice('a-key'));
  standIn.control.claimPin({ code, person: 'dana' });
  expect(await (await getPin(standIn, id)).json()).toMatchObject({ authToken: null, newRegistration: null });
  expect(() => standIn.control.claimPin({ code, person: 'eve' })).toThrow('claimed already');
});

test('a device JWT of another key, of another client or out of date is refused, before the claim and after [pin.device-jwt-refused]', async () => {
  const standIn = await start();
  const device = await makeDevice('a-key');
  const { id, code } = await pinOf(standIn, device);
  const plain: unknown = await (await askPlexTv(standIn, '/pins', { method: 'POST', client: CLIENT })).json();
  const now = Math.floor(standIn.clock.now() / 1000);
  const proof = await signed(device, CLIENT);
  const wrong: [string, number, number | undefined][] = [
    ['no JWT', 422, 1008],
    [await signed(await makeDevice('a-key'), CLIENT), 422, 1008],
    [await signed(await makeDevice('another-key'), CLIENT), 422, 1097],
    [await signed(device, 'another-client'), 422, 1097],
    [await signed(device, CLIENT, { aud: 'nobody' }), 422, 1008],
    [await signed(device, CLIENT, { exp: now - 120 }), 498, undefined],
  ];
  for (const claimed of [false, true]) {
    if (claimed) standIn.control.claimPin({ code, person: 'dana' });
    for (const [jwt, ...expected] of wrong)
      expect(await refusal(await getPin(standIn, id, { deviceJWT: jwt }))).toEqual(expected);
    expect(await refusal(await getPin(standIn, Number(at(plain, 'id')), { deviceJWT: proof }))).toEqual([422, 1097]);
    expect(await refusal(await getPin(standIn, id, { deviceJWT: proof, client: 'another-client' }))).toEqual([
      404, 1020,
    ]);
  }
  standIn.control.removeDevice({ person: 'dana', clientIdentifier: CLIENT });
  expect(await refusal(await getPin(standIn, id, { deviceJWT: proof }))).toEqual([422, 1097]);
  standIn.control.advanceClock(30 * 60_000);
  expect(await refusal(await getPin(standIn, id, { deviceJWT: proof }))).toEqual([404, 1020]);
});

test('a jwk that no device can have makes no PIN [pin.jwk-malformed]', async () => {
  const standIn = await start();
  const { jwk } = await makeDevice('a-key');
  for (const wrong of ['a-key', {}, { ...jwk, alg: 'none' }, { ...jwk, d: jwk.x }]) {
    expect(await refusal(await createPin(standIn, wrong))).toEqual([400, 1004]);
  }
  const form = { client: CLIENT, method: 'POST', body: new URLSearchParams({ jwk: JSON.stringify(jwk) }) };
  expect(await refusal(await askPlexTv(standIn, '/pins', form))).toEqual([400, 1004]);
  expect((await createPin(standIn, null)).status).toBe(201);
});

test('a kid of another program, or with another key, makes no PIN; the same program signs in again with its key [pin.jwk-thumbprint-taken]', async () => {
  const standIn = await start();
  const { device, client, jwt } = await danasDevice(standIn);
  const twin = await makeDevice(device.kid);
  expect(await refusal(await createPin(standIn, device.jwk))).toEqual([422, 1014]);
  expect(await refusal(await createPin(standIn, twin.jwk, client))).toEqual([422, 1014]);
  const { id, code } = await pinOf(standIn, device, client);
  standIn.control.claimPin({ code, person: 'dana' });
  expect(await authToken(standIn, id, { deviceJWT: await signed(device, client), client })).toEqual(expect.any(String));
  expect(await statusOf(standIn, jwt)).toBe(200);
});

test('of two PINs for one kid the second cannot be claimed once the first was, by another program', async () => {
  const standIn = await start();
  const device = await makeDevice('a-key');
  const first = await pinOf(standIn, device);
  const second = await pinOf(standIn, device, 'another-program');
  standIn.control.claimPin({ code: first.code, person: 'dana' });
  const { token } = standIn.people.dana;
  const body = new URLSearchParams({ code: second.code });
  expect(await refusal(await askPlexTv(standIn, '/pins/link', { method: 'PUT', token, body }))).toEqual([403, 1068]);
});

test('a key goes over to another account that signs in to the same program with it', async () => {
  const standIn = await start();
  const { device, client, jwt } = await danasDevice(standIn);
  const { id, code } = await pinOf(standIn, device, client);
  standIn.control.claimPin({ code, person: 'eve' });
  const hers = await authToken(standIn, id, { deviceJWT: await signed(device, client), client });
  expect(decodeJwt(String(hers))).toMatchObject({ user: { id: standIn.people.eve.id } });
  expect([await statusOf(standIn, jwt), await statusOf(standIn, String(hers))]).toEqual([401, 200]);
});

test('a program that has had a JWT is signed in with a password or a plain PIN no more, with a fresh key it is [jwt.no-opaque-again]', async () => {
  const standIn = await start();
  const { client } = await danasDevice(standIn);
  const { dana, eve } = standIn.people;
  const login = { login: dana.email, password: dana.password };
  expect(await refusal(await signIn(standIn, login, { client }))).toEqual([403, 1068]);
  const old = {
    method: 'POST',
    client,
    body: new URLSearchParams({ 'user[login]': dana.email, 'user[password]': dana.password }),
  };
  expect((await ask(standIn, 'https://plex.tv/users/sign_in.json', old)).status).toBe(403);
  const plain: unknown = await (await askPlexTv(standIn, '/pins', { method: 'POST', client })).json();
  const code = textAt(plain, 'code');
  expect(() => standIn.control.claimPin({ code, person: 'dana' })).toThrow('has had a JWT');
  standIn.control.claimPin({ code, person: 'eve' });
  expect((await signIn(standIn, { login: eve.email, password: eve.password }, { client })).status).toBe(201);
  expect((await signIn(standIn, login)).status).toBe(201);
  const fresh = await makeDevice('fresh-key');
  const pin = await pinOf(standIn, fresh, client);
  standIn.control.claimPin({ code: pin.code, person: 'dana' });
  expect(await authToken(standIn, pin.id, { deviceJWT: await signed(fresh, client), client })).toEqual(
    expect.any(String),
  );
});

test('a key on file that has given no JWT leaves a program as it was', async () => {
  const standIn = await start();
  const device = await makeDevice('a-key');
  const { code } = await pinOf(standIn, device);
  standIn.control.claimPin({ code, person: 'dana' });
  const { dana } = standIn.people;
  const made = await signIn(standIn, { login: dana.email, password: dana.password }, { client: CLIENT });
  const opaque = textAt(await made.json(), 'authToken');
  const jwt = await signed(device, CLIENT, { nonce: await nonce(standIn, CLIENT) });
  expect((await exchange(standIn, jwt, CLIENT)).status).toBe(200);
  expect(await statusOf(standIn, opaque)).toBe(401);
});
