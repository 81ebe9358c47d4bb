import { once } from 'node:events';
import type { Socket } from 'node:net';
import { errors, type FetchLike, PlexAPI, type PlexAPIOptions } from '@ticketstub/sdk';
import { nodeTransport } from '@ticketstub/sdk/node';
import { describe, expect, onTestFinished, test } from 'vitest';
import { serve, wholeAnswer } from './servers.js';

function transportOf(): FetchLike {
  const transport = nodeTransport();
  onTestFinished(() => transport.close());
  return transport;
}

function clientOf(url: string, fetch: FetchLike, options: PlexAPIOptions = {}): PlexAPI {
  const endpoints = { account: url };
  return new PlexAPI({ accessToken: 'a-token', endpoints, retryConfig: { strategy: 'none' }, fetch, ...options });
}

const credentials = { requestBody: { login: 'somebody', password: 'a-password' } };

describe.each([
  ['the global fetch', () => globalThis.fetch],
  ['the node transport', transportOf],
] as const)('over %s', (_, fetchOf) => {
  test.each([
    ['a hint of what is to come', 'HTTP/1.1 103 Early Hints\r\nlink: </style.css>; rel=preload\r\n\r\n'],
    ['three of them', 'HTTP/1.1 103 Early Hints\r\nlink: </a>; rel=preload\r\n\r\n'.repeat(3)],
    ['word that it is being worked on', 'HTTP/1.1 102 Processing\r\n\r\n'],
  ])('%s before the answer is no answer', async (_what, before) => {
    const { url } = await serve((socket) => void socket.write(before + wholeAnswer()));
    const { statusCode, userPlexAccount } = await clientOf(url, fetchOf()).authentication.getTokenDetails();
    expect([statusCode, userPlexAccount.uuid]).toEqual([200, 'a-uuid']);
  });

  test('an answer that comes byte by byte is read', async () => {
    const { url } = await serve((socket) => drip(socket, wholeAnswer()));
    const { userPlexAccount } = await clientOf(url, fetchOf()).authentication.getTokenDetails();
    expect(userPlexAccount.uuid).toBe('a-uuid');
  });

  test('headers that never end are given up when the time is', async () => {
    const { url } = await serve((socket) => dripForEver(socket));
    const work = clientOf(url, fetchOf(), { timeout: 200 }).authentication.getTokenDetails();
    await expect(work).rejects.toBeInstanceOf(errors.TimeoutError);
  });

  test('a server that closes its side after an answer is reached again by another connection', async () => {
    const { url, connections } = await serve((socket) => void socket.end(wholeAnswer()), true);
    const { authentication } = clientOf(url, fetchOf());
    await authentication.getTokenDetails();
    await authentication.getTokenDetails();
    expect(connections()).toBe(2);
  });

  test('a server that closes its side in the middle of an answer ends the call with a ConnectionError', async () => {
    const { url } = await serve((socket) => void socket.end(wholeAnswer().slice(0, -10)), true);
    const work = clientOf(url, fetchOf()).authentication.getTokenDetails();
    await expect(work).rejects.toBeInstanceOf(errors.ConnectionError);
  });

  test('a server that closes its side without an answer ends a sign-in, sent once', async () => {
    const { url, heads } = await serve((socket) => void socket.end(), true);
    const work = clientOf(url, fetchOf()).authentication.postUsersSignInData(credentials);
    await expect(work).rejects.toBeInstanceOf(errors.ConnectionError);
    expect(heads).toHaveLength(1);
  });

  test('an idle connection is closed before the server would, which announced when', async () => {
    const closed: Promise<unknown>[] = [];
    const { url, connections } = await serve((socket) => {
      closed.push(once(socket, 'end'));
      socket.write(wholeAnswer('connection: keep-alive\r\nkeep-alive: timeout=2\r\n'));
    });
    const { authentication } = clientOf(url, fetchOf());
    await authentication.getTokenDetails();
    await Promise.all(closed);
    await authentication.getTokenDetails();
    expect(connections()).toBe(2);
  });
});

/** Writes one byte after another, each as soon as the one before is gone. */
function drip(socket: Socket, text: string): void {
  if (text === '') return;
  socket.write(text.slice(0, 1), () => setImmediate(drip, socket, text.slice(1)));
}

function dripForEver(socket: Socket): void {
  socket.write('HTTP/1.1 200 OK\r\n');
  const timer = setInterval(() => void socket.write('x-more: of them\r\n'), 20);
  socket.on('close', () => clearInterval(timer));
}
