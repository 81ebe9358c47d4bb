import { createServer, type RequestListener } from 'node:http';
import { errors, type FetchLike, PlexAPI } from '@ticketstub/sdk';
import { nodeTransport } from '@ticketstub/sdk/node';
import { describe, expect, test } from 'vitest';
import { found, passwords, shown, tokens } from './canaries.js';

interface Listening extends AsyncDisposable {
  readonly url: string;
}

/** A server on a port of its own; another port is another origin. */
async function listening(listener: RequestListener): Promise<Listening> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

/** Makes every call against a server that sends each of them on to another origin. What reached that one. */
async function sentOn(
  status: number,
  fetch: FetchLike | undefined,
): Promise<{ reached: string[]; outcomes: unknown[] }> {
  const reached: string[] = [];
  await using elsewhere = await listening((request, response) => {
    reached.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)}`);
    response.setHeader('content-type', 'application/json').end('{"id":1,"uuid":"0123456789abcdef"}');
  });
  await using plex = await listening((request, response) => {
    response.writeHead(status, { location: `${elsewhere.url}${request.url ?? ''}` }).end();
  });
  const client = new PlexAPI({
    accessToken: tokens.opaque,
    clientID: 'canary-test',
    serverURL: plex.url,
    endpoints: { account: `${plex.url}/api/v2` },
    retryConfig: { strategy: 'none' },
    fetch,
  });
  const [password = ''] = passwords;
  const settled = await Promise.allSettled([
    client.authentication.getTransientToken({ type: 'delegation', scope: 'all' }),
    client.authentication.getSourceConnectionInformation({ source: 'server://attic' }),
    client.authentication.getTokenDetails(),
    client.authentication.postUsersSignInData({ requestBody: { login: 'somebody', password } }),
    client.signIn({ login: 'somebody', password }),
  ]);
  const outcomes = settled.map((outcome): unknown => (outcome.status === 'rejected' ? outcome.reason : outcome.value));
  return { reached, outcomes };
}

const transport = nodeTransport();
const transports = [
  ['the global fetch', undefined],
  ['the node transport', transport],
] as const;

describe.each(transports)('by %s', (_, fetch) => {
  test.each([301, 302, 303, 307, 308])('a redirect with %i to another origin is not followed', async (status) => {
    const { reached, outcomes } = await sentOn(status, fetch);
    expect(reached).toEqual([]);
    for (const outcome of outcomes) {
      expect(outcome).toBeInstanceOf(errors.SDKError);
      expect(outcome).toMatchObject({ code: 'REDIRECTED' });
      expect(found(shown(outcome))).toEqual([]);
    }
  });
});
