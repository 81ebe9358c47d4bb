import { expect, test } from 'vitest';
import { ask, askPlexTv, askServer, at, refusal, serverCalled, start, transientToken } from './asking.js';
import { saidOn, send } from './console-asking.js';

test('it moves the clock, and puts everything back', async () => {
  const standIn = await start({ control: true });
  const before = standIn.clock.now();
  await send(standIn, ['advance-clock'], { hours: '192' });
  expect(standIn.clock.now() - before).toBeGreaterThanOrEqual(8 * 24 * 3_600_000);
  await askPlexTv(standIn, '/ping', { token: standIn.people.alice.token });
  expect((await send(standIn, ['reset'], {})).status).toBe(303);
  expect(standIn.clock.now() - before).toBeLessThan(60_000);
  expect(standIn.control.requests()).toEqual([]);
});

test('it claims a PIN for somebody, by its number', async () => {
  const standIn = await start({ control: true });
  const pin: unknown = await (await askPlexTv(standIn, '/pins?strong=true', { method: 'POST', client: 'c' })).json();
  const id = String(at(pin, 'id'));
  expect((await send(standIn, ['claim-pin'], { pin: id, person: 'dana' })).status).toBe(303);
  const claimed: unknown = await (await askPlexTv(standIn, `/pins/${id}`, { client: 'c' })).json();
  const user: unknown = await (await askPlexTv(standIn, '/user', { token: String(at(claimed, 'authToken')) })).json();
  expect(at(user, 'username')).toBe('dana-reef');
  const again = await send(standIn, ['claim-pin'], { pin: id, person: 'dana' });
  expect(again.status).toBe(400);
  expect(await saidOn(again)).toContain('no PIN with this code waits to be claimed');
});

test('it lets an operation fail in each way, and then recover', async () => {
  const standIn = await start({ control: true });
  const { token } = standIn.people.alice;
  const ping = (): Promise<Response> => askPlexTv(standIn, '/ping', { token });
  const fault = { operation: 'ping', status: '503', times: '2', retryAfter: '9', delay: '' };
  expect((await send(standIn, ['fail-next'], { ...fault, kind: 'status' })).status).toBe(303);
  const first = await ping();
  expect([await refusal(first), first.headers.get('retry-after')]).toEqual([[503, 1007], '9']);
  expect((await ping()).status).toBe(503);
  expect((await ping()).status).toBe(200);
  await send(standIn, ['fail-next'], { ...fault, kind: 'garbage', status: '', retryAfter: '', times: '1' });
  await expect((await ping()).json()).rejects.toThrow('JSON');
  await send(standIn, ['fail-next'], { ...fault, kind: 'drop', times: '' });
  await expect(ping()).rejects.toThrow('fetch failed');
  await send(standIn, ['fail-next'], { ...fault, kind: 'delay', delay: '30' });
  const late = ping();
  standIn.control.advanceClock(30_000);
  expect((await late).status).toBe(200);
});

test('it ends the tokens of one or of all', async () => {
  const standIn = await start({ control: true });
  const { alice, bruno } = standIn.people;
  await send(standIn, ['breach'], { person: 'alice' });
  expect((await askPlexTv(standIn, '/user', { token: alice.token })).status).toBe(401);
  expect((await askPlexTv(standIn, '/user', { token: bruno.token })).status).toBe(200);
  await send(standIn, ['breach'], { person: '' });
  expect((await askPlexTv(standIn, '/user', { token: bruno.token })).status).toBe(401);
});

test('it restarts a server, and stops sharing one', async () => {
  const standIn = await start({ control: true });
  const { machineIdentifier } = serverCalled(standIn, 'Attic');
  const token = await transientToken(standIn, standIn.people.alice.token);
  await send(standIn, ['restart-server'], { server: machineIdentifier });
  expect((await askServer(standIn, '/', { token })).status).toBe(401);
  const shared = standIn.people.dana.serverTokens[machineIdentifier];
  expect((await askServer(standIn, '/', { token: shared })).status).toBe(200);
  await send(standIn, ['remove-access'], { person: 'dana', server: machineIdentifier });
  expect((await askServer(standIn, '/', { token: shared })).status).toBe(401);
});

test('it puts a client somewhere else', async () => {
  const standIn = await start({ control: true });
  await send(standIn, ['set-address'], { clientIdentifier: 'c', ip: ' 203.0.113.7', country: 'se ' });
  await askPlexTv(standIn, '/ping', { client: 'c' });
  expect(standIn.control.requests()[0]?.address).toEqual({ ip: '203.0.113.7', country: 'SE' });
});

test.each([
  ['advance-clock', { hours: '' }, 'ms: '],
  ['advance-clock', { hours: '-3' }, 'ms: '],
  ['advance-clock', {}, 'ms: '],
  ['fail-next', { operation: 'nope', kind: 'status' }, 'operation: there is no such operation'],
  ['fail-next', { operation: 'ping', kind: 'status', status: '99' }, 'status: '],
  ['fail-next', { operation: 'ping', kind: 'delay' }, 'expected at least one'],
  ['breach', { person: '<b>' }, 'person: nobody is called so'],
  ['restart-server', { server: 'Roof' }, 'server: no server is called so'],
  ['remove-access', { person: 'eve', server: 'Attic' }, 'person: Attic is not shared with eve'],
  ['remove-device', { person: 'dana', clientIdentifier: 'a-typo' }, 'clientIdentifier: dana has no device'],
  ['claim-pin', { pin: 'x', person: 'alice' }, 'code: no PIN'],
  ['set-address', { clientIdentifier: 'c', ip: 'here', country: 'SE' }, 'ip: '],
])('%s of %j does nothing, and says why', async (action, fields, why) => {
  const standIn = await start({ control: true });
  const response = await send(standIn, [action], { ...fields });
  expect(response.status).toBe(400);
  const said = await saidOn(response);
  expect(said).toContain('Nothing was done.');
  expect(said).toContain(why);
});

test('it takes a device off a list, and has JWTs signed with a fresh key', async () => {
  const standIn = await start({ control: true });
  const { dana } = standIn.people;
  const keys = async (): Promise<string> => (await askPlexTv(standIn, '/auth/keys')).text();
  await send(standIn, ['remove-device'], { person: 'dana', clientIdentifier: dana.clientIdentifier });
  expect((await askPlexTv(standIn, '/user', { token: dana.token })).status).toBe(401);
  const before = await keys();
  await send(standIn, ['rotate-signing-key'], { before: 'keep' });
  expect((await keys()).length).toBeGreaterThan(before.length);
  await send(standIn, ['rotate-signing-key'], { before: 'drop' });
  expect((await keys()).length).toBe(before.length);
});

test('it puts whoever opens the pages somewhere else', async () => {
  const standIn = await start({ control: true });
  await send(standIn, ['set-browser-address'], { ip: '203.0.113.8', country: 'de' });
  await ask(standIn, `${standIn.url}/link`, { accept: 'text/html' });
  expect(standIn.control.requests()[0]?.address).toEqual({ ip: '203.0.113.8', country: 'DE' });
  expect((await send(standIn, ['set-browser-address'], { ip: 'there', country: 'de' })).status).toBe(400);
});
