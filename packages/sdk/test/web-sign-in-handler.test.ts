import { createHash } from 'node:crypto';
import { Script } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { memoryUsed, webSignInHandler, type WebSignInHandlerOptions } from '../src/index.js';
import { movableClock } from './movable-clock.js';
import { type Reply, type Scene, scene, thrownBy, type Turn } from './scene.js';

const CREATED: Reply = { status: 201, body: { id: 7, code: 'canary0code0of025letters0', expiresIn: 1800 } };
const PENDING: Reply = { body: { id: 7, code: 'canary0code0of025letters0', expiresIn: 1700, authToken: null } };
const CLAIMED: Reply = { body: { ...Object(PENDING.body), authToken: 'canary-fresh-token' } };
const GONE: Reply = { status: 404, body: { errors: [{ code: 1020, message: 'gone' }] } };

interface App extends Scene {
  /** A browser that goes there, with the cookies of these answers. */
  go: (path: string, init?: RequestInit, ...after: Response[]) => Promise<Response>;
  handle: (request: Request) => Promise<Response>;
  tokens: string[];
}

function appThat(turns: readonly Turn[], options: Partial<WebSignInHandlerOptions> = {}): App {
  const clock = movableClock(0);
  const found = scene(turns, { clientID: 'an-installation', clock });
  const tokens: string[] = [];
  const handle = webSignInHandler(found.plex, {
    origins: ['https://app.example'],
    keys: [new Uint8Array(32).fill(1)],
    used: memoryUsed({ clock }),
    path: '/sign-in',
    onSignedIn({ authToken, returnTo = '/' }) {
      tokens.push(authToken);
      return new Response(null, { status: 303, headers: { location: returnTo, 'set-cookie': 'session=1; Secure' } });
    },
    ...options,
  });
  const go: App['go'] = (path, init, ...after) => {
    const headers = new Headers(init?.headers);
    const cookies = after.flatMap((response) => response.headers.getSetCookie());
    headers.set('cookie', cookies.map((cookie) => cookie.split(';')[0]).join('; '));
    // As a proxy asks: neither the scheme nor the host that people see.
    return handle(new Request(`http://10.0.0.7:3000${path}`, { ...init, headers }));
  };
  return { ...found, handle, go, tokens };
}

/** The address to which Plex's page sends the browser back. */
function forwardOf(begun: Response): URL {
  const said = new URLSearchParams(new URL(begun.headers.get('location') ?? '').hash.slice(2));
  return new URL(said.get('forwardUrl') ?? '');
}

/** The same as a path. */
function returnOf(begun: Response): string {
  const { origin, pathname, search } = forwardOf(begun);
  expect(origin).toBe('https://app.example');
  return pathname + search;
}

function expectPrivate({ headers }: Response): void {
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('referrer-policy')).toBe('no-referrer');
}

describe('beginning', () => {
  test('sends the browser to Plex’s page, with the attempt’s cookie', async () => {
    const { go } = appThat([CREATED]);
    const begun = await go('/sign-in');
    expect(begun.status).toBe(302);
    expect(begun.headers.get('location')).toMatch(/^https:\/\/app\.plex\.tv\/auth#\?/);
    expect(begun.headers.getSetCookie()).toEqual([expect.stringMatching(/^__Host-plex-sign-in-/)]);
    expect(returnOf(begun)).toMatch(/^\/sign-in\/return\?attempt=[\w-]{22}$/);
    expectPrivate(begun);
  });

  test.each<[string, number, RequestInit]>([
    [
      'a link on any page',
      302,
      { headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' } },
    ],
    ['an image on any page', 403, { headers: { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' } }],
    ['a frame on any page', 403, { headers: { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' } }],
    ['a script', 403, { headers: { 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' } }],
    ['a form of the app’s own', 303, { method: 'POST', headers: { 'sec-fetch-site': 'same-origin' } }],
    ['a form of the app’s own in an old browser', 303, { method: 'POST', headers: { origin: 'https://app.example' } }],
    ['a form on a stranger’s page', 403, { method: 'POST', headers: { 'sec-fetch-site': 'cross-site' } }],
    [
      'a form of a neighbour',
      403,
      { method: 'POST', headers: { 'sec-fetch-site': 'same-site', origin: 'https://app.example' } },
    ],
    [
      'a form on a stranger’s page in an old browser',
      403,
      { method: 'POST', headers: { origin: 'https://evil.example' } },
    ],
    ['a form in a sandbox', 403, { method: 'POST', headers: { origin: 'null' } }],
    ['a form of nobody knows whom', 403, { method: 'POST' }],
    ['a browser’s guess', 503, { headers: { 'sec-purpose': 'prefetch;prerender' } }],
    ['a look at the headers', 200, { method: 'HEAD' }],
    ['another method', 405, { method: 'PUT' }],
  ])('%s is answered with %d', async (_, status, init) => {
    const { go, sent } = appThat([CREATED]);
    const answer = await go('/sign-in', init);
    expect(answer.status).toBe(status);
    expect(sent).toHaveLength(status < 400 && init.method !== 'HEAD' ? 1 : 0);
    expectPrivate(answer);
  });

  test.each(['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)'])(
    'takes no %s to return to',
    async (address) => {
      const { go, sent } = appThat([CREATED]);
      await expect(go(`/sign-in?return-to=${encodeURIComponent(address)}`)).resolves.toMatchObject({ status: 400 });
      expect(sent).toEqual([]);
    },
  );

  test('refuses an address that would make the cookie too long', async () => {
    const { go, sent } = appThat([CREATED]);
    await expect(go(`/sign-in?return-to=/${'x'.repeat(5000)}`)).resolves.toMatchObject({ status: 400 });
    expect(sent).toEqual([]);
  });

  test('says that Plex can’t be asked, and when it may be', async () => {
    const { go } = appThat([{ status: 429, headers: { 'retry-after': '30' } }]);
    const answer = await go('/sign-in');
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '30']);
    await expect(answer.text()).resolves.toContain('Plex can’t be asked');
  });
});

describe('an app of two origins', () => {
  const origins = ['https://app.example', 'https://two.example:8443'];

  test.each([
    ['the one that was asked', 'https://two.example:8443', 'https://two.example:8443'],
    ['the first, when it was asked', 'https://app.example', 'https://app.example'],
    ['the first, behind a proxy', 'http://10.0.0.7:3000', 'https://app.example'],
    ['the first, under a name that is nobody’s', 'https://evil.example', 'https://app.example'],
    ['the first, under a name that looks alike', 'https://two.example.evil.example:8443', 'https://app.example'],
    ['the first, under another port', 'https://two.example', 'https://app.example'],
    ['the first, under another scheme', 'http://app.example', 'https://app.example'],
  ])('sends people back to %s', async (_, asked, home) => {
    const { handle, tokens } = appThat([CREATED, CLAIMED], { origins });
    const begun = await handle(new Request(`${asked}/sign-in?return-to=/films`));
    const forward = forwardOf(begun);
    expect(forward.origin).toBe(home);
    const cookie = begun.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const answer = await handle(new Request(forward, { headers: { cookie } }));
    expect(tokens).toEqual(['canary-fresh-token']);
    expect(answer.headers.get('location')).toBe(`${home}/films`);
  });
});

describe('coming back', () => {
  test('hands the token to the app, and gives the browser the app’s answer without the attempt', async () => {
    const { go, tokens } = appThat([CREATED, CLAIMED]);
    const begun = await go('/sign-in?return-to=/films');
    const answer = await go(returnOf(begun), {}, begun);
    expect(tokens).toEqual(['canary-fresh-token']);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, 'https://app.example/films']);
    const [session, forgotten] = answer.headers.getSetCookie();
    expect(session).toBe('session=1; Secure');
    expect(forgotten).toMatch(/^__Host-plex-sign-in-[\w-]+=; Max-Age=0/);
    expectPrivate(answer);
  });

  test('takes the app’s answer as it is, even one that can’t be changed', async () => {
    const { go } = appThat([CREATED, CLAIMED], { onSignedIn: () => Response.redirect('https://app.example/', 303) });
    const begun = await go('/sign-in');
    await expect(go(returnOf(begun), {}, begun)).resolves.toMatchObject({ status: 303 });
  });

  test('in a pop-up tells the page that opened it, keeps the app’s cookies and shows no token', async () => {
    const { go } = appThat([CREATED, CLAIMED]);
    const begun = await go('/sign-in?pop-up=1&return-to=/films%3Fa=%22b');
    const answer = await go(returnOf(begun), {}, begun);
    expect(answer.status).toBe(200);
    expect(answer.headers.getSetCookie()).toHaveLength(2);
    expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'");
    const html = await answer.text();
    expect(html).toContain('<script src="/sign-in/pop-up.js" defer></script>');
    expect(html).toContain('href="https://app.example/films?a=%22b"');
    expect(html).not.toContain('canary');
    expectPrivate(answer);
  });

  test('in a pop-up shows the app’s own page to people whom the app turns away', async () => {
    const onSignedIn = (): Response => new Response('Not your server', { status: 403 });
    const { go } = appThat([CREATED, CLAIMED], { onSignedIn });
    const begun = await go('/sign-in?pop-up=1');
    const answer = await go(returnOf(begun), {}, begun);
    expect(answer.status).toBe(403);
    await expect(answer.text()).resolves.toBe('Not your server');
  });

  test('a look at the headers and a browser’s guess use nothing up', async () => {
    const { go, sent, tokens } = appThat([CREATED, CLAIMED]);
    const begun = await go('/sign-in');
    await go(returnOf(begun), { method: 'HEAD' }, begun);
    await go(returnOf(begun), { headers: { purpose: 'prefetch' } }, begun);
    expect(sent).toHaveLength(1);
    await go(returnOf(begun), {}, begun);
    expect(tokens).toHaveLength(1);
  });

  test('a page that waits for Plex looks again by itself', async () => {
    const { go, tokens } = appThat([CREATED, PENDING, CLAIMED], { patience: 0 });
    const begun = await go('/sign-in?pop-up=1');
    const waiting = await go(returnOf(begun), {}, begun);
    expect([waiting.status, waiting.headers.get('refresh')]).toEqual([200, '2']);
    await expect(waiting.text()).resolves.toContain('href="/sign-in?pop-up=1"');
    await go(returnOf(begun), {}, begun);
    expect(tokens).toHaveLength(1);
  });

  test('says what became of an attempt that is over, is somebody else’s or was used', async () => {
    const { go, tokens } = appThat([CREATED, CREATED, GONE, CLAIMED]);
    const [one, two] = [await go('/sign-in'), await go('/sign-in')];
    await expect(go(returnOf(one), {}, two)).resolves.toMatchObject({ status: 400 });
    const gone = await go(returnOf(one), {}, one);
    expect(gone.status).toBe(410);
    expect(gone.headers.getSetCookie()).toEqual([expect.stringMatching(/=; Max-Age=0/)]);
    await expect(go(returnOf(two), {}, two)).resolves.toMatchObject({ status: 303 });
    await expect(go(returnOf(two), {}, two)).resolves.toMatchObject({ status: 400 });
    expect(tokens).toHaveLength(1);
  });

  test('an app may say all of that by itself', async () => {
    const states: unknown[] = [];
    const { go } = appThat([CREATED, { status: 500 }, GONE], {
      patience: 0,
      onUnfinished(outcome) {
        states.push(outcome.state);
        return outcome.state === 'gone' ? new Response('Too late', { status: 200 }) : undefined;
      },
    });
    const begun = await go('/sign-in');
    await expect(go(returnOf(begun), {}, begun)).resolves.toMatchObject({ status: 503 });
    await expect((await go(returnOf(begun), {}, begun)).text()).resolves.toBe('Too late');
    expect(states).toEqual(['unavailable', 'gone']);
  });

  test('what the app’s own code throws is the app’s own to answer', async () => {
    const onSignedIn = (): Response => {
      throw new Error('the database is down');
    };
    const { go } = appThat([CREATED, CLAIMED], { onSignedIn });
    const begun = await go('/sign-in');
    await expect(go(returnOf(begun), {}, begun)).rejects.toThrow('the database is down');
  });
});

test('a page has the one style that its policy lets in', async () => {
  const { go } = appThat([]);
  const answer = await go('/sign-in/return');
  const [, style = ''] = /<style>([^]*)<\/style>/.exec(await answer.text()) ?? [];
  const hash = createHash('sha256').update(style).digest('base64');
  expect(answer.headers.get('content-security-policy')).toContain(`style-src 'sha256-${hash}';`);
});

test('the handler has nothing else below its path', async () => {
  const { go } = appThat([CREATED]);
  await expect(go('/sign-in/other')).resolves.toMatchObject({ status: 404 });
  await expect(go('/sign-in/return', { method: 'POST' })).resolves.toMatchObject({ status: 405 });
});

test('the script of pop-ups is a file, uses no window’s opener and asks no window whether it is closed', async () => {
  const { go } = appThat([]);
  const answer = await go('/sign-in/pop-up.js');
  expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  const script = await answer.text();
  expect(script).not.toMatch(/window\.opener|\.closed/);
  expect(() => new Script(script)).not.toThrow();
});

test.each(['', '/', 'sign-in', '/sign-in/', '/sign-in?x', undefined])('the handler answers no path %o', (path) => {
  expect(thrownBy(() => appThat([], Object({ path })))).toMatchObject({ argument: 'path' });
});

test('the handler wants to know what to do with whom it signs in', () => {
  expect(thrownBy(() => appThat([], Object({ onSignedIn: undefined })))).toMatchObject({ argument: 'onSignedIn' });
});
