import { inflateSync } from 'node:zlib';
import { encode } from 'uqr';
import { expect, test } from 'vitest';
import type { StandIn, StandInOptions } from '../src/index.js';
import { ask, askPlexTv, at, refusal, start, textAt } from './asking.js';
import { type Browser, type Shown, openBrowser } from './browser.js';

const CLIENT = 'a-program';
const HERE = { ip: '198.51.100.7', country: 'ES' };
const THERE = { ip: '203.0.113.4', country: 'SE' };

interface Scene {
  readonly standIn: StandIn;
  readonly browser: Browser;
  readonly id: string;
  readonly code: string;
}

async function begin(
  options: Omit<StandInOptions, 'seed' | 'listen'> = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<Scene> {
  const standIn = await start(options);
  standIn.control.setAddress(CLIENT, THERE);
  const asking = { method: 'POST', client: CLIENT, headers: { 'X-Plex-Device-Name': 'Den', ...headers } };
  const pin: unknown = await (await askPlexTv(standIn, '/pins?strong=true', asking)).json();
  return { standIn, browser: openBrowser(standIn), id: String(at(pin, 'id')), code: textAt(pin, 'code') };
}

function info({ standIn, code }: Scene): Promise<Response> {
  return ask(standIn, `https://clients.plex.tv/api/v2/pins/info?code=${code}`, {});
}

async function asked({ browser, code }: Scene): Promise<Shown> {
  const page = await browser.follow(`https://app.plex.tv/auth#?code=${code}&forwardUrl=http://127.0.0.1:9/`);
  return browser.send(page, '/auth/sign-in', { person: 'dana' });
}

async function tokenOf({ standIn, id }: Scene): Promise<unknown> {
  return at(await (await askPlexTv(standIn, `/pins/${id}`, { client: CLIENT })).json(), 'authToken');
}

test('where a PIN was made is told to who has its code, and whether that is where they are [pin-info.members] [pin-info.ip-matches]', async () => {
  const scene = await begin();
  scene.standIn.control.setBrowserAddress(HERE);
  expect(await (await info(scene)).json()).toEqual({
    trusted: false,
    ipMatches: false,
    isSafeOrigin: true,
    source: { ip: THERE.ip, location: expect.objectContaining({ code: 'SE', country: 'Sweden' }) },
  });
  scene.standIn.control.setBrowserAddress(THERE);
  expect(await (await info(scene)).json()).toMatchObject({ ipMatches: true });
  scene.standIn.control.reset();
  expect(await refusal(await info(scene))).toEqual([404, 1020]);
});

test.each([
  ['UTF-8', (text: string) => Buffer.from(text).toString('latin1')],
  ['Latin-1', (text: string) => text],
])('names in %s are read as such, on the PIN and on the page [identity.utf8]', async (_, written) => {
  const [product, device] = ['Küche für Ångström', 'Dänisches Zimmer'];
  const headers = { 'X-Plex-Product': written(product), 'X-Plex-Device-Name': written(device) };
  const scene = await begin({}, headers);
  const pin = await askPlexTv(scene.standIn, `/pins/${scene.id}`, { client: CLIENT });
  expect(await pin.json()).toMatchObject({ product });
  const { html } = await asked(scene);
  expect(html).toContain(`Sign in to ${product}?`);
  expect(html).toContain(`<dd>${device}</dd>`);
});

test.each([
  [{}, true],
  [{ origin: 'https://app.plex.tv' }, true],
  [{ origin: 'https://app.example' }, false],
  [{ origin: 'https://plex.tv.example' }, false],
  [{ origin: 'null' }, false],
])('a PIN made by a page with %o is of a safe origin: %o [pin-info.safe-origin]', async (headers, isSafe) => {
  expect(await (await info(await begin({}, headers))).json()).toMatchObject({ isSafeOrigin: isSafe });
});

test('without a code nothing is told, nor of one that is unknown or expired [pin-info.code]', async () => {
  const scene = await begin();
  expect(await refusal(await info({ ...scene, code: '' }))).toEqual([400, 1004]);
  expect(await refusal(await info({ ...scene, code: 'nothing' }))).toEqual([404, 1020]);
  scene.standIn.control.advanceClock(30 * 60_000);
  expect(await refusal(await info(scene))).toEqual([404, 1020]);
});

test('the page alerts when the PIN was made elsewhere, and a yes then takes a tick [auth-page.security-alert]', async () => {
  const scene = await begin();
  scene.standIn.control.setBrowserAddress(HERE);
  const page = await asked(scene);
  expect(page.html).toContain('Security Alert');
  expect(page.html).toContain(THERE.ip);
  expect(page.html).toContain('Sweden');
  const unsure = await scene.browser.send(page, '/auth/allow', { answer: 'allow' });
  expect(unsure.html).toContain('Security Alert');
  expect(await tokenOf(scene)).toBeNull();
  await scene.browser.send(page, '/auth/allow', { answer: 'allow', sure: 'yes' });
  expect(await tokenOf(scene)).toEqual(expect.any(String));
});

test('beneath the alert the first button and the main one is the no, elsewhere the yes [auth-page.security-alert]', async () => {
  const buttons = async (securityAlert: 'always' | 'never'): Promise<unknown[]> => {
    const { html } = await asked(await begin({ securityAlert }));
    return [...html.matchAll(/<button class="(\w*)" name="answer" value="(\w+)"/g)].map(([, kind, value]) => [
      kind,
      value,
    ]);
  };
  expect(await buttons('always')).toEqual([
    ['main', 'refuse'],
    ['', 'allow'],
  ]);
  expect(await buttons('never')).toEqual([
    ['main', 'allow'],
    ['', 'refuse'],
  ]);
});

test('the alert can be had everywhere and nowhere [auth-page.security-alert]', async () => {
  const always = await begin({ securityAlert: 'always' });
  always.standIn.control.setBrowserAddress(THERE);
  expect((await asked(always)).html).toContain('Security Alert');
  const never = await begin({ securityAlert: 'never' });
  never.standIn.control.setBrowserAddress(HERE);
  expect((await asked(never)).html).not.toContain('Security Alert');
});

test('the page says so when another site made the PIN at the same address [auth-page.unsafe-origin]', async () => {
  const scene = await begin({}, { origin: 'https://app.example' });
  scene.standIn.control.setBrowserAddress(THERE);
  const { html } = await asked(scene);
  expect(html).toContain('not hosted by Plex');
  expect(html).not.toContain('Security Alert');
  expect(html).toContain('Den');
});

test('people are led on before the PIN shows their yes [auth-page.claim-after-redirect]', async () => {
  const scene = await begin({ claimDelay: 1_500 });
  scene.standIn.control.setBrowserAddress(THERE);
  const done = await scene.browser.send(await asked(scene), '/auth/allow', { answer: 'allow' });
  expect(done.html).toContain('http-equiv="refresh"');
  expect(await tokenOf(scene)).toBeNull();
  scene.standIn.control.advanceClock(1_500);
  expect(await tokenOf(scene)).toEqual(expect.any(String));
});

test.each(['same-origin', 'unsafe-none'] as const)(
  'the page’s opener policy is %s when that is asked for [auth-page.opener-policy]',
  async (openerPolicy) => {
    const { browser } = await begin({ openerPolicy });
    expect((await browser.open('/auth')).headers.get('cross-origin-opener-policy')).toBe(openerPolicy);
    expect((await browser.open('/link')).headers.get('cross-origin-opener-policy')).toBeNull();
  },
);

test('a place is what was configured for its country, without what is null there [pin.location]', async () => {
  const scene = await begin({ locations: { SE: { city: 'Malmö', coordinates: null } } });
  scene.standIn.control.setBrowserAddress(HERE);
  const told: unknown = await (await info(scene)).json();
  expect(at(told, 'source', 'location')).toMatchObject({ city: 'Malmö', postal_code: '00000' });
  expect(at(told, 'source', 'location')).not.toHaveProperty('coordinates');
  expect((await asked(scene)).html).toContain('Malmö, Sweden');
});

/** The pixels of a black and white PNG, true for black: a bit each, rows without a filter. */
function pixelsOf(png: Buffer): boolean[][] {
  const width = png.readUInt32BE(16);
  const from = png.indexOf('IDAT') + 4;
  const rows = inflateSync(png.subarray(from, from + png.readUInt32BE(from - 8)));
  const stride = 1 + Math.ceil(width / 8);
  return Array.from({ length: width }, (_, y) =>
    Array.from({ length: width }, (__, x) => ((rows[y * stride + 1 + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) === 0),
  );
}

test('the picture of a PIN is that of the address it signs in at, and goes with it [pin.qr-png] [pin.qr-content]', async () => {
  const { standIn, code } = await begin();
  const made: unknown = await (await askPlexTv(standIn, '/pins', { method: 'POST', client: CLIENT })).json();
  const short = textAt(made, 'code');
  const addresses = {
    [short]: `${standIn.url}/link/?pin=${short}`,
    [code]: `${standIn.url}/auth#?clientID=${CLIENT}&code=${code}`,
  };
  for (const [of, address] of Object.entries(addresses)) {
    const response = await askPlexTv(standIn, `/pins/qr/${of}`);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/png']);
    const pixels = pixelsOf(Buffer.from(await response.arrayBuffer()));
    const { data, size } = encode(address, { ecc: 'M', border: 4 });
    expect(pixels).toHaveLength(size * 8);
    expect(data.map((row, y) => row.map((__, x) => pixels[y * 8 + 3]?.[x * 8 + 3]))).toEqual(data);
  }
  expect(JSON.stringify(standIn.control.requests())).not.toContain(short);
  standIn.control.advanceClock(30 * 60_000);
  expect(await refusal(await askPlexTv(standIn, `/pins/qr/${code}`))).toEqual([404, 1020]);
});
