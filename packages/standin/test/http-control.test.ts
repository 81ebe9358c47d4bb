import { expect, test } from 'vitest';
import type { StandIn } from '../src/index.js';
import { ask, askPlexTv, askServer, at, start } from './asking.js';

function get(standIn: StandIn, path: string, headers: Record<string, string> = {}): Promise<Response> {
  return ask(standIn, `${standIn.url}/_standin${path}`, { headers });
}

function post(standIn: StandIn, path: string, input: unknown): Promise<Response> {
  return ask(standIn, `${standIn.url}/_standin${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
  });
}

test('over HTTP the control does what it does in process', async () => {
  const standIn = await start({ control: true });
  const { alice, bruno } = standIn.people;
  const before = standIn.clock.now();
  const pin: unknown = await (await askPlexTv(standIn, '/pins', { method: 'POST', client: 'c' })).json();
  const code = at(pin, 'code');
  for (const [path, input] of [
    ['/fail-next', { operation: 'ping', status: 500 }],
    ['/advance-clock', { ms: 5_000 }],
    ['/breach', { person: 'bruno' }],
    ['/restart-server', { server: 'Attic' }],
    ['/remove-access', { person: 'carla', server: 'Attic' }],
    ['/claim-pin', { code, person: 'dana' }],
    ['/set-address', { clientIdentifier: 'c', ip: '203.0.113.4', country: 'SE' }],
    ['/remove-device', { person: 'eve', clientIdentifier: standIn.people.eve.clientIdentifier }],
    ['/rotate-signing-key', { before: 'drop' }],
  ] as const) {
    const response = await post(standIn, path, input);
    expect([path, response.status]).toEqual([path, 204]);
  }
  expect(standIn.clock.now() - before).toBeGreaterThanOrEqual(5_000);
  expect((await askPlexTv(standIn, '/ping', { token: alice.token, client: 'c' })).status).toBe(500);
  expect((await askPlexTv(standIn, '/user', { token: bruno.token })).status).toBe(401);
  expect((await askServer(standIn, '/', { token: standIn.people.carla.token })).status).toBe(401);
  expect((await askPlexTv(standIn, '/user', { token: standIn.people.eve.token })).status).toBe(401);
  const claimed: unknown = await (await askPlexTv(standIn, `/pins/${String(at(pin, 'id'))}`, { client: 'c' })).json();
  expect(at(claimed, 'authToken')).toEqual(expect.any(String));
  const log: unknown = await (await get(standIn, '/requests')).json();
  expect(at(log, 1, 'address', 'ip')).toBe('203.0.113.4');
  expect((await post(standIn, '/reset', {})).status).toBe(204);
  expect(await (await get(standIn, '/requests')).json()).toEqual([]);
});

test('it tells who and what is there, and no secret', async () => {
  const standIn = await start({ control: true });
  const answers = await Promise.all(['/people', '/servers', '/clock', '/requests'].map((path) => get(standIn, path)));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  const text = (await Promise.all(answers.map((answer) => answer.text()))).join('\n');
  expect(text).toContain('"key":"finn"');
  expect(text).toContain(standIn.servers[0]?.url);
  const secrets = Object.values(standIn.people).flatMap(({ password, token, serverTokens }) => [
    password,
    token,
    ...Object.values(serverTokens),
  ]);
  expect(secrets.filter((secret) => secret !== '' && text.includes(secret))).toEqual([]);
});

test.each([
  ['/fail-next', { operation: 'nope' }, ['operation']],
  ['/fail-next', 'text', ['']],
  ['/advance-clock', { ms: '5' }, ['ms']],
  ['/set-address', { clientIdentifier: '', ip: '::1', country: 'SE' }, ['clientIdentifier']],
  ['/restart-server', {}, ['server']],
  ['/reset', { everything: true }, ['']],
])('%s given %j names the mistakes', async (path, input, paths) => {
  const standIn = await start({ control: true });
  const response = await post(standIn, path, input);
  expect(response.status).toBe(400);
  const body: unknown = await response.json();
  expect(at(body, 'error', 'code')).toBe('INVALID_CONTROL');
  const mistakes = at(body, 'error', 'mistakes');
  expect(Array.isArray(mistakes) && mistakes.map((mistake: unknown) => at(mistake, 'path'))).toEqual(paths);
});

test('no web page gets through: not by origin, not by what a browser says, not by another name, not by a form', async () => {
  const standIn = await start({ control: true });
  expect((await get(standIn, '/requests', { origin: 'https://evil.example' })).status).toBe(403);
  expect((await get(standIn, '/requests', { origin: 'null' })).status).toBe(403);
  expect((await get(standIn, '/requests', { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  expect((await get(standIn, '/requests', { 'sec-fetch-site': 'same-site' })).status).toBe(403);
  expect((await ask(standIn, 'https://plex.tv/_standin/requests', {})).status).toBe(403);
  const headers = { 'content-type': 'text/plain' };
  const form = await ask(standIn, `${standIn.url}/_standin/breach`, { method: 'POST', headers, body: '{}' });
  expect(form.status).toBe(400);
  const preflight = await ask(standIn, `${standIn.url}/_standin/breach`, {
    method: 'OPTIONS',
    headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
  });
  expect(preflight.status).toBe(403);
  expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
});

test('an unknown path of the control is 404, and without the option there is none', async () => {
  const standIn = await start({ control: true });
  const unknown = await post(standIn, '/nope', {});
  expect([unknown.status, at(await unknown.json(), 'error', 'code')]).toEqual([404, 'CONTROL_UNKNOWN']);
  const without = await start();
  expect((await post(without, '/reset', {})).status).toBe(404);
});

test('its requests are not in the log, nor counted by faults', async () => {
  const standIn = await start({ control: true });
  await post(standIn, '/fail-next', { operation: 'ping', status: 500 });
  await get(standIn, '/clock');
  expect(standIn.control.requests()).toEqual([]);
});
