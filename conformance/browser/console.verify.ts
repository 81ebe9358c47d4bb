import { startStandIn } from '@ticketstub/standin';
import { expect, onTestFinished, test } from 'vitest';
import { client, find, makePin, open } from './console-scene.js';
import { tabTo, useChromium } from './scene.js';

useChromium();

const DAY = 86_400_000;

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
  await tabTo(page, '#breach summary');
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
