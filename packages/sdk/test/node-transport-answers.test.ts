import { getEventListeners, once } from 'node:events';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { errors, type FetchInit, type FetchResponse, PlexAPI } from '../src/index.js';
import { nodeTransport, type NodeTransport, type NodeTransportOptions } from '../src/node.js';
import { CERTIFICATE, KEY } from './certificate.js';
import { ACCOUNT, signInCall, tokenDetails } from './four-calls.js';
import { type Answering, httpLoopback, httpsLoopback, rawLoopback } from './loopback.js';
import { rejection } from './scene.js';

/** A transport that is closed when the test is. */
function transportOf(options: NodeTransportOptions = {}): NodeTransport {
  const transport = nodeTransport(options);
  onTestFinished(() => transport.close());
  return transport;
}

function get(url: string, part: Partial<FetchInit> = {}): Promise<FetchResponse> {
  const { signal } = new AbortController();
  const init = { method: 'GET', headers: {}, body: null, redirect: 'manual', once: false, signal, ...part } as const;
  return transportOf()(url, init);
}

async function answered(status: number, headers: Record<string, string>, body?: Buffer): Promise<FetchResponse> {
  const { url } = await httpLoopback((_received, response) => void response.writeHead(status, headers).end(body));
  return get(url);
}

async function bytesOf(response: FetchResponse): Promise<string> {
  return Buffer.from(await response.arrayBuffer()).toString();
}

describe('an answer of the node transport', () => {
  test('has headers by their names in any case, those sent twice joined', async () => {
    const { url } = await httpLoopback(
      (_received, response) => void response.writeHead(200, { 'X-One': '1', 'set-cookie': ['a=1', 'b=2'] }).end(),
    );
    const { headers } = await get(url);
    expect(['x-one', 'X-ONE', 'set-cookie', 'x-two'].map((name) => headers.get(name))).toEqual([
      '1',
      '1',
      'a=1, b=2',
      null,
    ]);
  });

  test('has a body to read in pieces, unless its length is known', async () => {
    const body = gzipSync('compressed');
    expect((await answered(200, { 'content-length': '4' }, Buffer.from('1234'))).body).toBeNull();
    expect((await answered(200, {}, Buffer.from('1234'))).body).not.toBeNull();
    const length = String(body.length);
    const compressed = await answered(200, { 'content-encoding': 'gzip', 'content-length': length }, body);
    expect(compressed.body).not.toBeNull();
    expect(await bytesOf(compressed)).toBe('compressed');
  });

  test.each(['gzip', 'GZIP', 'x-gzip'])('is decompressed when it says %s', async (encoding) => {
    const response = await answered(200, { 'content-encoding': encoding }, gzipSync('compressed'));
    expect(await bytesOf(response)).toBe('compressed');
  });

  test.each(['identity', 'not-gzip', 'gzip-not'])('is left as it is when it says %s', async (encoding) => {
    expect(await bytesOf(await answered(200, { 'content-encoding': encoding }, Buffer.from('plain')))).toBe('plain');
  });

  test.each([
    [200, { 'content-length': '0' }],
    [204, {}],
    [304, {}],
  ])('is empty with status %d and %o, even where it says that it is compressed', async (status, headers) => {
    const response = await answered(status, { 'content-encoding': 'gzip', ...headers });
    expect(await bytesOf(response)).toBe('');
  });

  test('fails to be read when its compression breaks off', async () => {
    const response = await answered(200, { 'content-encoding': 'gzip' }, gzipSync('compressed').subarray(0, 15));
    expect(await rejection(response.arrayBuffer())).toMatchObject({ message: 'unexpected end of file' });
  });
});

describe('a request of the node transport', () => {
  test('fails when the server switches protocols instead of answering', async () => {
    const { url } = await rawLoopback((socket) => {
      socket.once('data', () => {
        socket.end('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: other\r\n\r\n');
      });
    });
    expect(await rejection(get(url))).toMatchObject({ message: 'The connection was closed without an answer' });
  });

  test('is not answered once its signal is aborted', async () => {
    const { url } = await httpLoopback((_received, response) => void response.end('too late'));
    expect(await rejection(get(url, { signal: AbortSignal.abort() }))).toBeInstanceOf(Error);
  });

  test('leaves nothing behind on its signal', async () => {
    const { signal } = new AbortController();
    const { url } = await httpLoopback((_received, response) => void response.end('done'));
    await bytesOf(await get(url, { signal }));
    await expect.poll(() => getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('is not repeated when the server answers nonsense on a connection it kept', async () => {
    let asked = 0;
    const { url, connections } = await rawLoopback((socket) => {
      socket.on('data', () => {
        asked += 1;
        socket.write(asked === 1 ? 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}' : 'nonsense\r\n\r\n');
      });
    });
    const transport = transportOf();
    const init = { method: 'GET', headers: {}, body: null, redirect: 'manual', once: false } as const;
    await bytesOf(await transport(url, { ...init, signal: new AbortController().signal }));
    const error = await rejection(transport(url, { ...init, signal: new AbortController().signal }));
    expect(error).toMatchObject({ code: expect.stringMatching(/^HPE_/) });
    expect([asked, connections()]).toEqual([2, 1]);
  });

  test('has its idle connection closed with the transport', async () => {
    const { url, received } = await httpLoopback((_received, response) => void response.end('{}'));
    const transport = nodeTransport();
    const { signal } = new AbortController();
    await bytesOf(
      await transport(url, { method: 'GET', headers: {}, body: null, redirect: 'manual', once: false, signal }),
    );
    const socket = received[0]?.socket;
    expect(socket?.destroyed).toBe(false);
    transport.close();
    if (socket && !socket.destroyed) await once(socket, 'close');
    expect(socket?.destroyed).toBe(true);
  });
});

describe('a server with a certificate of its own', () => {
  const account: Answering = (request, response) =>
    void response.end(JSON.stringify({ ...ACCOUNT, authToken: request.method }));

  async function clientFor(options: NodeTransportOptions): Promise<PlexAPI> {
    const { url } = await httpsLoopback({ key: KEY, cert: CERTIFICATE }, account);
    return new PlexAPI({ fetch: transportOf(options), endpoints: { account: url }, accessToken: 'a-token' });
  }

  test.each([CERTIFICATE, [CERTIFICATE]])('is trusted by who names it, in every call', async (ca) => {
    const plex = await clientFor({ ca });
    await expect(tokenDetails.make(plex)).resolves.toMatchObject({ userPlexAccount: ACCOUNT });
    await expect(signInCall.make(plex)).resolves.toMatchObject({ userPlexAccount: ACCOUNT });
  });

  test('is trusted still when the list changes that named it', async () => {
    const ca = [CERTIFICATE];
    const plex = await clientFor({ ca });
    ca.length = 0;
    await expect(tokenDetails.make(plex)).resolves.toMatchObject({ userPlexAccount: ACCOUNT });
  });

  test('is trusted by nobody else', async () => {
    const error = await rejection(tokenDetails.make(await clientFor({})));
    expect(error).toBeInstanceOf(errors.ConnectionError);
    expect(error).toMatchObject({ cause: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' } });
  });
});
