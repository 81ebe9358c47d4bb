import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { errors, type FetchLike } from '../src/index.js';
import { nodeTransport } from '../src/node.js';
import { ACCOUNT, fourCalls, tokenDetails } from './four-calls.js';
import { type Answering, httpLoopback } from './loopback.js';
import { rejection, scene } from './scene.js';

const LIMIT = 8 * 1024 * 1024;
const TOO_LONG = LIMIT + 1;

/** An account of exactly this many bytes. */
function accountOf(bytes: number): string {
  const [before, after] = JSON.stringify({ ...ACCOUNT, filler: '|' }).split('|');
  return `${before}${'x'.repeat(bytes - `${before}${after}`.length)}${after}`;
}

const transports: readonly (readonly [string, () => FetchLike])[] = [
  ['the global fetch', () => globalThis.fetch],
  ['nodeTransport', () => nodeTransport()],
];

describe.each(transports)('over %s', (_, transport) => {
  const outcome = async (answer: Answering, call = tokenDetails): Promise<unknown> => {
    const { url } = await httpLoopback(answer);
    return call.make(scene({}, { fetch: transport() }).plex, { serverURL: url });
  };

  test('an answer of 8 MiB is read', async () => {
    const body = accountOf(LIMIT);
    await expect(outcome((_received, response) => void response.end(body))).resolves.toMatchObject({
      userPlexAccount: ACCOUNT,
    });
  });

  test('a longer one is refused, whether it says so, comes in chunks or is compressed', async () => {
    const body = accountOf(TOO_LONG);
    const zipped = gzipSync(body);
    const ways: readonly Answering[] = [
      (_received, response) => void response.writeHead(200, { 'content-length': TOO_LONG }).end(body),
      (_received, response) => {
        response.write(body.slice(0, 5));
        response.end(body.slice(5));
      },
      (_received, response) =>
        void response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': zipped.length }).end(zipped),
    ];
    for (const way of ways) {
      const error = await rejection(outcome(way));
      expect(error).toBeInstanceOf(errors.InvalidResponseError);
      expect(error).toMatchObject({ code: 'RESPONSE_TOO_LARGE', statusCode: 200, body: '' });
    }
  });

  test.each(fourCalls)('the connection of one for $name is given up', async (call) => {
    let leave = (): void => {};
    const gone = new Promise<void>((resolve) => {
      leave = resolve;
    });
    const endless: Answering = (_received, response) => {
      response.on('close', leave);
      const write = (): void => {
        while (response.write('x'.repeat(65_536)));
        response.once('drain', write);
      };
      write();
    };
    await expect(rejection(outcome(endless, call))).resolves.toMatchObject({ code: 'RESPONSE_TOO_LARGE' });
    await gone;
  });

  test('a refusal stays what it is', async () => {
    const error = await rejection(
      outcome(
        (_received, response) => void response.writeHead(401, { 'content-length': TOO_LONG }).end(accountOf(TOO_LONG)),
      ),
    );
    expect(error).toBeInstanceOf(errors.GetTokenDetailsUnauthorized);
    expect(error).toMatchObject({ code: 'UNAUTHORIZED', body: '', errors: [] });
  });
});

test('a transport that only knows arrayBuffer is held to it too', async () => {
  const headers = { get: (): null => null };
  const arrayBuffer = (): Promise<ArrayBuffer> => Promise.resolve(new ArrayBuffer(TOO_LONG));
  const { plex } = scene(() => Promise.resolve({ status: 200, headers, arrayBuffer }));
  await expect(rejection(tokenDetails.make(plex))).resolves.toMatchObject({ code: 'RESPONSE_TOO_LARGE' });
});

test('an answer that has no pieces, and says that it is longer, is not read at all', async () => {
  const fetch: FetchLike = async () => ({
    status: 200,
    headers: { get: (name) => (name === 'content-length' ? String(TOO_LONG) : null) },
    arrayBuffer: async () => {
      throw new Error('It was read');
    },
  });
  expect(await rejection(tokenDetails.make(scene({}, { fetch }).plex))).toMatchObject({ code: 'RESPONSE_TOO_LARGE' });
});

test('an answer that has no pieces, and says nothing sensible of its length, is read', async () => {
  const fetch: FetchLike = async () => ({
    status: 200,
    headers: { get: (name) => (name === 'content-length' ? 'long' : null) },
    arrayBuffer: async () => new TextEncoder().encode(accountOf(2000)).buffer,
  });
  await expect(tokenDetails.make(scene({}, { fetch }).plex)).resolves.toMatchObject({ statusCode: 200 });
});
