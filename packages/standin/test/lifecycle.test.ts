import { Agent, get } from 'node:http';
import { connect } from 'node:net';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test, vi } from 'vitest';
import { StandInError, startStandIn } from '../src/index.js';
import { start } from './asking.js';

test('plex.tv and each media server have a port of their own on the loopback interface', async () => {
  const standIn = await startStandIn();
  onTestFinished(() => standIn.close());
  const origins = [standIn.url, ...standIn.servers.map(({ url }) => url)];
  expect(new Set(origins).size).toBe(3);
  for (const origin of origins) expect(new URL(origin).hostname).toBe('127.0.0.1');
  const [account, authApp] = [`${standIn.url}/api/v2`, `${standIn.url}/auth`];
  expect(standIn.endpoints).toEqual({ account, clients: account, authApp });
  const headers = { 'X-Plex-Token': standIn.people.alice.token };
  expect((await fetch(`${standIn.endpoints.account}/user`, { headers })).status).toBe(200);
  for (const { url } of standIn.servers) expect((await fetch(`${url}/`, { headers })).status).toBe(200);
});

test('with a port given, the media servers take those after it; a taken port is named and nothing stays open', async () => {
  // Below the ports that systems hand out by themselves, and apart for each process.
  const port = 10_000 + (process.pid % 7_000) * 3;
  const standIn = await startStandIn({ port });
  onTestFinished(() => standIn.close());
  await expect(startStandIn({ port })).rejects.toMatchObject({ code: 'LISTEN_FAILED' });
  expect(standIn.servers.map(({ url }) => Number(new URL(url).port))).toEqual([port + 1, port + 2]);
});

test('a port beyond the last is refused as a taken one is', async () => {
  await expect(startStandIn({ port: 65_534 })).rejects.toMatchObject({ code: 'LISTEN_FAILED' });
});

test.each(['HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close', 'HTTP/1.0'])(
  'who asks a media server for one answer sees the connection closed after it: %j',
  async (version) => {
    const standIn = await startStandIn();
    onTestFinished(() => standIn.close());
    const socket = connect(Number(new URL(standIn.servers[0]?.url ?? '').port), '127.0.0.1');
    socket.write(`GET /identity ${version}\r\n\r\n`);
    const answer = await text(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(answer).toMatch(/\r\nconnection: close\r\n/i);
    expect(answer).not.toMatch(/keep-alive/i);
  },
);

test.each(['1270.0.1', '-127.0.0.1:80', 'a b', '['])(
  'a request to a host that can be no address is a bad request, not a failure of plex.tv or a server: %j',
  async (host) => {
    const standIn = await startStandIn();
    onTestFinished(() => standIn.close());
    for (const { port } of [standIn.url, ...standIn.servers.map(({ url }) => url)].map((url) => new URL(url))) {
      const socket = connect(Number(port), '127.0.0.1');
      const fields = `Host: ${host}\r\nX-Plex-Client-Identifier: a-client\r\nConnection: close\r\nContent-Length: 0`;
      socket.write(`POST /api/v2/pins HTTP/1.1\r\n${fields}\r\n\r\n`);
      expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    }
  },
);

test('close ends idle connections and waiting requests at once, and may be called twice', async () => {
  const standIn = await startStandIn();
  const agent = new Agent({ keepAlive: true });
  onTestFinished(() => agent.destroy());
  const idle = get(`${standIn.servers[0]?.url}/identity`, { agent }, (response) => void response.resume());
  await once(idle, 'close');
  standIn.control.failNext({ operation: 'getIdentity', delay: 3_600_000 });
  const waiting = fetch(`${standIn.servers[0]?.url}/identity`);
  const silent = connect(Number(new URL(standIn.url).port), '127.0.0.1');
  await once(silent, 'connect');
  const sleeping = standIn.clock.sleep(3_600_000);
  const ended = Promise.allSettled([waiting, sleeping, once(silent, 'close')]);
  await Promise.all([standIn.close(), standIn.close()]);
  const [answer, sleep, hangUp] = await ended;
  expect(answer).toMatchObject({ reason: expect.any(TypeError) });
  expect(sleep).toMatchObject({ reason: { code: 'CLOSED' } });
  expect(hangUp.status).toBe('fulfilled');
  await expect(fetch(standIn.url)).rejects.toThrow(TypeError);
  await expect(standIn.fetch(standIn.url)).rejects.toThrow(TypeError);
  await expect(standIn.clock.sleep(1)).rejects.toBeInstanceOf(StandInError);
});

test('without sockets nothing listens, and the addresses lead nowhere', async () => {
  const standIn = await start();
  const origins = [standIn.url, ...standIn.servers.map(({ url }) => url)];
  expect(new Set(origins).size).toBe(3);
  for (const origin of origins) {
    expect(new URL(origin).hostname).toBe('127.0.0.1');
    expect((await standIn.fetch(origin)).status).toBeLessThan(500);
    await expect(fetch(origin)).rejects.toThrow(TypeError);
  }
});

test('a public address takes the place of the port’s own', async () => {
  const standIn = await start({ publicURL: 'http://plex.localhost:8080/some/path' });
  expect(standIn.endpoints.account).toBe('http://plex.localhost:8080/api/v2');
  expect((await standIn.fetch(`${standIn.endpoints.account}/user`)).status).toBe(401);
});

test('a dropped connection ends without an answer on a socket too, and the next request is served', async () => {
  const standIn = await startStandIn();
  onTestFinished(() => standIn.close());
  const url = `${standIn.servers[0]?.url}/identity`;
  standIn.control.failNext({ operation: 'getIdentity', drop: true });
  await expect(fetch(url)).rejects.toThrow(TypeError);
  expect((await fetch(url)).status).toBe(200);
});

test('a body of 50 MB is refused, with its length and in chunks', async () => {
  const standIn = await startStandIn();
  onTestFinished(() => standIn.close());
  const headers = { 'content-type': 'application/json', 'X-Plex-Client-Identifier': 'c' };
  const whole = await fetch(`${standIn.endpoints.account}/users/signin`, {
    method: 'POST',
    headers,
    body: 'x'.repeat(50_000_000),
  });
  expect(whole.status).toBe(413);
  const chunk = new Uint8Array(65_536);
  let sent = 0;
  const endless = new ReadableStream({
    pull(controller) {
      sent += chunk.length;
      if (sent > 50_000_000) controller.close();
      else controller.enqueue(chunk);
    },
  });
  const options: RequestInit & { duplex: 'half' } = { method: 'POST', headers, body: endless, duplex: 'half' };
  expect((await fetch(`${standIn.endpoints.account}/users/signin`, options)).status).toBe(413);
});

test('the clock runs, wakes who waits when it is moved, and lets an aborted caller go with its reason', async () => {
  const standIn = await start();
  const before = standIn.clock.now();
  const day = standIn.clock.sleep(86_400_000);
  standIn.control.advanceClock(86_400_000);
  await day;
  expect(standIn.clock.now() - before).toBeGreaterThanOrEqual(86_400_000);
  await standIn.clock.sleep(1);
  const abort = new AbortController();
  const century = standIn.clock.sleep(3e12, abort.signal);
  abort.abort('left');
  await expect(century).rejects.toBe('left');
  await expect(standIn.clock.sleep(1, abort.signal)).rejects.toBe('left');
});

test('the globals of the program under test are left as they are', async () => {
  const { Request: request, Response: response } = globalThis;
  const standIn = await startStandIn();
  onTestFinished(() => standIn.close());
  await fetch(standIn.url);
  expect([globalThis.Request, globalThis.Response]).toEqual([request, response]);
});

test('a stand-in answers a test that has put a clock of its own in the place of every timer', async () => {
  const standIn = await startStandIn();
  onTestFinished(() => standIn.close());
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const socket = connect(Number(new URL(standIn.url).port), '127.0.0.1');
  socket.write('GET /api/v2/pins/1 HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n');
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
});

test('requests that follow one another on a connection are answered in their order', async () => {
  const standIn = await startStandIn();
  onTestFinished(() => standIn.close());
  const { token } = standIn.people.alice;
  const socket = connect(Number(new URL(standIn.url).port), '127.0.0.1');
  const asked = ['/api/v2/user', '/nowhere', '/api/v2/user.json', '/api/v2/ping'].map(
    (path, index) =>
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Plex-Token: ${token}\r\n${index === 3 ? 'Connection: close\r\n' : ''}\r\n`,
  );
  socket.write(asked.join(''));
  const answers = await text(socket);
  expect([...answers.matchAll(/HTTP\/1\.1 (\d+)[^]*?content-type: ([\w/]+)/gi)].map(([, ...found]) => found)).toEqual([
    ['200', 'application/xml'],
    ['404', 'application/xml'],
    ['200', 'application/json'],
    ['200', 'application/xml'],
  ]);
});
