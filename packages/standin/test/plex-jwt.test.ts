import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { expect, test } from 'vitest';
import type { StandIn } from '../src/index.js';
import { ask, askPlexTv, askServer, at, refusal, signIn, start, textAt } from './asking.js';
import { danasDevice, exchange, makeDevice, nonce, plexJwt, register, signed } from './device.js';

const DAY = 24 * 60 * 60_000;

async function listedKeys(standIn: StandIn): Promise<Parameters<typeof createLocalJWKSet>[0]> {
  return JSON.parse(await (await askPlexTv(standIn, '/auth/keys')).text());
}

function statusOf(standIn: StandIn, token: string, path = '/user'): Promise<number> {
  return askPlexTv(standIn, path, { token }).then(({ status }) => status);
}

test('a JWT of plex.tv is signed by a listed key, names device and user, and lives for seven days [jwt.claims] [jwt.seven-days] [jwt.nonce-claim]', async () => {
  const standIn = await start({ startAt: Date.parse('2026-11-24T06:00:00Z') });
  const { token, clientIdentifier: client, id, uuid } = standIn.people.dana;
  const device = await makeDevice('dana-key');
  await register(standIn, device.jwk, { token, client });
  const value = await nonce(standIn, client);
  const now = Math.floor(standIn.clock.now() / 1000);
  const answer = await exchange(
    standIn,
    await signed(device, client, { nonce: value, scope: undefined, exp: now + 300 }),
    client,
  );
  const jwt = textAt(await answer.json(), 'auth_token');
  const keys = await listedKeys(standIn);
  const { payload, protectedHeader } = await jwtVerify(jwt, createLocalJWKSet(keys), {
    issuer: 'plex.tv',
    audience: client,
    currentDate: new Date(standIn.clock.now()),
  });
  expect(protectedHeader).toEqual({ kid: keys.keys[0]?.kid, typ: 'JWT', alg: 'EdDSA' });
  const iat = payload.iat ?? 0;
  expect(iat - now).toBeLessThanOrEqual(1);
  expect(payload).toEqual({
    nonce: value,
    thumbprint: 'dana-key',
    iss: 'plex.tv',
    aud: ['plex.tv', client],
    iat,
    exp: iat + 604_800,
    user: { id, uuid },
  });
});

test('the scope selects what a JWT says of its user [jwt.scope-selects-claims]', async () => {
  const standIn = await start();
  const userOf = async (name: 'dana' | 'carla', scope: string): Promise<unknown> => {
    const { token, clientIdentifier: client } = standIn.people[name];
    const device = await makeDevice(`${name} ${scope}`);
    await register(standIn, device.jwk, { token, client });
    const jwt = await plexJwt(standIn, device, { client, claims: { scope } });
    standIn.control.reset();
    return decodeJwt(jwt)['user'];
  };
  const { dana, carla } = standIn.people;
  const anyone = { id: expect.any(Number), uuid: expect.any(String) };
  expect(await userOf('dana', 'username,email')).toEqual({ ...anyone, username: dana.username, email: dana.email });
  expect(await userOf('dana', 'admin,shared_user')).toEqual(anyone);
  expect(await userOf('carla', 'username,email,friendly_name,restricted,anonymous,joinedAt')).toEqual({
    id: carla.id,
    uuid: carla.uuid,
    username: '',
    email: '',
    friendly_name: expect.any(String),
    restricted: true,
    anonymous: false,
    joinedAt: expect.any(Number),
  });
});

test('a JWT opens plex.tv, and /user says it again [jwt.opens-plex-tv] [jwt.user-echo]', async () => {
  const standIn = await start();
  const { jwt } = await danasDevice(standIn);
  const { id } = standIn.people.dana;
  const account: unknown = await (await askPlexTv(standIn, '/user', { token: jwt })).json();
  expect(account).toMatchObject({ id, authToken: jwt, rememberExpiresAt: expect.any(Number) });
  expect(await statusOf(standIn, jwt, '/ping')).toBe(200);
  const carla = standIn.people.carla;
  const device = await makeDevice('carla-key');
  await register(standIn, device.jwk, { token: carla.token, client: carla.clientIdentifier });
  const hers = await plexJwt(standIn, device, { client: carla.clientIdentifier });
  expect(await (await askPlexTv(standIn, '/user', { token: hers })).json()).toMatchObject({ rememberExpiresAt: null });
});

test('the first JWT of a device ends its opaque token, and no other’s [jwt.first-ends-opaque]', async () => {
  const standIn = await start();
  const { token, clientIdentifier: client, email, password } = standIn.people.dana;
  const elsewhere = textAt(await (await signIn(standIn, { login: email, password })).json(), 'authToken');
  const device = await makeDevice('dana-key');
  await register(standIn, device.jwk, { token, client });
  expect(await statusOf(standIn, token)).toBe(200);
  await plexJwt(standIn, device, { client });
  expect(await statusOf(standIn, token)).toBe(401);
  expect(await statusOf(standIn, elsewhere)).toBe(200);
});

test('JWTs of a device live side by side to their end; then they are 498, and a refresh works all the same [jwt.several-live] [jwt.expired-498] [token-exchange.any-time]', async () => {
  const standIn = await start();
  const { device, client, jwt: first } = await danasDevice(standIn);
  standIn.control.advanceClock(3 * DAY);
  const second = await plexJwt(standIn, device, { client });
  expect([await statusOf(standIn, first), await statusOf(standIn, second)]).toEqual([200, 200]);
  standIn.control.advanceClock(4 * DAY);
  expect([await statusOf(standIn, first), await statusOf(standIn, second)]).toEqual([498, 200]);
  standIn.control.advanceClock(60 * DAY);
  const expired = await askPlexTv(standIn, '/user', { token: second });
  const told = { message: 'The token has expired', status: 498 };
  expect([expired.status, await expired.json()]).toEqual([498, { errors: [told] }]);
  expect(await statusOf(standIn, await plexJwt(standIn, device, { client }))).toBe(200);
});

test('removing the device ends its JWTs, its token and its keys [jwt.device-removed-401] [device.removal-ends-keys]', async () => {
  const standIn = await start();
  const { device, client, jwt } = await danasDevice(standIn);
  const { dana, eve } = standIn.people;
  await signIn(standIn, { login: eve.email, password: eve.password }, { client });
  await signIn(standIn, { login: dana.email, password: dana.password }, { client: 'another-client' });
  standIn.control.removeDevice({ person: 'eve', clientIdentifier: client });
  standIn.control.removeDevice({ person: 'dana', clientIdentifier: 'another-client' });
  expect(await statusOf(standIn, jwt)).toBe(200);
  standIn.control.removeDevice({ person: 'dana', clientIdentifier: client });
  expect(await refusal(await askPlexTv(standIn, '/user', { token: jwt }))).toEqual([401, 1001]);
  const late = await signed(device, client, { nonce: await nonce(standIn, client) });
  expect(await refusal(await exchange(standIn, late, client))).toEqual([422, 1097]);
  standIn.control.removeDevice({ person: 'eve', clientIdentifier: eve.clientIdentifier });
  expect(await statusOf(standIn, eve.token)).toBe(401);
  const again = await signIn(standIn, { login: dana.email, password: dana.password }, { client });
  expect(again.status).toBe(201);
});

test.each([
  ['getTokenDetails', 'GET /api/v2/user', { live: 200, removed: 401 }],
  ['ping', 'GET /api/v2/ping', { live: 200, removed: 401 }],
  ['signOut', 'DELETE /api/v2/users/signout', { live: 204, removed: 401 }],
  ['approvePin', 'PUT /api/v2/pins/link', { live: 400, removed: 401 }],
  ['registerKey', 'POST /api/v2/auth/jwk', { live: 400, removed: 401 }],
  ['getResources', 'GET /api/v2/resources', { live: 200, removed: 401 }],
  ['getHomeUsers', 'GET /api/v2/home/users', { live: 200, removed: 401 }],
  ['switchHomeUser', 'POST /api/v2/home/users/0/switch', { live: 404, removed: 401 }],
  ['legacySignIn', 'POST /users/sign_in.json', { live: 201, removed: 401 }],
  ['getLegacyAccount', 'GET /users/account.json', { live: 200, removed: 422 }],
  ['getDevices', 'GET /devices.json', { live: 200, removed: 422 }],
  ['removeDevice', 'DELETE /devices/1.xml', { live: 404, removed: 422 }],
  ['getClaimToken', 'GET /api/claim/token.json', { live: 200, removed: 422 }],
])(
  '%s: %s takes a JWT, and refuses one that has expired or whose device is gone [jwt.opens-plex-tv] [jwt.expired-498] [jwt.device-removed-401] [old-paths.revoked-422]',
  async (operation, asked, { live, removed }) => {
    const [method = '', path = ''] = asked.split(' ');
    const standIn = await start();
    const { device, client, jwt } = await danasDevice(standIn);
    const statusWith = async (token: string): Promise<number> =>
      (await ask(standIn, `https://plex.tv${path}`, { method, token, client })).status;
    const second = await plexJwt(standIn, device, { client });
    expect(await statusWith(jwt)).toBe(live);
    expect(standIn.control.requests().at(-1)?.operation).toBe(operation);
    standIn.control.removeDevice({ person: 'dana', clientIdentifier: client });
    expect(await statusWith(second)).toBe(removed);
    standIn.control.advanceClock(7 * DAY);
    expect(await statusWith(second)).toBe(498);
  },
);

test('signing out with a JWT ends it and its key [jwt.sign-out]', async () => {
  const standIn = await start();
  const { device, client, jwt } = await danasDevice(standIn);
  const other = await makeDevice('another-key');
  expect((await register(standIn, other.jwk, { token: jwt, client })).status).toBe(201);
  const second = await plexJwt(standIn, other, { client });
  expect((await askPlexTv(standIn, '/users/signout', { method: 'DELETE', token: jwt })).status).toBe(204);
  expect([await statusOf(standIn, jwt), await statusOf(standIn, second)]).toEqual([401, 200]);
  const late = await signed(device, client, { nonce: await nonce(standIn, client) });
  expect(await refusal(await exchange(standIn, late, client))).toEqual([422, 1097]);
});

test('a breach ends the keys of a person, and so their JWTs [jwt.breach-ends-keys]', async () => {
  const standIn = await start();
  const { device, client, jwt } = await danasDevice(standIn);
  standIn.control.breach('eve');
  expect(await statusOf(standIn, jwt)).toBe(200);
  standIn.control.breach('dana');
  expect(await statusOf(standIn, jwt)).toBe(401);
  const late = await signed(device, client, { nonce: await nonce(standIn, client) });
  expect(await refusal(await exchange(standIn, late, client))).toEqual([422, 1097]);
});

test('what plex.tv has not signed is no JWT [jwt.forged-401]', async () => {
  const standIn = await start();
  const { device, client, jwt } = await danasDevice(standIn);
  const [head = '', body = '', signature = ''] = jwt.split('.');
  const { kid } = decodeProtectedHeader(jwt);
  const none = Buffer.from(JSON.stringify({ kid, typ: 'JWT', alg: 'none' })).toString('base64url');
  const strangers = await danasDevice(await start());
  const last = signature.at(-1) ?? '';
  const twin = String.fromCharCode(last.charCodeAt(0) + 1);
  for (const forged of [
    await signed({ ...device, kid: kid ?? '' }, client),
    `${none}.${body}.`,
    `${none}.${body}.${signature}`,
    `${head}.${Buffer.from('{}').toString('base64url')}.${signature}`,
    `${head}.${body}`,
    `${head}.${body}.${signature.slice(0, -1)}${twin}`,
    strangers.jwt,
    '..',
  ]) {
    expect(await refusal(await askPlexTv(standIn, '/user', { token: forged }))).toEqual([401, 1001]);
  }
});

test('keys rotate: those before stay listed unless they are dropped, and with them their JWTs live [keys.several-listed]', async () => {
  const standIn = await start();
  const { device, client, jwt: first } = await danasDevice(standIn);
  const before = await listedKeys(standIn);
  standIn.control.rotateSigningKey();
  const second = await plexJwt(standIn, device, { client });
  const after = await listedKeys(standIn);
  expect(after.keys).toHaveLength(2);
  expect(after.keys).toContainEqual(before.keys[0]);
  expect(decodeProtectedHeader(second).kid).not.toBe(decodeProtectedHeader(first).kid);
  expect([await statusOf(standIn, first), await statusOf(standIn, second)]).toEqual([200, 200]);
  await jwtVerify(first, createLocalJWKSet(after));
  await jwtVerify(second, createLocalJWKSet(after));
  standIn.control.rotateSigningKey('drop');
  expect((await listedKeys(standIn)).keys).toHaveLength(1);
  expect([await statusOf(standIn, first), await statusOf(standIn, second)]).toEqual([401, 401]);
  expect(await statusOf(standIn, await plexJwt(standIn, device, { client }))).toBe(200);
  standIn.control.reset();
  expect(await listedKeys(standIn)).toEqual(before);
});

test('a key that is there before anybody needed it stays listed too [keys.several-listed]', async () => {
  const standIn = await start();
  standIn.control.rotateSigningKey();
  expect((await listedKeys(standIn)).keys).toHaveLength(2);
  standIn.control.rotateSigningKey('drop');
  expect((await listedKeys(standIn)).keys).toHaveLength(1);
});

test('a media server refuses a JWT, or with a switch takes it as the account’s opaque token [token.jwt-refused] [jwt.accepted-like-opaque]', async () => {
  for (const acceptJwt of [false, true]) {
    const standIn = await start({ acceptJwt });
    const { jwt: danas } = await danasDevice(standIn);
    const { token, clientIdentifier: client } = standIn.people.alice;
    const device = await makeDevice('alice-key');
    await register(standIn, device.jwk, { token, client });
    const alices = await plexJwt(standIn, device, { client });
    expect((await askServer(standIn, '/', { token: alices })).status).toBe(acceptJwt ? 200 : 401);
    expect((await askServer(standIn, '/', { token: danas })).status).toBe(401);
    standIn.control.advanceClock(7 * DAY);
    expect((await askServer(standIn, '/', { token: alices })).status).toBe(401);
  }
});

test('asked with a JWT, /resources hands it back for what is owned, and what is shared has a token that opens it', async () => {
  const standIn = await start();
  const shared = await danasDevice(standIn);
  const { token, clientIdentifier: client } = standIn.people.alice;
  const device = await makeDevice('alice-key');
  await register(standIn, device.jwk, { token, client });
  const alices = await plexJwt(standIn, device, { client });
  const accessTokens = async (jwt: string): Promise<unknown[]> => {
    const list: unknown = await (await askPlexTv(standIn, '/resources', { token: jwt, client })).json();
    const servers = [0, 1].map((index) => ({
      provides: at(list, index, 'provides'),
      token: at(list, index, 'accessToken'),
    }));
    return servers.filter(({ provides }) => provides === 'server').map((server) => server.token);
  };
  expect(await accessTokens(alices)).toEqual([alices, alices]);
  const [opaque] = await accessTokens(shared.jwt);
  expect((await askServer(standIn, '/', { token: String(opaque) })).status).toBe(200);
});

test('a switch within the Home rescues who has a JWT alone, and a renewal leaves what it gave', async () => {
  const standIn = await start();
  const { token, clientIdentifier: client, uuid } = standIn.people.alice;
  const device = await makeDevice('alice-key');
  await register(standIn, device.jwk, { token, client });
  const jwt = await plexJwt(standIn, device, { client });
  const switched = await askPlexTv(standIn, `/home/users/${uuid}/switch?pin=1379`, {
    method: 'POST',
    token: jwt,
    client,
  });
  const opaque = textAt(await switched.json(), 'authToken');
  expect((await askServer(standIn, '/', { token: opaque })).status).toBe(200);
  await plexJwt(standIn, device, { client });
  expect((await askServer(standIn, '/', { token: opaque })).status).toBe(200);
});

test('keys, JWTs and what is listed outlive the process', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'standin-jwt-'));
  const database = `${folder}/plex.db`;
  try {
    const before = await start({ database });
    const { device, client, jwt } = await danasDevice(before);
    const listed = await listedKeys(before);
    await before.close();
    const after = await start({ database });
    expect(await listedKeys(after)).toEqual(listed);
    expect(await statusOf(after, jwt)).toBe(200);
    expect(await statusOf(after, await plexJwt(after, device, { client }))).toBe(200);
    await after.close();
  } finally {
    await rm(folder, { recursive: true });
  }
});
