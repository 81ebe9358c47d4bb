import { memoryUsed, type PlexAPI, type SealKey, webSignInHandler } from '@ticketstub/sdk';

/** An app that people sign in to with Plex: one function of a `Request`, for any server that speaks them. */
export function webApp(
  plex: PlexAPI,
  settings: { origin: string; keys: SealKey[] },
): (request: Request) => Promise<Response> {
  const sessions = new Map<string, string>();

  const signIn = webSignInHandler(plex, {
    origins: [settings.origin],
    keys: settings.keys,
    used: memoryUsed(),
    path: '/sign-in',
    async onSignedIn({ authToken, returnTo = '/' }) {
      const { userPlexAccount } = await plex.withToken(authToken).authentication.getTokenDetails();
      const session = crypto.randomUUID();
      sessions.set(session, userPlexAccount.title ?? 'stranger');
      const cookie = `__Host-session=${session}; Path=/; Secure; HttpOnly; SameSite=Lax`;
      return new Response(null, { status: 303, headers: { location: returnTo, 'set-cookie': cookie } });
    },
  });

  return async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === '/sign-in' || pathname.startsWith('/sign-in/')) return signIn(request);
    const session = /__Host-session=([\w-]+)/.exec(request.headers.get('cookie') ?? '')?.[1] ?? '';
    const name = sessions.get(session);
    return html(name === undefined ? SIGNED_OUT : `<p>Hello, ${name.replaceAll('<', '&lt;')}</p>`);
  };
}

const SIGNED_OUT = `
  <a href="/sign-in?return-to=/" data-plex-sign-in>Sign in with Plex</a>
  <script src="/sign-in/pop-up.js" defer></script>`;

function html(body: string): Response {
  return new Response(`<!doctype html><title>An app</title>${body}`, { headers: { 'content-type': 'text/html' } });
}
