import { expect, test } from 'vitest';
import type { StandIn, StandInOptions } from '../src/index.js';
import { askPlexTv, at, start, textAt } from './asking.js';
import { type Browser, type Shown, openBrowser } from './browser.js';
import { danasDevice } from './device.js';

const CLIENT = 'a-program';
const FORWARD = 'https://app.example/back?state=1%202&x';

interface Scene {
  readonly standIn: StandIn;
  readonly browser: Browser;
  readonly code: string;
  readonly id: string;
}

async function begin(options: Omit<StandInOptions, 'seed' | 'listen'> = {}): Promise<Scene> {
  const standIn = await start(options);
  const headers = { 'X-Plex-Product': 'A program' };
  const made = await askPlexTv(standIn, '/pins?strong=true', { method: 'POST', client: CLIENT, headers });
  const pin: unknown = await made.json();
  return { standIn, browser: openBrowser(standIn), code: textAt(pin, 'code'), id: String(at(pin, 'id')) };
}

function address({ code }: Pick<Scene, 'code'>, forward?: string, more = ''): string {
  const onward = forward === undefined ? '' : `&forwardUrl=${encodeURIComponent(forward)}`;
  return `https://app.plex.tv/auth#?clientID=${CLIENT}&code=${code}${onward}${more}`;
}

async function tokenOf({ standIn, id }: Scene): Promise<unknown> {
  return at(await (await askPlexTv(standIn, `/pins/${id}`, { client: CLIENT })).json(), 'authToken');
}

async function pickedDana(scene: Scene, forward?: string): Promise<Shown> {
  const asked = await scene.browser.follow(address(scene, forward));
  return scene.browser.send(asked, '/auth/sign-in', { person: 'dana' });
}

test('somebody picked in one click allows a program in and is led to where it said [auth-page.forward-untouched]', async () => {
  const scene = await begin();
  const asked = await pickedDana(scene, FORWARD);
  expect(asked.html).toContain('Sign in to A program?');
  expect(asked.html).toContain('dana-reef');
  const done = await scene.browser.send(asked, '/auth/allow', { answer: 'allow' });
  expect(done.html).toContain(`content="0; url=${FORWARD.replace('&', '&amp;')}"`);
  const token = await tokenOf(scene);
  expect(await (await askPlexTv(scene.standIn, '/user', { token: String(token) })).json()).toMatchObject({
    email: 'dana@example.com',
  });
});

test('an address to be led to is not cut, however long it is [auth-page.forward-untouched]', async () => {
  const scene = await begin();
  const forward = `https://app.example/back?state=${'x'.repeat(20_000)}&end`;
  const done = await scene.browser.send(await pickedDana(scene, forward), '/auth/allow', { answer: 'allow' });
  expect(done.html).toContain(`content="0; url=${forward.replace('&', '&amp;')}"`);
});

test('a program that was refused is given nothing, and its PIN goes on waiting [auth-page.refused-stays-pending]', async () => {
  const scene = await begin();
  const asked = await pickedDana(scene, FORWARD);
  const done = await scene.browser.send(asked, '/auth/allow', { answer: 'refuse' });
  expect(done.html).toContain('You refused');
  expect(done.html).not.toContain('http-equiv');
  expect(await tokenOf(scene)).toBeNull();
  const again = await scene.browser.send(asked, '/auth/allow', { answer: 'allow' });
  expect(again.html).toContain('You refused');
  expect(await tokenOf(scene)).toBeNull();
});

test.each([
  ['encoded brackets', (rest: string) => `#?${rest}&context%5Bdevice%5D%5Bproduct%5D=Called%20so`],
  ['raw brackets', (rest: string) => `#?${rest}&context[device][product]=Called so`],
  ['an exclamation mark', (rest: string) => `#!?${rest}&context%5Bdevice%5D%5Bproduct%5D=Called%20so`],
  ['unknown parameters', (rest: string) => `#?pinID=7&${rest}&context[device][product]=Called+so&context[x][y]=z`],
])('the page reads a fragment with %s [auth-page.fragment]', async (_, fragmentOf) => {
  const { browser, code } = await begin();
  const fragment = fragmentOf(`clientID=${CLIENT}&code=${code}`);
  const asked = await browser.follow(`https://app.plex.tv/auth${fragment}`);
  expect(asked.status).toBe(200);
  expect(asked.html).toContain('Called so');
});

test('the page shows what the program says it runs on, and escapes it [auth-page.context]', async () => {
  const scene = await begin();
  const more = '&context[device][deviceName]=<i>Den</i>&context[device][platform]=tvOS';
  const asked = await scene.browser.follow(address(scene, undefined, more));
  const shown = await scene.browser.send(asked, '/auth/sign-in', { person: 'dana' });
  expect(shown.html).toContain('&lt;i&gt;Den&lt;/i&gt;, tvOS');
  expect(shown.html).toContain('A program');
});

test.each([
  ['https://app.example/', true],
  ['http://127.0.0.1:3000/back', true],
  ['my-app://back', true],
  ['other-app://back', false],
  ['javascript:alert(1)', false],
  ['data:text/html,x', false],
  ['/relative', false],
  ['//app.example/', false],
])('whether people are sent on to %s: %o [auth-page.forward-schemes]', async (forward, isSent) => {
  const scene = await begin({ forwardSchemes: ['my-app'] });
  const asked = await pickedDana(scene, forward);
  const done = await scene.browser.send(asked, '/auth/allow', { answer: 'allow' });
  expect(done.html.includes('http-equiv')).toBe(isSent);
  expect(done.html.includes('You can close this page.')).toBe(!isSent);
  expect(await tokenOf(scene)).toEqual(expect.any(String));
});

test.each(['breach', 'time'] as const)(
  'a password that was right is worth nothing after a %s, with a code or without [token.breach-ends-all]',
  async (what) => {
    const scene = await begin();
    const { browser, standIn } = scene;
    const { finn } = standIn.people;
    const asked = await browser.follow(address(scene));
    const needed = await browser.send(asked, '/auth/sign-in', { login: finn.email, password: finn.password });
    expect(needed.html).toContain('Six-digit code');
    if (what === 'breach') standIn.control.breach('finn');
    else standIn.control.advanceClock(30 * 60_000);
    const late = await browser.send(needed, '/auth/sign-in', { verificationCode: finn.totp?.() ?? '' });
    expect(late.html).not.toContain('You are');
    expect(late.html).toContain(what === 'breach' ? 'Who are you?' : 'This code has expired');
  },
);

test('login and password are judged as by /users/signin, two-factor code included [auth-page.sign-in-rules]', async () => {
  const scene = await begin();
  const { browser, standIn } = scene;
  const { finn } = standIn.people;
  const asked = await browser.follow(address(scene));
  const send = (page: Shown, fields: Record<string, string>): Promise<Shown> =>
    browser.send(page, '/auth/sign-in', fields);
  const wrong = await send(asked, { login: finn.email, password: 'nonsense' });
  expect([wrong.status, wrong.html]).toEqual([401, expect.stringContaining('Login or password is wrong.')]);
  expect(wrong.html).toMatch(new RegExp(`name="login"\\s+value="${finn.email}"`));
  expect(wrong.html).not.toContain('nonsense');
  const needed = await send(wrong, { login: finn.email, password: finn.password });
  expect([needed.status, needed.html]).toEqual([401, expect.stringContaining('two-factor')]);
  expect(needed.html).not.toContain(finn.password);
  const mistyped = await send(needed, { verificationCode: '000000' });
  expect([mistyped.status, mistyped.html]).toEqual([401, expect.stringContaining('The code is wrong')]);
  const shown = await send(mistyped, { verificationCode: finn.totp?.() ?? '' });
  expect(shown.html).toContain('You are <strong>finn-oak</strong>');
});

test('an address that failed too often, and a username that does not sign in, are told so [auth-page.sign-in-rules]', async () => {
  const scene = await begin();
  const { browser, standIn } = scene;
  const { eve } = standIn.people;
  let page = await browser.follow(address(scene));
  page = await browser.send(page, '/auth/sign-in', { login: eve.username, password: eve.password });
  expect(page.html).toContain('e-mail address only');
  for (let time = 0; time < 6; time += 1) {
    page = await browser.send(page, '/auth/sign-in', { login: eve.email, password: 'nonsense' });
  }
  expect(page.html).toContain('Too many failures');
});

test('a yes said for somebody who is no longer signed in is asked for again', async () => {
  const scene = await begin();
  const { browser, standIn } = scene;
  const said = await pickedDana(scene);
  const out = await browser.send(await browser.follow(address(scene)), '/auth/sign-out');
  await browser.send(out, '/auth/sign-in', { person: 'alice' });
  const shown = await browser.send(said, '/auth/allow', { answer: 'allow' });
  expect(shown.html).toContain('You are <strong>alice-attic</strong>');
  expect(await tokenOf(scene)).toBeNull();
  await browser.send(shown, '/auth/allow', { answer: 'allow' });
  const user = await askPlexTv(standIn, '/user', { token: String(await tokenOf(scene)) });
  expect(await user.json()).toMatchObject({ email: 'alice@example.com' });
});

test('a second sign-in in the same browser asks for leave only, and somebody else can take over', async () => {
  const scene = await begin();
  await pickedDana(scene);
  const second = await scene.browser.follow(address(scene));
  expect(second.html).toContain('You are <strong>dana-reef</strong>');
  const out = await scene.browser.send(second, '/auth/sign-out');
  expect(out.html).toContain('Who are you?');
});

test('a breach and a reset sign the page out too', async () => {
  const scene = await begin();
  await pickedDana(scene);
  scene.standIn.control.breach('dana');
  const asked = await scene.browser.follow(address(scene));
  expect(asked.html).toContain('Who are you?');
  scene.standIn.control.reset();
  expect((await scene.browser.open(asked.path)).status).toBe(404);
});

test('a code that has expired or was used lets nobody in', async () => {
  const scene = await begin();
  const asked = await pickedDana(scene, FORWARD);
  scene.standIn.control.claimPin({ code: scene.code, person: 'bruno' });
  const used = await scene.browser.send(asked, '/auth/allow', { answer: 'allow' });
  expect([used.status, used.html]).toEqual([409, expect.stringContaining('was used already')]);
  scene.standIn.control.advanceClock(30 * 60_000);
  const gone = await scene.browser.follow(address(scene));
  expect([gone.status, gone.html]).toEqual([404, expect.stringContaining('has expired')]);
});

test('no address and no entry of the log holds the code, the password or the visitor', async () => {
  const scene = await begin();
  const { standIn, browser, code } = scene;
  const asked = await pickedDana(scene, FORWARD);
  const out = await browser.send(asked, '/auth/sign-out');
  await browser.send(out, '/auth/sign-in', { login: 'dana@example.com', password: standIn.people.dana.password });
  const log = JSON.stringify(standIn.control.requests());
  expect(log).toContain('/auth/allow?attempt=[redacted]');
  for (const secret of [code, standIn.people.dana.password]) expect(log).not.toContain(secret);
  expect(asked.path).not.toContain(code);
});

test('a program that signs in with a key of its own cannot be let in without it', async () => {
  const { standIn, browser } = await begin();
  const { client } = await danasDevice(standIn);
  const pin: unknown = await (await askPlexTv(standIn, '/pins', { method: 'POST', client })).json();
  const asked = await browser.follow(`https://app.plex.tv/auth#?code=${textAt(pin, 'code')}`);
  const page = await browser.send(asked, '/auth/sign-in', { person: 'dana' });
  const done = await browser.send(page, '/auth/allow', { answer: 'allow' });
  expect([done.status, done.html]).toEqual([409, expect.stringContaining('cannot be allowed')]);
});
