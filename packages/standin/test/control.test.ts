import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { StandInError, startStandIn } from '../src/index.js';
import { askPlexTv, askServer, refusal, serverCalled, signIn, start, transientToken } from './asking.js';

function mistakes(attempt: () => void): string[] {
  try {
    attempt();
  } catch (error) {
    if (error instanceof StandInError && error.code === 'INVALID_CONTROL')
      return error.mistakes.map(({ path }) => path);
    throw error;
  }
  return [];
}

test('reset puts people, tokens, clock, faults and requests back to how they were', async () => {
  const startAt = Date.parse('2026-05-05T00:00:00Z');
  const standIn = await start({ startAt });
  const { bruno, dana } = standIn.people;
  const made = await transientToken(standIn, standIn.people.alice.token);
  await askPlexTv(standIn, '/users/signout', { method: 'DELETE', token: bruno.token });
  standIn.control.removeAccess({ person: 'dana', server: 'Attic' });
  standIn.control.failNext({ operation: 'getTokenDetails', status: 500, times: 9 });
  standIn.control.advanceClock(1e9);
  standIn.control.reset();
  expect(standIn.control.requests()).toEqual([]);
  expect(standIn.clock.now() - startAt).toBeLessThan(60_000);
  expect((await askPlexTv(standIn, '/user', { token: bruno.token })).status).toBe(200);
  const served = dana.serverTokens[serverCalled(standIn, 'Attic').machineIdentifier];
  expect((await askServer(standIn, '/', { token: served })).status).toBe(200);
  expect((await askServer(standIn, '/', { token: made })).status).toBe(401);
});

test('a breach ends everybody’s tokens, and they may sign in again [token.breach-ends-all]', async () => {
  const standIn = await start();
  const { alice, dana } = standIn.people;
  const served = dana.serverTokens[serverCalled(standIn, 'Attic').machineIdentifier];
  standIn.control.breach('alice');
  expect((await askPlexTv(standIn, '/user', { token: alice.token })).status).toBe(401);
  expect((await askPlexTv(standIn, '/user', { token: dana.token })).status).toBe(200);
  standIn.control.breach();
  expect((await askPlexTv(standIn, '/user', { token: dana.token })).status).toBe(401);
  expect((await askServer(standIn, '/', { token: served })).status).toBe(401);
  expect((await signIn(standIn, { login: alice.email, password: alice.password })).status).toBe(201);
});

test('a fault hits the operation it names, as often as it says, in the order it was asked for', async () => {
  const standIn = await start();
  const { token } = standIn.people.alice;
  standIn.control.failNext({ operation: 'ping', status: 503, times: 2, retryAfter: 7 });
  standIn.control.failNext({ operation: 'ping', status: 404 });
  expect((await askPlexTv(standIn, '/user', { token })).status).toBe(200);
  const first = await askPlexTv(standIn, '/ping', { token });
  expect(first.headers.get('retry-after')).toBe('7');
  expect(await refusal(first)).toEqual([503, 1007]);
  const statuses = [];
  for (let count = 0; count < 3; count += 1) statuses.push((await askPlexTv(standIn, '/ping', { token })).status);
  expect(statuses).toEqual([503, 404, 200]);
});

test('a media server words a fault in HTML, and statuses without a body have none', async () => {
  const standIn = await start();
  standIn.control.failNext({ operation: 'getIdentity', status: 503 });
  expect(await (await askServer(standIn, '/identity')).text()).toContain('<h1>503 Service Unavailable</h1>');
  standIn.control.failNext({ operation: 'getIdentity', status: 204 });
  const empty = await askServer(standIn, '/identity');
  expect([empty.status, await empty.text()]).toEqual([204, '']);
});

test('garbage is an answer that ends in the middle', async () => {
  const standIn = await start();
  standIn.control.failNext({ operation: 'getTransientToken', garbage: true });
  const { token } = standIn.people.alice;
  const response = await askServer(standIn, '/security/token?type=delegation&scope=all', { token });
  expect(response.status).toBe(200);
  await expect(response.json()).rejects.toThrow(SyntaxError);
});

test('a dropped connection rejects as a network error does, and is logged without a status', async () => {
  const standIn = await start();
  standIn.control.failNext({ operation: 'getIdentity', drop: true });
  await expect(askServer(standIn, '/identity')).rejects.toThrow(TypeError);
  expect(standIn.control.requests()[0]).toMatchObject({ operation: 'getIdentity', status: null });
});

test('a delay passes with the stand-in’s clock, and an aborted caller does not wait for it', async () => {
  const standIn = await start();
  const { url } = serverCalled(standIn, 'Attic');
  standIn.control.failNext({ operation: 'getIdentity', delay: 3_600_000, times: 2 });
  const answer = askServer(standIn, '/identity');
  standIn.control.advanceClock(3_600_000);
  expect((await answer).status).toBe(200);
  const reason = new Error('enough');
  const abort = new AbortController();
  const waiting = standIn.fetch(`${url}/identity`, { signal: abort.signal });
  abort.abort(reason);
  await expect(waiting).rejects.toBe(reason);
});

test('requests are logged with whose token it was, and without a secret', async () => {
  const standIn = await start();
  const { alice, finn } = standIn.people;
  const code = finn.totp?.() ?? '';
  standIn.control.setAddress('finn-app', { ip: '203.0.113.9', country: 'FI' });
  await signIn(standIn, { login: finn.email, password: finn.password, verificationCode: code }, { client: 'finn-app' });
  await askPlexTv(standIn, `/user?X-Plex-Token=${alice.token}&includeProviders=1&password=${finn.password}`);
  const made = await transientToken(standIn, alice.token);
  await askServer(standIn, `/unknown/${alice.token}/x?source=${made}`, { token: 'unheard-of' });
  const log = standIn.control.requests();
  expect(log.map(({ number, host, operation, status }) => [number, host, operation, status])).toEqual([
    [1, 'plex.tv', 'postUsersSignInData', 201],
    [2, 'plex.tv', 'getTokenDetails', 200],
    [3, 'Attic', 'getTransientToken', 200],
    [4, 'Attic', null, 401],
  ]);
  expect(log[0]).toMatchObject({ clientIdentifier: 'finn-app', address: { ip: '203.0.113.9', country: 'FI' } });
  expect(log[1]?.path).toBe('/api/v2/user?X-Plex-Token=[redacted]&includeProviders=1&password=[redacted]');
  expect(log[1]?.token).toMatchObject({ kind: 'account', person: 'alice' });
  expect(log[2]?.token?.fingerprint).toBe(log[1]?.token?.fingerprint);
  expect(log[3]?.path).toBe('/unknown/[redacted]/x?source=[redacted]');
  expect(log[3]?.token).toMatchObject({ kind: 'unknown', person: null });
  const text = JSON.stringify(log);
  for (const secret of [alice.token, finn.password, code, made]) expect(text).not.toContain(secret);
});

test('what the control cannot use is named with its path, and nothing happens', async () => {
  const standIn = await start();
  const { control } = standIn;
  expect(mistakes(() => control.failNext({ operation: 'ping' }))).toEqual(['']);
  expect(mistakes(() => control.failNext({ operation: 'ping', status: 99, times: 0 }))).toEqual(['status', 'times']);
  expect(mistakes(() => control.failNext({ operation: 'ping', drop: true, status: 500 }))).toEqual(['']);
  expect(mistakes(() => control.failNext({ operation: 'ping', status: 204, garbage: true }))).toEqual(['garbage']);
  expect(mistakes(() => control.failNext({ operation: 'ping', drop: true, retryAfter: 1 }))).toEqual(['retryAfter']);
  expect(mistakes(() => control.advanceClock(-1))).toEqual(['ms']);
  expect(mistakes(() => control.breach('zoe'))).toEqual(['person']);
  expect(mistakes(() => control.restartServer('Garage'))).toEqual(['server']);
  expect(mistakes(() => control.removeAccess({ person: 'eve', server: 'Attic' }))).toEqual(['person']);
  const typo = { person: 'dana', clientIdentifier: 'ticketstub-dana-tv-' };
  expect(mistakes(() => control.removeDevice(typo))).toEqual(['clientIdentifier']);
  expect(mistakes(() => control.setAddress('c', { ip: 'here', country: 'se' }))).toEqual(['ip', 'country']);
  expect((await askPlexTv(standIn, '/ping', { token: standIn.people.alice.token })).status).toBe(200);
});

test('a caller that gives up during a delay is logged, in process and on a socket, whatever its reason', async () => {
  const standIn = await startStandIn();
  onTestFinished(() => standIn.close());
  standIn.control.failNext({ operation: 'ping', delay: 3_600_000, times: 2 });
  const abort = new AbortController();
  const inProcess = standIn.fetch('https://plex.tv/api/v2/ping', { signal: abort.signal });
  abort.abort('no error at all');
  await expect(inProcess).rejects.toBe('no error at all');
  const socket = connect(Number(new URL(standIn.url).port), '127.0.0.1');
  socket.write('GET /api/v2/ping HTTP/1.1\r\nHost: 127.0.0.1\r\nExpect: 100-continue\r\n\r\n');
  // The server has said that it reads the request.
  await once(socket, 'data');
  socket.destroy();
  await vi.waitFor(() => expect(standIn.control.requests()).toHaveLength(2));
  expect(standIn.control.requests().map(({ status }) => status)).toEqual([null, null]);
});

test('after the close the control says so, and what was asked can still be read', async () => {
  const standIn = await start();
  await askPlexTv(standIn, '/ping');
  await standIn.close();
  const { control } = standIn;
  const closed = expect.objectContaining({ code: 'CLOSED' });
  expect(() => control.reset()).toThrow(closed);
  expect(() => control.advanceClock(1)).toThrow(closed);
  expect(() => control.breach()).toThrow(closed);
  expect(() => control.restartServer('Attic')).toThrow(closed);
  expect(control.requests()).toHaveLength(1);
});

test('a close ends requests under way in process as a network error, not with an answer', async () => {
  const standIn = await start();
  standIn.control.failNext({ operation: 'getIdentity', delay: 3_600_000 });
  const waiting = askServer(standIn, '/identity');
  const hashing = signIn(standIn, { login: 'alice@example.com', password: standIn.people.alice.password });
  const ended = Promise.allSettled([waiting, hashing]);
  await standIn.close();
  for (const result of await ended) expect(result).toMatchObject({ reason: expect.any(TypeError) });
});
