import { expect, test } from 'vitest';
import type { StandIn } from '../src/index.js';
import { type Asking, ask, askPlexTv, at, signIn, start, textAt } from './asking.js';
import { danasDevice } from './device.js';

const IDENTITY = {
  'X-Plex-Product': 'A player',
  'X-Plex-Version': '2.1.0',
  'X-Plex-Platform': 'Android',
  'X-Plex-Platform-Version': '16',
  'X-Plex-Device': 'Television',
  'X-Plex-Device-Name': 'Living room',
  'X-Plex-Model': 'T-1000',
  'X-Plex-Device-Vendor': 'Nobody',
  'X-Plex-Provides': 'player,sync-target',
  'X-Plex-Device-Screen-Resolution': '1920x1080',
  'X-Plex-Screen-Density': '320',
};

function askDevices(standIn: StandIn, token: string | undefined, ending = '.json'): Promise<Response> {
  return ask(standIn, `https://plex.tv/devices${ending}`, { token, accept: '*/*' });
}

function remove(standIn: StandIn, id: unknown, token: string | undefined): Promise<Response> {
  return ask(standIn, `https://plex.tv/devices/${String(id)}.xml`, { method: 'DELETE', token });
}

/** The programs on an account's list; servers are left out. */
async function listed(standIn: StandIn, token: string): Promise<unknown[]> {
  const body: unknown = await (await askDevices(standIn, token)).json();
  const devices = at(body, 'MediaContainer', 'Device');
  if (!Array.isArray(devices)) throw new TypeError('no list');
  return devices.filter((device) => at(device, 'provides') !== 'server');
}

async function called(standIn: StandIn, token: string, clientIdentifier: string): Promise<unknown> {
  return (await listed(standIn, token)).find((device) => at(device, 'clientIdentifier') === clientIdentifier);
}

/** Has a program make a PIN and Dana claim it; gives the program's token. */
async function claimed(standIn: StandIn, asking: Asking): Promise<string> {
  const made: unknown = await (await askPlexTv(standIn, '/pins', { ...asking, method: 'POST' })).json();
  standIn.control.claimPin({ code: textAt(made, 'code'), person: 'dana' });
  const pin: unknown = await (await askPlexTv(standIn, `/pins/${String(at(made, 'id'))}`, asking)).json();
  return textAt(pin, 'authToken');
}

test('a device is listed with what its program said, and its number [devices.members] [devices.identity] [devices.name] [devices.container]', async () => {
  const standIn = await start({ startAt: Date.parse('2026-11-24T06:00:00Z') });
  const token = await claimed(standIn, { client: 'tv', headers: IDENTITY });
  const seconds = Math.floor(standIn.clock.now() / 1000);
  const device = await called(standIn, token, 'tv');
  expect(device).toEqual({
    name: 'Living room',
    publicAddress: '127.0.0.1',
    product: 'A player',
    productVersion: '2.1.0',
    platform: 'Android',
    platformVersion: '16',
    device: 'Television',
    model: 'T-1000',
    vendor: 'Nobody',
    provides: 'player,sync-target',
    clientIdentifier: 'tv',
    version: '2.1.0',
    id: expect.any(Number),
    token,
    createdAt: expect.any(Number),
    lastSeenAt: expect.any(Number),
    screenResolution: '1920x1080',
    screenDensity: '320',
    SyncList: { itemsCompleteCount: 0, totalSize: 0, version: 2 },
    Connection: [{ uri: 'http://127.0.0.1:32500' }],
  });
  expect(Math.abs(Number(at(device, 'createdAt')) - seconds)).toBeLessThan(5);
});

test('in XML a device is an element, what it never said is empty, and a product does for a name [devices.container] [devices.json] [devices.name] [devices.player-address]', async () => {
  const standIn = await start();
  const { 'X-Plex-Product': product } = IDENTITY;
  const token = await claimed(standIn, {
    client: 'tv',
    headers: { 'X-Plex-Product': product, 'X-Plex-Provides': 'player' },
  });
  for (const ending of ['.xml', '']) {
    const answer = await askDevices(standIn, token, ending);
    expect(answer.headers.get('content-type')).toBe('application/xml; charset=utf-8');
    const xml = await answer.text();
    expect(xml).toMatch(/<MediaContainer publicAddress="127.0.0.1" size="2">\n {2}<Device name="" /);
    expect(xml).toMatch(/<Device name="A player" [^>]* vendor="" [^>]* id="\d+" [^>]* createdAt="\d{10}" /);
    expect(xml).toMatch(/\n {4}<Connection uri="http:\/\/127.0.0.1:32500"\/>\n {2}<\/Device>/);
  }
  expect((await askDevices(standIn, token)).headers.get('content-type')).toBe('application/json; charset=utf-8');
});

test('what a program says when it signs in replaces what it said before [devices.identity]', async () => {
  const standIn = await start();
  const { email: login, password } = standIn.people.dana;
  const name = async (): Promise<unknown> => at(await called(standIn, standIn.people.dana.token, 'tv'), 'name');
  await signIn(standIn, { login, password }, { client: 'tv', headers: IDENTITY });
  expect(await name()).toBe('Living room');
  const body = new URLSearchParams({ 'user[login]': login, 'user[password]': password });
  const headers = { 'X-Plex-Device-Name': 'Kitchen' };
  await ask(standIn, 'https://plex.tv/users/sign_in.json', { method: 'POST', client: 'tv', headers, body });
  expect(await name()).toBe('Kitchen');
});

test('a name in a header may be UTF-8 or Latin-1 [identity.utf8]', async () => {
  const standIn = await start();
  const bytes = (text: string): string => Buffer.from(text).toString('latin1');
  await claimed(standIn, { client: 'one', headers: { 'X-Plex-Device-Name': bytes('Küche ★') } });
  await claimed(standIn, { client: 'two', headers: { 'X-Plex-Device-Name': 'Küche' } });
  const names = (await listed(standIn, standIn.people.dana.token)).map((device) => at(device, 'name'));
  expect(names).toEqual(['', 'Küche ★', 'Küche']);
  // A mark at the beginning is part of what somebody calls themselves.
  await claimed(standIn, { client: bytes('\uFEFFone') });
  expect(await listed(standIn, standIn.people.dana.token)).toHaveLength(4);
});

test('a client identifier is one device of an account, by whatever it signs in, and another of another account [devices.one-per-client] [devices.listed-by-signing-in]', async () => {
  const standIn = await start();
  const { dana, eve } = standIn.people;
  await claimed(standIn, { client: 'tv' });
  const first = await called(standIn, dana.token, 'tv');
  standIn.control.advanceClock(60_000);
  const { email: login, password } = dana;
  await signIn(standIn, { login, password }, { client: 'tv' });
  const again = await called(standIn, dana.token, 'tv');
  expect(again).toMatchObject({ id: at(first, 'id'), createdAt: at(first, 'createdAt') });
  expect(Number(at(again, 'lastSeenAt'))).toBeGreaterThanOrEqual(Number(at(first, 'lastSeenAt')) + 60);
  expect(await listed(standIn, dana.token)).toHaveLength(2);
  await signIn(standIn, { login: eve.email, password: eve.password }, { client: 'tv' });
  expect(at(await called(standIn, eve.token, 'tv'), 'id')).not.toBe(at(first, 'id'));
});

test('a switch within the Home puts the program on the list of who was switched to [devices.listed-by-signing-in]', async () => {
  const standIn = await start();
  const { alice, bruno } = standIn.people;
  const path = `/home/users/${bruno.uuid}/switch`;
  const answer = await askPlexTv(standIn, path, { method: 'POST', token: alice.token, client: 'tv' });
  const token = textAt(await answer.json(), 'authToken');
  expect(await called(standIn, token, 'tv')).toMatchObject({ token });
  expect(await called(standIn, alice.token, 'tv')).toBeUndefined();
});

test('only the device that asks is shown with its token [devices.token-own]', async () => {
  const standIn = await start();
  const token = await claimed(standIn, { client: 'tv' });
  const tokens = (await listed(standIn, token)).map((device) => at(device, 'token'));
  expect(tokens).toEqual(['', token]);
  const { jwt } = await danasDevice(standIn);
  expect((await listed(standIn, jwt)).map((device) => at(device, 'token'))).toEqual(['', '']);
});

test('a device that signs out stays on the list [devices.sign-out-stays]', async () => {
  const standIn = await start();
  const token = await claimed(standIn, { client: 'tv' });
  await askPlexTv(standIn, '/users/signout', { method: 'DELETE', token });
  expect(await called(standIn, standIn.people.dana.token, 'tv')).toMatchObject({ clientIdentifier: 'tv' });
});

test('an owner’s servers are devices too, and are not removed as such [devices.servers-too]', async () => {
  const standIn = await start();
  const { alice, bruno } = standIn.people;
  const namesFor = async (token: string): Promise<unknown[]> => {
    const devices = at(await (await askDevices(standIn, token)).json(), 'MediaContainer', 'Device');
    if (!Array.isArray(devices)) throw new TypeError('no list');
    return devices.filter((one) => at(one, 'provides') === 'server');
  };
  const servers = await namesFor(alice.token);
  const urls = standIn.servers.map(({ url }) => [{ uri: url }]);
  expect(servers.map((one) => at(one, 'Connection'))).toEqual(urls);
  expect((await remove(standIn, at(servers[0], 'id'), alice.token)).status).toBe(404);
  expect(await namesFor(bruno.token)).toEqual([]);
});

test('a device that is removed leaves the list for good, and its token ends [devices.removed-200] [devices.removal-ends-token]', async () => {
  const standIn = await start();
  const { dana } = standIn.people;
  const token = await claimed(standIn, { client: 'tv' });
  const id = at(await called(standIn, token, 'tv'), 'id');
  const answer = await remove(standIn, id, dana.token);
  expect([answer.status, await answer.text()]).toEqual([200, '']);
  expect((await askPlexTv(standIn, '/user', { token })).status).toBe(401);
  expect(await listed(standIn, dana.token)).toHaveLength(1);
  expect((await remove(standIn, id, dana.token)).status).toBe(404);
  await claimed(standIn, { client: 'tv' });
  expect(at(await called(standIn, dana.token, 'tv'), 'id')).not.toBe(id);
});

test('a device may remove itself, and its keys and JWTs end with it [devices.removal-ends-token]', async () => {
  const standIn = await start();
  const { client, jwt } = await danasDevice(standIn);
  expect((await askPlexTv(standIn, '/user', { token: jwt })).status).toBe(200);
  const answer = await remove(standIn, at(await called(standIn, jwt, client), 'id'), jwt);
  expect(answer.status).toBe(200);
  expect((await askPlexTv(standIn, '/user', { token: jwt })).status).toBe(401);
});

test('what control removes is on no list either [devices.removal-ends-token]', async () => {
  const standIn = await start();
  await claimed(standIn, { client: 'tv' });
  standIn.control.removeDevice({ person: 'dana', clientIdentifier: 'tv' });
  expect(await called(standIn, standIn.people.dana.token, 'tv')).toBeUndefined();
  standIn.control.reset();
  expect(await listed(standIn, standIn.people.dana.token)).toHaveLength(1);
});

test('nobody removes what is not theirs, or not there [devices.unknown-404]', async () => {
  const standIn = await start();
  const { dana, eve } = standIn.people;
  const id = at((await listed(standIn, dana.token))[0], 'id');
  expect((await remove(standIn, id, eve.token)).status).toBe(404);
  expect((await remove(standIn, 1, dana.token)).status).toBe(404);
  expect(await listed(standIn, dana.token)).toHaveLength(1);
});

test('whose devices they are is known by the token alone [devices.needs-token]', async () => {
  const standIn = await start();
  const answer = await askDevices(standIn, undefined);
  expect([answer.status, await answer.json()]).toEqual([401, { error: 'Please sign in.' }]);
  expect((await remove(standIn, 640_000_001, undefined)).status).toBe(401);
});

test('a dead token is told from none on the old paths [old-paths.revoked-422]', async () => {
  const standIn = await start();
  const { token } = standIn.people.dana;
  standIn.control.breach('dana');
  for (const dead of [token, 'unheard-of']) {
    const answer = await askDevices(standIn, dead);
    expect([answer.status, await answer.json()]).toEqual([422, { error: 'Invalid token' }]);
    expect((await remove(standIn, 640_000_001, dead)).status).toBe(422);
  }
});

test('a device that provides something is among the resources, with no token and less to tell [resources.players]', async () => {
  const standIn = await start();
  const token = await claimed(standIn, { client: 'tv', headers: IDENTITY });
  const body: unknown = await (await askPlexTv(standIn, '/resources', { client: 'tv', token })).json();
  expect(at(body, 0, 'name')).toBe('Attic');
  expect(at(body, 1)).toEqual({
    name: 'Living room',
    product: 'A player',
    productVersion: '2.1.0',
    platform: 'Android',
    platformVersion: '16',
    device: 'Television',
    clientIdentifier: 'tv',
    createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}Z$/),
    lastSeenAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}Z$/),
    provides: 'player,sync-target',
    ownerId: null,
    sourceTitle: null,
    publicAddress: '127.0.0.1',
    accessToken: null,
    owned: true,
    home: false,
    synced: false,
    relay: false,
    presence: true,
    httpsRequired: false,
    publicAddressMatches: true,
    connections: [],
  });
  expect(at(body, 2)).toBeUndefined();
});
