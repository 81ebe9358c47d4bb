import { inspect } from 'node:util';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  type CallOptions,
  memoryUsed,
  type PlexAPIOptions,
  type RetryConfig,
  type WebSignIn,
  webSignIn,
  type WebSignInOptions,
} from '../src/index.js';
import { type MovableClock, movableClock } from './movable-clock.js';
import { rejection, type Reply, type Scene, scene, thrownBy, type Turn } from './scene.js';

const CODE = 'canary0code0of025letters0';
const CREATED: Reply = { status: 201, body: { id: 7, code: CODE, expiresIn: 1800 } };
const PENDING: Reply = { body: { id: 7, code: CODE, expiresIn: 1700, authToken: null } };
const CLAIMED: Reply = { body: { id: 7, code: CODE, expiresIn: 1700, authToken: 'canary-fresh-token' } };
const GONE: Reply = { status: 404, body: { errors: [{ code: 1020, message: 'gone' }] } };
const KEY = `${'canary0key'.repeat(5).slice(0, 42)}A`;
const forwardURL = '/sign-in/return';

interface App extends Scene {
  signIn: WebSignIn;
  clock: MovableClock;
}

function appThat(turns: readonly Turn[], options: Partial<WebSignInOptions> = {}, client: PlexAPIOptions = {}): App {
  const clock = movableClock(0);
  const found = scene(turns, { clientID: 'an-installation', clientName: 'An App', clock, ...client });
  const basic = { origins: ['https://app.example'], keys: [KEY], used: memoryUsed({ clock }) };
  return { ...found, clock, signIn: webSignIn(found.plex, { ...basic, ...options }) };
}

/** The browser comes back from Plex's page, with these cookies. */
function back(url: string, ...cookies: string[]): { url: string; headers: Headers } {
  const forward = new URLSearchParams(new URL(url).hash.slice(2)).get('forwardUrl') ?? '';
  const cookie = cookies.map((header) => header.split(';')[0]).join('; ');
  return { url: forward, headers: new Headers({ cookie }) };
}

describe('begin', () => {
  test('sends the browser to Plex’s page for a strong PIN, and back to the app with the attempt’s id', async () => {
    const { signIn, sent } = appThat([CREATED]);
    const { url, expiresAt } = await signIn.begin({ forwardURL: `${forwardURL}?from=menu`, context: { device: 'TV' } });
    expect(sent[0]?.url).toBe('https://clients.plex.tv/api/v2/pins?strong=true');
    const said = new URLSearchParams(new URL(url).hash.slice(2));
    expect(said.get('code')).toBe(CODE);
    expect(said.get('context[device][device]')).toBe('TV');
    expect(said.get('forwardUrl')).toMatch(/^https:\/\/app\.example\/sign-in\/return\?from=menu&attempt=[\w-]{22}$/);
    expect(expiresAt).toBe(1_800_000);
  });

  test('gives a cookie for this attempt and this host alone, which lives as long as the PIN', async () => {
    const { signIn } = appThat([CREATED]);
    const { url, cookie } = await signIn.begin({ forwardURL });
    const attempt = new URL(back(url).url).searchParams.get('attempt');
    const [pair, ...traits] = cookie.split('; ');
    expect(pair?.startsWith(`__Host-plex-sign-in-${attempt}=`)).toBe(true);
    expect(traits.sort()).toEqual(['HttpOnly', 'Max-Age=1800', 'Path=/', 'SameSite=Lax', 'Secure']);
    expect(cookie).not.toContain(CODE);
    expect(cookie.length).toBeLessThan(400);
  });

  test('never takes the same id twice', async () => {
    const { signIn } = appThat([CREATED]);
    const begun = await Promise.all(Array.from({ length: 20 }, () => signIn.begin({ forwardURL })));
    expect(new Set(begun.map(({ url }) => back(url).url)).size).toBe(20);
  });

  test.each([
    ['https://evil.example/sign-in/return'],
    ['//evil.example/return'],
    ['/\\evil.example/return'],
    ['http://app.example/return'],
    ['https://app.example:444/return'],
    ['https://app.example@evil.example/'],
    ['https://user:password@app.example/'],
    ['javascript:alert(1)'],
    ['blob:https://app.example/7'],
    ['https://app.example.evil.example/'],
  ])('sends nobody to %s', async (address) => {
    const { signIn, sent } = appThat([CREATED]);
    const forward = await rejection(signIn.begin({ forwardURL: address }));
    expect(forward).toMatchObject({ name: 'InvalidArgumentError', argument: 'forwardURL' });
    const onward = await rejection(signIn.begin({ forwardURL, returnTo: address }));
    expect(onward).toMatchObject({ name: 'InvalidArgumentError', argument: 'returnTo' });
    expect(sent).toEqual([]);
  });

  test('sends people to any origin that the app names', async () => {
    const { signIn } = appThat([CREATED], { origins: ['https://app.example', 'https://two.example:8443/'] });
    const { url } = await signIn.begin({ forwardURL: 'https://two.example:8443/back' });
    expect(back(url).url).toMatch(/^https:\/\/two\.example:8443\/back\?attempt=/);
  });

  test('fails as Plex does, with nothing begun', async () => {
    const { signIn } = appThat([{ status: 503 }]);
    await expect(signIn.begin({ forwardURL })).rejects.toMatchObject({ code: 'SERVER_ERROR' });
  });

  test('lets five attempts of a browser stand, and forgets the oldest and those that are over', async () => {
    const { signIn, clock } = appThat([CREATED]);
    const cookies: string[] = [];
    for (let tab = 0; tab < 6; tab += 1) {
      clock.advance(60_000);
      cookies.push((await signIn.begin({ forwardURL })).cookie);
    }
    const names = cookies.map((cookie) => cookie.split('=')[0]);
    const header = cookies.map((cookie) => cookie.split(';')[0]).join('; ');
    const request = { url: '/sign-in', headers: new Headers({ cookie: `${header}; other=1` }) };
    const cleared = async (): Promise<unknown[]> =>
      (await signIn.begin({ forwardURL, request })).clearCookies.map((cookie) => cookie.split('=')[0]);
    await expect(cleared()).resolves.toEqual([names[1], names[0]]);
    clock.advance(1_800_000 - 60_000);
    await expect(cleared()).resolves.toHaveLength(5);
  });
});

describe('begin, asked to return far away', () => {
  const longest = `/${'x'.repeat(1024 - 'https://app.example/'.length)}`;

  test('takes an address of 1024 characters and hands it back, and makes no PIN for a longer one', async () => {
    const { signIn, sent } = appThat([CREATED, CLAIMED]);
    const { url, cookie } = await signIn.begin({ forwardURL, returnTo: longest });
    const outcome = await signIn.finish(back(url, cookie));
    expect(outcome).toMatchObject({ returnTo: `https://app.example${longest}` });
    expect(sent).toHaveLength(2);
    // It is the address in full that counts: each of these has less than 1024 characters as it is given.
    for (const returnTo of [`${longest}x`, `/${'\u00e9'.repeat(200)}`, `/${' '.repeat(400)}x`]) {
      const error = await rejection(signIn.begin({ forwardURL, returnTo }));
      expect(error).toMatchObject({ name: 'InvalidArgumentError', argument: 'returnTo' });
    }
    expect(sent).toHaveLength(2);
  });

  test.each([
    ['letters', longest],
    ['backslashes', `/?${'\\'.repeat(1000)}`],
  ])('keeps the cookies of a browser short whatever it asks for: %s', async (_, returnTo) => {
    const { signIn, clock } = appThat([CREATED]);
    const jar = new Map<string, string>();
    const pairOf = (header: string): [string, string] => {
      const [name = '', value = ''] = header.split(';')[0]?.split('=') ?? [];
      return [name, value];
    };
    const header = (): string => [...jar].map((pair) => pair.join('=')).join('; ');
    for (let tab = 0; tab < 8; tab += 1) {
      clock.advance(1000);
      const request = { url: '/sign-in', headers: new Headers({ cookie: header() }) };
      const { cookie, clearCookies } = await signIn.begin({ forwardURL, returnTo, request });
      expect(cookie.length).toBeLessThan(4096);
      for (const cleared of clearCookies) jar.delete(pairOf(cleared)[0]);
      jar.set(...pairOf(cookie));
      expect(jar.has(pairOf(cookie)[0])).toBe(true);
      expect(header().length).toBeLessThan(6300);
    }
  });
});

describe('finish', () => {
  test('hands out the token once somebody has signed in, and where they wanted to go', async () => {
    const { signIn, sent } = appThat([CREATED, CLAIMED]);
    const { url, cookie } = await signIn.begin({ forwardURL, returnTo: '//app.example//films?x=1', popUp: true });
    const outcome = await signIn.finish(back(url, 'session=1', cookie, 'theme=dark'));
    expect(outcome).toMatchObject({ state: 'signed-in', authToken: 'canary-fresh-token', popUp: true });
    expect(outcome).toMatchObject({ returnTo: 'https://app.example//films?x=1' });
    expect(outcome).toHaveProperty(
      'clearCookie',
      expect.stringMatching(/^__Host-plex-sign-in-[\w-]{22}=; Max-Age=0; /),
    );
    expect(sent[1]?.url).toBe('https://clients.plex.tv/api/v2/pins/7');
  });

  test('reads a request whose address is a path, as Node has it', async () => {
    const { signIn } = appThat([CREATED, CLAIMED]);
    const { url, cookie } = await signIn.begin({ forwardURL });
    const { url: forward, headers } = back(url, cookie);
    const { pathname, search } = new URL(forward);
    await expect(signIn.finish({ url: pathname + search, headers })).resolves.toMatchObject({ state: 'signed-in' });
  });

  test('waits a little for a claim that comes after the browser', async () => {
    const { signIn, clock } = appThat([CREATED, PENDING, { status: 502 }, new TypeError('fetch failed'), CLAIMED]);
    const { url, cookie } = await signIn.begin({ forwardURL });
    await expect(signIn.finish(back(url, cookie))).resolves.toMatchObject({ state: 'signed-in' });
    expect(clock.waits).toEqual([1000, 1000, 1000]);
  });

  test('is pending when patience ends, and may be asked again', async () => {
    const { signIn, clock, sent } = appThat([CREATED, PENDING, PENDING, PENDING, CLAIMED], { patience: 2000 });
    const { url, cookie } = await signIn.begin({ forwardURL });
    const request = back(url, cookie);
    await expect(signIn.finish(request)).resolves.toEqual({ state: 'pending', expiresAt: 1_800_000, popUp: false });
    expect(clock.waits).toEqual([1000, 1000]);
    expect(sent).toHaveLength(4);
    await expect(signIn.finish(request)).resolves.toMatchObject({ state: 'signed-in' });
  });

  test.each<[string, number, { app?: Partial<WebSignInOptions>; client?: PlexAPIOptions; call?: CallOptions }]>([
    ['a second, however little patience is left', 1000, { app: { patience: 0 } }],
    ['the patience that is left', 3000, { app: { patience: 3000 } }],
    ['ten seconds', 10_000, { app: { patience: 60_000 }, client: { timeout: 20_000 }, call: { timeout: undefined } }],
    ['what the client gives to every call', 700, { app: { patience: 60_000 }, client: { timeout: 700 } }],
    ['what the call says', 300, { client: { timeout: 700 }, call: { timeout: 300 } }],
  ])('gives a question %s: %d ms', async (_, ms, { app, client, call }) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    onTestFinished(() => void vi.useRealTimers());
    let ask = (_signal: AbortSignal): void => {};
    const asked = new Promise<AbortSignal>((resolve) => {
      ask = resolve;
    });
    const silent: Turn = (_url, init) => {
      ask(init.signal);
      return new Promise(() => {});
    };
    const { signIn } = appThat([CREATED, silent, CLAIMED], app, client);
    const { url, cookie } = await signIn.begin({ forwardURL });
    const finished = signIn.finish(back(url, cookie), call).catch(() => undefined);
    const signal = await asked;
    await vi.advanceTimersByTimeAsync(ms - 1);
    expect(signal.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(signal.aborted).toBe(true);
    await finished;
  });

  test('repeats no question by the client’s own retries, not even when told of none', async () => {
    const retryConfig: RetryConfig = { strategy: 'backoff' };
    const { signIn, sent } = appThat([CREATED, { status: 503 }], { patience: 0 }, { retryConfig });
    const { url, cookie } = await signIn.begin({ forwardURL });
    for (const call of [{}, { retries: undefined, timeout: undefined }])
      await expect(signIn.finish(back(url, cookie), call)).rejects.toMatchObject({ statusCode: 503 });
    expect(sent).toHaveLength(3);
  });

  test('says that Plex could not be asked, which uses nothing up', async () => {
    const down = new TypeError('fetch failed');
    const { signIn } = appThat([CREATED, down, { status: 429, headers: { 'retry-after': '60' } }, CLAIMED], {
      patience: 0,
    });
    const { url, cookie } = await signIn.begin({ forwardURL });
    await expect(signIn.finish(back(url, cookie))).rejects.toMatchObject({ code: 'CONNECTION_FAILED' });
    await expect(signIn.finish(back(url, cookie))).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    await expect(signIn.finish(back(url, cookie))).resolves.toMatchObject({ state: 'signed-in' });
  });

  test('ends with the caller’s reason as soon as it is aborted', async () => {
    const { signIn } = appThat([CREATED, PENDING]);
    const { url, cookie } = await signIn.begin({ forwardURL });
    const left = new AbortController();
    left.abort(new Error('the browser has gone'));
    await expect(signIn.finish(back(url, cookie), { signal: left.signal })).rejects.toThrow('the browser has gone');
  });

  test('signs nobody in twice, not even at the same moment', async () => {
    const { signIn } = appThat([CREATED, CLAIMED]);
    const { url, cookie } = await signIn.begin({ forwardURL });
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => signIn.finish(back(url, cookie))));
    expect(outcomes.map(({ state }) => state).sort()).toEqual([
      'invalid',
      'invalid',
      'invalid',
      'invalid',
      'signed-in',
    ]);
    await expect(signIn.finish(back(url, cookie))).resolves.toMatchObject({ state: 'invalid', reason: 'used' });
  });

  test('hands out nothing when it can’t be remembered that it did', async () => {
    const used = { add: (): Promise<boolean> => Promise.reject(new Error('the database is down')) };
    const { signIn } = appThat([CREATED, CLAIMED], { used });
    const { url, cookie } = await signIn.begin({ forwardURL });
    await expect(signIn.finish(back(url, cookie))).rejects.toThrow('the database is down');
  });

  test('knows nothing of an attempt that another browser began', async () => {
    const { signIn, sent } = appThat([CREATED, CLAIMED]);
    const attackers = await signIn.begin({ forwardURL });
    const victims = await signIn.begin({ forwardURL });
    const lured = await signIn.finish(back(attackers.url, victims.cookie));
    expect(lured).toEqual({ state: 'invalid', reason: 'not-this-browser', clearCookie: undefined });
    expect(sent).toHaveLength(2);
  });

  test('opens a cookie under no other attempt’s name', async () => {
    const { signIn, sent } = appThat([CREATED]);
    const [one, two] = [await signIn.begin({ forwardURL }), await signIn.begin({ forwardURL })];
    const [name = ''] = two.cookie.split('=');
    const renamed = one.cookie.replace(/^[^=]+/, name);
    await expect(signIn.finish(back(two.url, renamed))).resolves.toMatchObject({ reason: 'unsealed' });
    expect(sent).toHaveLength(2);
  });

  test.each([
    ['no attempt', '/sign-in/return'],
    ['a PIN', '/sign-in/return?attempt=7'],
    ['something else', '/sign-in/return?attempt=__proto__'],
    ['no address', 'http://'],
  ])('asks nothing for an address that names %s', async (_, url) => {
    const { signIn, sent } = appThat([CREATED]);
    const { cookie } = await signIn.begin({ forwardURL });
    const headers = new Headers({ cookie: cookie.split(';')[0] ?? '' });
    await expect(signIn.finish({ url, headers })).resolves.toMatchObject({ state: 'invalid', reason: 'no-attempt' });
    expect(sent).toHaveLength(1);
  });

  test('ends when Plex says that the PIN is gone, and asks nothing once its time is over', async () => {
    const { signIn, clock, sent } = appThat([CREATED, GONE]);
    const { url, cookie } = await signIn.begin({ forwardURL });
    await expect(signIn.finish(back(url, cookie))).resolves.toMatchObject({ state: 'gone' });
    clock.advance(1_800_000);
    await expect(signIn.finish(back(url, cookie))).resolves.toMatchObject({ state: 'gone', popUp: false });
    expect(sent).toHaveLength(2);
  });

  test('opens what an older key sealed while that is still among the keys', async () => {
    const { signIn, plex, clock } = appThat([CREATED, CLAIMED]);
    const { url, cookie } = await signIn.begin({ forwardURL });
    const fresh = new Uint8Array(32).fill(3);
    const basic = { origins: ['https://app.example'], used: memoryUsed({ clock }) };
    const rotated = webSignIn(plex, { ...basic, keys: [fresh, KEY] });
    const dropped = webSignIn(plex, { ...basic, keys: [fresh] });
    await expect(dropped.finish(back(url, cookie))).resolves.toMatchObject({ reason: 'unsealed' });
    await expect(rotated.finish(back(url, cookie))).resolves.toMatchObject({ state: 'signed-in' });
  });
});

describe('webSignIn', () => {
  const options: WebSignInOptions = { origins: ['https://app.example'], keys: [KEY], used: memoryUsed() };

  test.each<[string, object]>([
    ['keys', { keys: [] }],
    ['keys', { keys: KEY }],
    ['keys[1]', { keys: [KEY, 'c2hvcnQ'] }],
    ['keys[0]', { keys: [new Uint8Array(16)] }],
    ['used', { used: undefined }],
    ['used', { used: {} }],
    ['origins', { origins: [] }],
    ['origins', { origins: 'https://app.example' }],
    ['origins[0]', { origins: ['https://app.example/path'] }],
    ['origins[0]', { origins: ['http://app.example'] }],
    ['origins[0]', { allowInsecure: true }],
    ['patience', { patience: -1 }],
    ['patience', { patience: Infinity }],
  ])('wants %s as it must be: %o', (argument, wrong) => {
    const { plex } = scene({}, { clientID: 'an-installation' });
    const error = thrownBy(() => webSignIn(plex, { ...options, ...wrong }));
    expect(error).toMatchObject({ name: 'InvalidArgumentError', argument });
    expect(String(error)).not.toContain(KEY);
  });

  test('wants a client with a clientID', () => {
    expect(thrownBy(() => webSignIn(scene().plex, options))).toMatchObject({ code: 'CLIENT_ID_REQUIRED' });
  });

  test('takes http of this machine, with cookies that browsers keep to it, or without Secure when told to', async () => {
    const origins = ['http://localhost:3000'];
    const strict = await appThat([CREATED], { origins }).signIn.begin({ forwardURL });
    expect(strict.cookie).toMatch(/^__Host-.*; Secure$/);
    const loose = appThat([CREATED, CLAIMED], { origins, allowInsecure: true });
    const { url, cookie } = await loose.signIn.begin({ forwardURL });
    expect(cookie).toMatch(/^plex-sign-in-/);
    expect(cookie).not.toMatch(/Secure/);
    await expect(loose.signIn.finish(back(url, cookie))).resolves.toMatchObject({ state: 'signed-in' });
  });

  test('shows none of its keys', () => {
    expect(inspect(appThat([]).signIn, { depth: 9, showHidden: true })).not.toContain('canary');
  });
});

describe('memoryUsed', () => {
  test('takes each attempt once, for as long as it lives', () => {
    const clock = movableClock(0);
    const used = memoryUsed({ clock });
    expect([used.add('one', 1000), used.add('one', 1000), used.add('two', 2000)]).toEqual([true, false, true]);
    clock.advance(1500);
    expect([used.add('three', 3000), used.add('one', 3000), used.add('two', 3000)]).toEqual([true, true, false]);
  });

  test('forgets the one that expires first when there are too many, never the one that is asked about', () => {
    const used = memoryUsed({ limit: 2, clock: movableClock(0) });
    expect([used.add('one', 10), used.add('two', 20), used.add('one', 10)]).toEqual([true, true, false]);
    expect([used.add('three', 30), used.add('two', 20), used.add('one', 10)]).toEqual([true, false, true]);
  });

  test.each([0, -1, 1.5, Infinity])('wants a limit that is one, not %d', (limit) => {
    expect(thrownBy(() => memoryUsed({ limit }))).toMatchObject({ argument: 'limit' });
  });
});
