import { createServer, type Server } from 'node:http';
import { memoryUsed, type PlexAPI, type SealKey, webSignIn } from '@ticketstub/sdk';

/** The same two steps by hand, on a plain Node server. */
export function serverByHand(plex: PlexAPI, settings: { origin: string; keys: SealKey[] }): Server {
  const signIn = webSignIn(plex, { origins: [settings.origin], keys: settings.keys, used: memoryUsed() });

  return createServer((incoming, outgoing) => {
    const request = { url: incoming.url ?? '/', headers: new Headers({ cookie: incoming.headers.cookie ?? '' }) };
    answer(request).catch(() => outgoing.writeHead(503).end('Plex can’t be asked right now'));

    async function answer({ url }: typeof request): Promise<void> {
      outgoing.setHeader('cache-control', 'no-store');
      if (url === '/sign-in') {
        const begun = await signIn.begin({ forwardURL: '/back', request });
        outgoing.setHeader('set-cookie', [...begun.clearCookies, begun.cookie]);
        outgoing.writeHead(302, { location: begun.url }).end();
      } else if (url.startsWith('/back?')) {
        const outcome = await signIn.finish(request);
        if ('clearCookie' in outcome) outgoing.setHeader('set-cookie', outcome.clearCookie ?? []);
        // Here your own session begins, with `outcome.authToken` kept on the server.
        outgoing.end(outcome.state === 'signed-in' ? 'You are signed in' : `Not signed in: ${outcome.state}`);
      } else {
        outgoing.writeHead(404).end();
      }
    }
  });
}
