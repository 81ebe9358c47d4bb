import { join } from 'node:path';
import { existsSync } from 'node:fs';
import { env } from 'node:process';
import { type StandIn, startStandIn } from '@ticketstub/standin';
import { expect, onTestFinished, test } from 'vitest';
import { root } from '../../tools/repository.js';
import { BUDGET, type Locator, type Page, type Showing, findingsOn, weightOf } from './chromium.js';
import { type Visit, openBrowser, useChromium } from './scene.js';

useChromium();

const DAY = 86_400_000;
const client = { 'X-Plex-Client-Identifier': 'request-manager', 'X-Plex-Product': 'Request Manager' };

/** A console in a browser, and the stand-in behind it. */
interface Opened extends Visit {
  readonly standIn: StandIn;
}

async function open(showing: Showing = {}): Promise<Opened> {
  const standIn = await startStandIn({ control: true });
  onTestFinished(() => standIn.close());
  const visit = await openBrowser({ viewport: { width: 1440, height: 900 }, ...showing });
  await visit.page.goto(`${standIn.url}/console`);
  return { ...visit, standIn };
}

/** The first element of a selector that holds a text. */
function find(page: Page, selector: string, hasText: string): Locator {
  return page.locator(selector, { hasText }).first();
}

async function json(url: string, init: RequestInit = {}): Promise<(name: string) => unknown> {
  const response = await fetch(url, { ...init, headers: { ...client, accept: 'application/json' } });
  const body: unknown = await response.json();
  return (name) => Reflect.get(Object(body), name);
}

/** Makes a PIN, and asks later what became of it. */
async function makePin({ url }: StandIn): Promise<{ code: string; token: () => Promise<unknown> }> {
  const pin = await json(`${url}/api/v2/pins`, { method: 'POST' });
  const token = async (): Promise<unknown> => (await json(`${url}/api/v2/pins/${String(pin('id'))}`))('authToken');
  return { code: String(pin('code')), token };
}

/** Some of everything, so that there is something to see. */
async function fill(standIn: StandIn): Promise<void> {
  const { alice, dana } = standIn.people;
  const [attic] = standIn.servers;
  const ask = (url: string, token: string): Promise<Response> =>
    fetch(url, { headers: { ...client, 'X-Plex-Token': token } });
  await makePin(standIn);
  await ask(`${standIn.url}/api/v2/user`, alice.token);
  await ask(`${attic?.url}/security/token?type=delegation&scope=all`, alice.token);
  await ask(`${attic?.url}/identity`, dana.token);
  await ask(`${standIn.url}/api/v2/user`, 'a-token-of-nobody-20');
  standIn.control.failNext({ operation: 'getTokenDetails', status: 503, times: 2, retryAfter: 10 });
  standIn.control.setAddress('request-manager', { ip: '203.0.113.9', country: 'SE' });
}

test('a request appears in the log as it is made, and is copied as curl', async () => {
  const { page, standIn, complaints, requests } = await open({ permissions: ['clipboard-read', 'clipboard-write'] });
  await find(page, '#live', 'live').waitFor();
  const headers = { 'X-Plex-Token': standIn.people.alice.token, ...client };
  await fetch(`${standIn.url}/api/v2/user`, { headers });
  const entry = find(page, '#requests li', '/api/v2/user');
  await entry.waitFor();
  expect((await entry.locator('summary').textContent())?.replaceAll(/\s+/g, ' ')).toMatch(
    / 200 GET \/api\/v2\/user plex\.tv · alice #[0-9a-f]{8}/,
  );
  await entry.locator('summary').click();
  await entry.locator('button').click();
  await find(page, 'button', 'Copied').waitFor();
  const copied = await page.evaluate('navigator.clipboard.readText()');
  expect(copied).toContain("-H 'X-Plex-Token: <account token of alice>'");
  expect(complaints).toEqual([]);
  expect(requests.filter((url) => !url.startsWith(`${standIn.url}/console`))).toEqual([]);
  expect(standIn.control.requests()).toHaveLength(1);
});

test('the log goes on by itself when the stand-in comes back, begins anew, and pauses when told to', async () => {
  const { page, standIn } = await open();
  await find(page, '#live', 'live').waitFor();
  await fetch(`${standIn.url}/api/v2/ping`);
  await find(page, '#requests li', '/api/v2/ping').waitFor();
  await standIn.close();
  await find(page, '#live', 'waiting for the stand-in').waitFor();
  const again = await startStandIn({ control: true, port: Number(new URL(standIn.url).port) });
  onTestFinished(() => again.close());
  await find(page, '#live', 'live').waitFor();
  await fetch(`${again.url}/identity`);
  await find(page, '#requests li', '/identity').waitFor();
  expect(await page.locator('#requests li').count()).toBe(1);
  await page.locator('#pause').click();
  await fetch(`${again.url}/api/v2/ping`);
  expect(await page.locator('#live').textContent()).toBe('paused');
  await page.locator('#pause').click();
  await find(page, '#requests li', '/api/v2/ping').waitFor();
  await find(page, 'button', '+1 hour').click();
  await find(page, '#said', 'The clock was moved.').waitFor();
});

test('+8 days moves the clock without leaving the page, and a script or none makes no difference', async () => {
  for (const javaScriptEnabled of [true, false]) {
    const { page, standIn } = await open({ javaScriptEnabled });
    const before = standIn.clock.now();
    await find(page, 'button', '+8 days').click();
    await find(page, '#said', 'The clock was moved.').waitFor();
    expect(standIn.clock.now() - before).toBeGreaterThanOrEqual(8 * DAY);
    expect(await page.locator('#now').textContent()).toContain(
      new Date(standIn.clock.now()).toISOString().slice(0, 10),
    );
    expect(page.url()).toBe(`${standIn.url}/console${javaScriptEnabled ? '' : '?done=advance-clock'}`);
  }
});

test('a PIN shows itself when a program makes it, and a click claims it', async () => {
  const { page, standIn } = await open();
  const pin = await makePin(standIn);
  await find(page, '#pins li', pin.code).waitFor();
  await page.locator('#client').fill('half typed');
  await find(page, '#pins button', 'dana').click();
  await find(page, '#pins li', 'claimed').waitFor();
  expect(await pin.token()).toEqual(expect.any(String));
  expect(await page.locator('#client').inputValue()).toBe('half typed');
});

test('what destroys is done by keyboard alone, asks once, and leaves the focus on the page', async () => {
  const { page, standIn } = await open();
  await page.evaluate(`document.querySelector('#breach summary').focus()`);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.type('dana');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await find(page, '#said', 'The tokens are dead.').waitFor();
  const user = (token: string): Promise<Response> =>
    fetch(`${standIn.url}/api/v2/user`, { headers: { 'X-Plex-Token': token } });
  expect((await user(standIn.people.dana.token)).status).toBe(401);
  expect((await user(standIn.people.bruno.token)).status).toBe(200);
  expect(await page.evaluate('document.activeElement === document.body')).toBe(false);
  expect(await page.evaluate(`document.querySelector('#breach').open`)).toBe(false);
});

test('a mistake is said, and nothing that was typed is lost', async () => {
  const { page } = await open();
  await page.locator('#client').fill('request-manager');
  await page.locator('#ip').fill('nowhere');
  await page.locator('#country').fill('SE');
  await find(page, 'button', 'Put it there').click();
  await find(page, '#said', 'Nothing was done. ip: expected an IPv4 or IPv6 address').waitFor();
  expect(await page.locator('#ip').inputValue()).toBe('nowhere');
});

test.each([
  ['a desk', { width: 1440, height: 900 }],
  ['a phone', { width: 360, height: 740 }],
] as const)('on %s, light and dark, axe finds nothing and nothing sticks out', async (_, viewport) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const { page, standIn, complaints } = await open({ viewport, colorScheme });
    await fill(standIn);
    await find(page, '#requests li', '401').waitFor();
    expect(await findingsOn(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(viewport.width);
    expect(complaints).toEqual([]);
  }
});

test('a page full of requests is light, and asks nobody else for anything', async () => {
  const { page, standIn, requests } = await open();
  await fill(standIn);
  for (let number = 0; number < 300; number += 1) await fetch(`${standIn.url}/api/v2/pins/${number}?code=${number}`);
  await page.goto(`${standIn.url}/console`);
  expect(await page.locator('#requests li').count()).toBeGreaterThanOrEqual(300);
  expect(await weightOf(page)).toBeLessThanOrEqual(BUDGET);
  expect(requests.filter((url) => !url.startsWith('data:') && !url.startsWith(`${standIn.url}/console`))).toEqual([]);
});

test('names of strangers run nothing and break nothing', async () => {
  const { page, standIn, complaints } = await open();
  const name = `"><img src=x onerror=alert(1)><script>alert(2)</script></li></ol></section>`;
  const query = new URLSearchParams({ 'X-Plex-Client-Identifier': name, 'X-Plex-Product': name }).toString();
  await fetch(`${standIn.url}/api/v2/pins?${query}`, { method: 'POST' });
  await find(page, '#pins bdi', '<img src=x onerror=alert(1)>').waitFor();
  await find(page, '#requests li', '/api/v2/pins').waitFor();
  expect(await page.locator('img').count()).toBe(0);
  expect(complaints).toEqual([]);
});

test('is shown in the docs as it looks with everything in it', async () => {
  for (const [file, looks] of [
    ['console.png', { viewport: { width: 1280, height: 860 } }],
    ['console-dark.png', { viewport: { width: 1280, height: 860 }, colorScheme: 'dark' }],
    ['console-phone.png', { viewport: { width: 390, height: 844 } }],
  ] as const) {
    const { page, standIn } = await open(looks);
    await fill(standIn);
    await find(page, '#requests li', '401').waitFor();
    await find(page, '#addresses', '203.0.113.9').waitFor();
    const path = join(root, 'docs/screenshots', file);
    if (env['SCREENSHOTS'] === 'write') await page.screenshot({ path });
    expect(existsSync(path), `${path}: run with SCREENSHOTS=write`).toBe(true);
    expect(await page.locator('#pins li').count()).toBe(1);
  }
});
