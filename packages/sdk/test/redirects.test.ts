import { describe, expect, test } from 'vitest';
import { errors, type FetchLike } from '../src/index.js';
import { nodeTransport } from '../src/node.js';
import { fourCalls } from './four-calls.js';
import { httpLoopback } from './loopback.js';
import { rejection, scene } from './scene.js';

const transports: readonly (readonly [string, () => FetchLike])[] = [
  ['the global fetch', () => globalThis.fetch],
  ['nodeTransport', () => nodeTransport()],
];

describe.each(transports)('over %s', (_, transport) => {
  describe.each(fourCalls)('$name', ({ make }) => {
    test.each([301, 302, 303, 307, 308])(
      'does not follow a redirect (%d), nor sends its token there',
      async (status) => {
        const elsewhere = await httpLoopback((_received, response) => void response.end('{}'));
        const here = await httpLoopback((_received, response) => {
          response.writeHead(status, { location: `${elsewhere.url}/else` }).end();
        });
        const error = await rejection(make(scene({}, { fetch: transport() }).plex, { serverURL: here.url }));
        expect(error).toBeInstanceOf(errors.SDKError);
        expect(error).toMatchObject({ code: 'REDIRECTED', statusCode: status });
        expect([here.received.length, elsewhere.received.length]).toEqual([1, 0]);
      },
    );
  });
});

test.each(fourCalls)('$name knows the redirect that a browser hides', async ({ make }) => {
  const opaque = { status: 0, headers: new Headers(), arrayBuffer: () => Promise.resolve(new ArrayBuffer(0)) };
  const error = await rejection(make(scene(() => Promise.resolve(opaque)).plex));
  expect(error).toMatchObject({ code: 'REDIRECTED', statusCode: 0, body: '' });
  expect(Reflect.get(Object(error), 'rawResponse')).toMatchObject({ type: 'error' });
});
