import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { openWorld, parsed, type World } from './world.js';

/** plex.tv as the stand-in plays it, but that all servers are far away. Its origin. */
async function farAway({ standIn }: World): Promise<string> {
  const server: Server = createServer((request, response) => {
    void (async () => {
      const { method = 'GET', url = '/', headers } = request;
      const body = method === 'GET' ? undefined : await text(request);
      const given = Object.entries(headers).filter(([name]) => name.startsWith('x-plex-') || name === 'accept');
      const answer = await fetch(`${standIn.url}${url}`, {
        method,
        headers: given.map(([name, value]): [string, string] => [name, String(value)]),
        ...(body !== undefined && { body }),
      });
      const told = (await answer.text()).replaceAll('"local":true', '"local":false');
      response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' }).end(told);
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return `http://127.0.0.1:${address.port}`;
}

test('a server that is far away and has no TLS is shown no token, not even by doctor', async () => {
  await using world = await openWorld();
  const env = { PLEX_URL: await farAway(world) };
  const stdin = world.standIn.people.alice.token;
  expect((await world.run(['login', '--with-token'], { env, stdin })).code).toBe(0);
  const ended = await world.run(['transient-token', 'Attic', '--json'], { env });
  expect(ended).toMatchObject({ code: 1, stdout: '' });
  expect(parsed(ended.stderr)).toMatchObject({ error: { code: 'CONNECTION_FAILED' } });
  await world.run(['doctor'], { env });
  const seen = world.standIn.control.requests().filter(({ host }) => host !== 'plex.tv');
  expect(seen.filter(({ token }) => token !== null)).toEqual([]);
});
