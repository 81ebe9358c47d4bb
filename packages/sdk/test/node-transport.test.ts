import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { errors, PlexAPI, type PlexAPIOptions } from '../src/index.js';
import { nodeTransport, type NodeTransport } from '../src/node.js';
import { ACCOUNT, fourCalls, repeatableCalls, signInCall, tokenDetails } from './four-calls.js';
import { type Answering, httpLoopback, rawLoopback } from './loopback.js';
import { rejection, respond } from './scene.js';

const BODY = JSON.stringify(ACCOUNT);
const NONE = { retries: { strategy: 'none' } } as const;
const answerAccount: Answering = (_received, response) => void response.end(BODY);

/** A client over a transport of its own, closed when the test is. */
function clientOf(serverURL: string, options: PlexAPIOptions = {}): { plex: PlexAPI; transport: NodeTransport } {
  const transport = nodeTransport();
  onTestFinished(() => transport.close());
  const endpoints = { account: serverURL };
  return {
    plex: new PlexAPI({ fetch: transport, serverURL, endpoints, accessToken: 'a-token', ...options }),
    transport,
  };
}

describe('nodeTransport', () => {
  test.each(fourCalls)('carries $name as it is, and its answer back', async ({ make, success }) => {
    const answer: Answering = (_received, response) =>
      void response.writeHead(success.status, { 'x-one': ['a', 'b'] }).end(JSON.stringify(success.body));
    const { url, received } = await httpLoopback(answer);
    const { rawResponse, ...rest } = await make(clientOf(url, { deviceName: 'Büro', clientID: 'one' }).plex);
    expect(rest).toMatchObject({ statusCode: success.status });
    expect(rawResponse.headers.get('x-one')).toBe('a, b');
    expect(await rawResponse.json()).toEqual(success.body);
    const [request] = received;
    const byFetch = await httpLoopback(answer);
    await make(clientOf(byFetch.url, { deviceName: 'Büro', clientID: 'one', fetch: globalThis.fetch }).plex);
    expect(request).toMatchObject({
      method: byFetch.received[0]?.method,
      url: byFetch.received[0]?.url,
      body: byFetch.received[0]?.body,
    });
    expect(plexHeaders(request?.headers)).toEqual(plexHeaders(byFetch.received[0]?.headers));
  });

  test('keeps a connection for the next request', async () => {
    const { url, connections } = await httpLoopback(answerAccount);
    const { plex } = clientOf(url);
    for (let call = 0; call < 3; call += 1) await tokenDetails.make(plex);
    expect(connections()).toBe(1);
  });

  test('gives a sign-in a connection of its own, used for nothing else', async () => {
    const { url, connections, received } = await httpLoopback(
      (request, response) =>
        void response.writeHead(201).end(JSON.stringify({ ...ACCOUNT, authToken: request.method })),
    );
    const { plex } = clientOf(url);
    await tokenDetails.make(plex);
    await signInCall.make(plex);
    await signInCall.make(plex);
    await tokenDetails.make(plex);
    expect(connections()).toBe(3);
    expect(received.map(({ headers }) => headers.connection)).toEqual(['keep-alive', 'close', 'close', 'keep-alive']);
  });

  test('reaches IPv6', async () => {
    const { url, received } = await httpLoopback(answerAccount, '::1');
    await expect(tokenDetails.make(clientOf(url).plex)).resolves.toMatchObject({ userPlexAccount: ACCOUNT });
    expect(received[0]?.headers.host).toBe(new URL(url).host);
  });

  test('reaches more addresses than it remembers, and each of them again', async () => {
    const { url, received } = await httpLoopback((request, response) => void response.end(request.url));
    const { transport } = clientOf(url);
    const addresses = Array.from({ length: 150 }, (_, index) => `/${index % 75}?at=${index % 75}`);
    const { signal } = new AbortController();
    const init = { method: 'GET', headers: {}, body: null, redirect: 'manual', once: false, signal } as const;
    for (const address of addresses) {
      const response = await transport(url + address, init);
      expect(Buffer.from(await response.arrayBuffer()).toString()).toBe(address);
    }
    expect(received.map((request) => request.url)).toEqual(addresses);
  });

  test('says the length of what it sends, and of nothing', async () => {
    const { url, received } = await httpLoopback((_received, response) => void response.end());
    const { transport } = clientOf(url);
    const { signal } = new AbortController();
    const init = { headers: {}, redirect: 'manual', once: false, signal } as const;
    await transport(url, { ...init, method: 'POST', body: 'Büro' });
    await transport(url, { ...init, method: 'POST', body: '' });
    await transport(url, { ...init, method: 'POST', body: null });
    await transport(url, { ...init, method: 'GET', body: null });
    expect(received.map(({ headers }) => headers['content-length'])).toEqual(['5', '0', '0', undefined]);
    expect(received.map(({ headers }) => headers['transfer-encoding'])).toEqual(Array(4).fill(undefined));
  });

  test('reads a compressed answer, in pieces as in one', async () => {
    const zipped = gzipSync(BODY);
    const { url, received } = await httpLoopback((_received, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.write(zipped.subarray(0, 15));
      response.end(zipped.subarray(15));
    });
    await expect(tokenDetails.make(clientOf(url).plex)).resolves.toMatchObject({ userPlexAccount: ACCOUNT });
    expect(received[0]?.headers['accept-encoding']).toBe('gzip');
    const { fetch } = new Proxy({ fetch: nodeTransport() }, {});
    const response = await fetch(url, {
      method: 'GET',
      headers: {},
      body: null,
      redirect: 'manual',
      once: true,
      signal: new AbortController().signal,
    });
    expect(Buffer.from(await response.arrayBuffer()).toString()).toBe(BODY);
  });

  test.each([
    ['truncated', gzipSync(BODY).subarray(0, 20)],
    ['not compressed at all', Buffer.from(BODY)],
  ])('fails as a connection does when a compressed answer is %s', async (_, body) => {
    const { url } = await httpLoopback((_received, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': body.length }).end(body);
    });
    const error = await rejection(tokenDetails.make(clientOf(url).plex));
    expect(error).toBeInstanceOf(errors.ConnectionError);
  });

  test.each(fourCalls)('ends $name with a ConnectionError when nobody listens', async ({ make }) => {
    const error = await rejection(make(clientOf('http://127.0.0.1:1').plex));
    expect(error).toBeInstanceOf(errors.ConnectionError);
    expect(error).toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  });

  test.each(fourCalls)('lets an abort of $name through to the connection', async ({ make }) => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const { url, received } = await httpLoopback((request, response) => {
      response.writeHead(200).write('{');
      request.socket.on('close', () => controller.abort(reason));
      setImmediate(() => controller.abort(reason));
    });
    expect(await rejection(make(clientOf(url).plex, { signal: controller.signal }))).toBe(reason);
    expect(received).toHaveLength(1);
  });

  test('closes every connection', async () => {
    const { url } = await httpLoopback(answerAccount);
    const { plex, transport } = clientOf(url);
    await tokenDetails.make(plex);
    const { received } = await httpLoopback(answerAccount);
    transport.close();
    await expect(tokenDetails.make(plex)).resolves.toMatchObject({ statusCode: 200 });
    expect(received).toEqual([]);
  });
});

describe('a connection the server closes while it is idle', () => {
  test.each(repeatableCalls)('is replaced for $name without an error', async ({ make, success }) => {
    const { url, requests, connections } = await closingAtReuse(JSON.stringify(success.body));
    const { plex } = clientOf(url);
    await make(plex, NONE);
    await expect(make(plex, NONE)).resolves.toMatchObject({ statusCode: 200 });
    expect([requests(), connections()]).toEqual([2, 2]);
  });

  test('is replaced by one that is new, however many more are idle', async () => {
    const { url, asked } = await closingAtReuse(BODY);
    const { plex } = clientOf(url);
    await Promise.all([tokenDetails.make(plex, NONE), tokenDetails.make(plex, NONE)]);
    await expect(tokenDetails.make(plex, NONE)).resolves.toMatchObject({ statusCode: 200 });
    expect(asked()).toBe(4);
  });

  test('is not replaced once it has begun to answer', async () => {
    let asked = 0;
    const { url } = await rawLoopback((socket) => {
      socket.on('data', () => {
        asked += 1;
        const head = `HTTP/1.1 200 OK\r\nconnection: keep-alive\r\ncontent-length: ${Buffer.byteLength(BODY)}\r\n\r\n`;
        if (asked === 1) socket.write(head + BODY);
        else socket.write(head, () => setTimeout(() => socket.resetAndDestroy(), 20));
      });
    });
    const { plex } = clientOf(url);
    await tokenDetails.make(plex, NONE);
    expect(await rejection(tokenDetails.make(plex, NONE))).toBeInstanceOf(errors.ConnectionError);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(asked).toBe(2);
  });

  test('is no concern of a sign-in, which is sent once', async () => {
    const { url, requests } = await closingAtReuse(JSON.stringify({ ...ACCOUNT, authToken: 'new' }));
    const { plex } = clientOf(url);
    await tokenDetails.make(plex, NONE);
    await expect(signInCall.make(plex)).resolves.toMatchObject({ statusCode: 200 });
    expect(requests()).toBe(2);
  });

  test.each(['nodeTransport', 'the global fetch'])(
    'is never a reason to send a sign-in again over %s',
    async (name) => {
      const { url, asked } = await closingAtReuse(JSON.stringify({ ...ACCOUNT, authToken: 'new' }));
      const { plex } = clientOf(url, name === 'nodeTransport' ? {} : { fetch: globalThis.fetch });
      for (let call = 0; call < 10; call += 1) {
        await Promise.allSettled([signInCall.make(plex)]);
        expect(asked()).toBe(call + 1);
      }
    },
  );

  test('is not replaced when the first request of a connection is dropped', async () => {
    const { url, connections } = await rawLoopback((socket) => void socket.once('data', () => socket.destroy()));
    for (const { make } of fourCalls) {
      await expect(rejection(make(clientOf(url).plex, NONE))).resolves.toBeInstanceOf(errors.ConnectionError);
    }
    expect(connections()).toBe(4);
  });
});

/** What a server counts. */
interface Counts {
  url: string;
  /** Requests it was sent, and those of them it answered. */
  asked: () => number;
  requests: () => number;
  connections: () => number;
}

/** A server that answers the first request of each connection and drops the connection on the next. */
async function closingAtReuse(body: string): Promise<Counts> {
  let asked = 0;
  let answered = 0;
  const { length } = Buffer.from(body);
  const { url, connections } = await rawLoopback((socket) => {
    let seen = 0;
    socket.on('data', (piece) => {
      if (!/^(GET|POST) /.test(piece.toString('latin1'))) return;
      asked += 1;
      seen += 1;
      if (seen > 1) return void socket.resetAndDestroy();
      answered += 1;
      socket.write(`HTTP/1.1 200 OK\r\nconnection: keep-alive\r\ncontent-length: ${length}\r\n\r\n${body}`);
    });
  });
  return { url, connections, asked: () => asked, requests: () => answered };
}

function plexHeaders(headers: NodeJS.Dict<string | string[]> = {}): Record<string, unknown> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => /^(x-plex|accept$|content-)/.test(name)));
}

test('a URL with a user or a password is refused, as a fetch does', async () => {
  const transport = nodeTransport();
  const init = { method: 'GET', headers: {}, body: null, redirect: 'manual', once: false } as const;
  for (const user of ['user', ':a-password', 'user:a-password']) {
    const { signal } = transport.controller();
    const refused = transport(`http://${user}@127.0.0.1:9/`, { ...init, signal });
    await expect(refused).rejects.toThrow(new TypeError('A URL with a user or a password is not for fetching'));
  }
});

test('a transport is nothing but a fetch: a client takes either', async () => {
  const { plex } = clientOf('http://127.0.0.1:1');
  const fetch = (): Promise<Response> => Promise.resolve(respond(tokenDetails.success));
  await expect(tokenDetails.make(plex, { fetch })).resolves.toMatchObject({ userPlexAccount: ACCOUNT });
});
