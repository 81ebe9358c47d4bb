import { once } from 'node:events';
import { createServer } from 'node:http';
import { onTestFinished } from 'vitest';

/** Serves an app that speaks requests and responses at an origin of its own, until the test is done. */
export async function serve(appAt: (origin: string) => (request: Request) => Promise<Response>): Promise<string> {
  let app: ((request: Request) => Promise<Response>) | undefined;
  const server = createServer((incoming, outgoing) => {
    const headers = new Headers();
    for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value));
    const request = new Request(`http://localhost${incoming.url ?? '/'}`, {
      method: incoming.method ?? 'GET',
      headers,
    });
    const answer = async (): Promise<void> => {
      const response = await app?.(request);
      outgoing.setHeader('set-cookie', response?.headers.getSetCookie() ?? []);
      response?.headers.forEach((value, name) => name !== 'set-cookie' && outgoing.setHeader(name, value));
      outgoing.writeHead(response?.status ?? 500).end(await response?.text());
    };
    answer().catch((error: unknown) => outgoing.writeHead(500).end(String(error)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const origin = `http://localhost:${address.port}`;
  app = appAt(origin);
  return origin;
}
