import { expect, test } from 'vitest';
import { start } from './asking.js';
import { openBrowser } from './browser.js';

const PATHS = ['/auth', '/link', '/_pages/style.css', '/_pages/auth.js', '/auth/done?attempt=none'];

test.each(PATHS)('%s lets nothing foreign in and is in no frame', async (path) => {
  const standIn = await start();
  const { headers } = await openBrowser(standIn).open(path);
  const policy = headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('referrer-policy')).toBe('same-origin');
  expect(headers.get('access-control-allow-origin')).toBeNull();
  expect(headers.get('cache-control')).toBe(path.startsWith('/_pages') ? 'max-age=60' : 'no-store');
});

test('no page has a script or a style in it, or names another host', async () => {
  const browser = openBrowser(await start());
  for (const path of ['/auth', '/link', '/auth/done']) {
    const { html } = await browser.open(path);
    expect(html).not.toMatch(/<script>|<style|style=|\son\w+=|https?:\/\/(?!www\.w3\.org|app\.plex\.tv)/);
  }
});

test.each([
  ['another origin', { origin: 'https://evil.example' }],
  ['no origin that can be read', { origin: 'null' }],
  ['another site, as the browser says', { 'sec-fetch-site': 'cross-site' }],
  ['another port, as the browser says', { 'sec-fetch-site': 'same-site' }],
])('a form from %s is refused, token or not', async (_, headers) => {
  const standIn = await start();
  const browser = openBrowser(standIn, headers);
  const page = await browser.open('/link');
  for (const action of ['/link', '/auth', '/auth/sign-in', '/auth/allow', '/auth/sign-out']) {
    const { status, html } = await browser.send(page, action, { code: 'ZZZZ' });
    expect([status, html]).toEqual([403, expect.stringContaining('This form came from elsewhere')]);
  }
});

test('a form without the token of its page is refused, and so is one with another visitor’s', async () => {
  const standIn = await start();
  const [mine, yours] = [openBrowser(standIn), openBrowser(standIn)];
  const page = await mine.open('/link');
  const other = await yours.open('/link');
  expect((await mine.send({ ...page, html: '' }, '/link', { code: 'ZZZZ' })).status).toBe(403);
  expect((await mine.send(other, '/link', { code: 'ZZZZ' })).status).toBe(403);
  expect((await mine.send(page, '/link', { code: 'ZZZZ' })).status).toBe(404);
});

test('a sign-in is nobody else’s: its address opens nothing in another browser', async () => {
  const standIn = await start();
  const [mine, yours] = [openBrowser(standIn), openBrowser(standIn)];
  const begun = await mine.follow('https://app.plex.tv/auth#?code=none');
  expect(begun.html).toContain('has expired');
  const opened = await yours.open(begun.path);
  expect([opened.status, opened.html]).toEqual([404, expect.stringContaining('There is no such sign-in')]);
});

test('an address without a code, an unreadable form and a form too long are refused', async () => {
  const standIn = await start();
  const browser = openBrowser(standIn);
  expect((await browser.follow('https://app.plex.tv/auth#?clientID=x')).status).toBe(400);
  expect((await browser.follow(`https://app.plex.tv/auth#?code=${'x'.repeat(70_000)}`)).status).toBe(413);
  const post = { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } };
  expect((await standIn.fetch(`${standIn.url}/auth`, post)).status).toBe(400);
});

test.each([
  ['https://plex.example', 'plex.example', true],
  ['https://plex.example:8443', 'plex.example:8443', true],
  ['https://plex.example', '127.0.0.1:1', false],
  ['http://plex.example', 'plex.example', false],
])('behind %s, asked for as %s, the cookie of a visitor is for https alone: %o', async (publicURL, host, isSecure) => {
  const standIn = await start({ publicURL });
  const cookie = (await standIn.fetch('http://127.0.0.1:1/link', { headers: { host } })).headers.get('set-cookie');
  expect(cookie).toMatch(/^ticketstub-visitor=[\w-]{43}; .*HttpOnly/);
  expect(cookie?.includes('Secure')).toBe(isSecure);
  const direct = await standIn.fetch('https://app.plex.tv/link');
  expect(direct.headers.get('set-cookie')).toContain('Secure');
});

test('a page that is to fail does', async () => {
  const standIn = await start();
  standIn.control.failNext({ operation: 'showLinkPage', status: 503 });
  const { status, html } = await openBrowser(standIn).open('/link');
  expect([status, html]).toEqual([503, expect.stringContaining('Something went wrong')]);
});
