import type { StandIn } from '@ticketstub/standin';
import { expect, test } from 'vitest';
import { type Scene, appSays, begin, pick, press, setScene, useChromium } from './scene.js';

useChromium();

test('somebody signs in by the page and is back in the app', async () => {
  const scene = await setScene();
  const { page, app, requests } = scene;
  await begin(scene);
  await pick(page, /dana/);
  expect(await page.locator('dl').innerText()).toMatch(/A small app[^]*Den, Web[^]*United Kingdom/);
  await press(page, 'Allow');
  await page.waitForURL(`${app.url}/back?state=of-the-app`);
  await appSays(page, 'claimed');
  const code = /code=(\w+)/.exec(requests.find((url) => url.includes('#')) ?? '')?.[1];
  for (const url of requests) expect(url.split('#')[0]).not.toContain(code ?? 'no code');
});

test('somebody signs in by login, password and two-factor code', async () => {
  const scene = await setScene();
  const { page, standIn } = scene;
  const { finn } = standIn.people;
  await begin(scene);
  await page.getByText('With login and password').click();
  await page.getByLabel('E-mail address or username').fill(finn.email);
  await page.getByLabel('Password').fill('nonsense');
  await press(page, 'Sign in');
  await page.getByText('Login or password is wrong.').waitFor();
  await page.getByLabel('E-mail address or username').fill(finn.email);
  await page.getByLabel('Password').fill(finn.password);
  await press(page, 'Sign in');
  await page.getByLabel('Six-digit code').fill(finn.totp?.() ?? '');
  await press(page, 'Continue');
  await press(page, 'Allow');
  await appSays(page, 'claimed');
});

test('somebody signs a television in by the code it shows, with no script at all', async () => {
  const { app, page } = await setScene({}, { javaScriptEnabled: false });
  const { code, url } = await app.showCode();
  await page.goto(url.replace(code, ''));
  await page.getByLabel('Code').fill('ZZZ!');
  await press(page, 'Continue');
  await page.getByText('A code is four letters and digits').waitFor();
  await page.getByLabel('Code').fill(code.toLowerCase());
  await press(page, 'Continue');
  await pick(page, /dana/);
  await press(page, 'Allow');
  await page.getByText('You can close this page.').waitFor();
  await expect.poll(() => app.state()).toBe('claimed');
});

test('a code in the address of the link page is there already, and a browser without scripts finds that page', async () => {
  const { app, standIn, page } = await setScene({}, { javaScriptEnabled: false });
  const { code, url } = await app.showCode();
  await page.goto(url);
  await press(page, 'Continue');
  await page.getByRole('heading', { name: 'Who are you?' }).waitFor();
  await page.goto(`${standIn.endpoints.authApp}#?code=${code}`);
  await page.getByRole('link', { name: 'type them in' }).click();
  await page.getByRole('heading', { name: 'Link an app' }).waitFor();
});

test('somebody who refuses stays, and the app goes on waiting until its PIN is gone', async () => {
  const scene = await setScene();
  const { page, app, standIn } = scene;
  await begin(scene);
  await pick(page, /dana/);
  await press(page, 'Refuse');
  await page.getByRole('heading', { name: 'You refused' }).waitFor();
  expect(app.state()).toBe('waiting');
  standIn.control.advanceClock(31 * 60_000);
  await expect.poll(() => app.state()).toBe('gone');
});

test('a PIN that expires before the yes lets nobody in', async () => {
  const scene = await setScene();
  const { page, app, standIn } = scene;
  await begin(scene);
  await pick(page, /dana/);
  expect(app.state()).toBe('waiting');
  standIn.control.advanceClock(31 * 60_000);
  await press(page, 'Allow');
  await page.getByRole('heading', { name: 'This code has expired' }).waitFor();
  await expect.poll(() => app.state()).toBe('gone');
});

/** How often a form has been sent. */
function sent({ control }: StandIn, form: string): number {
  return control.requests().filter(({ method, path }) => method === 'POST' && path === form).length;
}

/** A sign-in that dana is warned of: it was begun in Sweden. */
async function warned(): Promise<Scene> {
  const scene = await setScene();
  scene.standIn.control.setAddress(scene.app.clientID, { ip: '203.0.113.4', country: 'SE' });
  await begin(scene);
  await pick(scene.page, /dana/);
  await scene.page.getByRole('heading', { name: 'Security Alert' }).waitFor();
  return scene;
}

test('the Security Alert wants a tick before a yes, in the browser and behind it', async () => {
  const { page, app, standIn } = await warned();
  expect(await page.locator('.alarm').innerText()).toMatch(/203\.0\.113\.4[^]*Sweden/);
  const answers = (): number => sent(standIn, '/auth/allow');
  await press(page, 'Allow');
  expect(await page.evaluate(`document.querySelector('#sure:invalid') !== null`)).toBe(true);
  expect(answers()).toBe(0);
  // A browser that sends the form all the same is asked again.
  await page.evaluate(`document.querySelector('#sure').required = false`);
  await press(page, 'Allow');
  await page.getByRole('heading', { name: 'Security Alert' }).waitFor();
  await page.locator('#sure[required]').waitFor();
  expect(answers()).toBe(1);
  await expect(app.plex.pins.get(app.lastPin().id)).resolves.toMatchObject({ state: 'pending' });
  expect(app.state()).toBe('waiting');
  await page.getByLabel('It was me who began it').check();
  await press(page, 'Allow');
  await appSays(page, 'claimed');
  expect(answers()).toBe(2);
});

test('the Security Alert wants no tick before a no', async () => {
  const { page, app } = await warned();
  await press(page, 'Refuse');
  await page.getByRole('heading', { name: 'You refused' }).waitFor();
  expect(app.state()).toBe('waiting');
});

test('a second tab asks for leave only, and each tab is a sign-in of its own', async () => {
  const scene = await setScene();
  const { page: first, context, app } = scene;
  await begin(scene);
  const second = await context.newPage();
  await begin({ app, page: second });
  await pick(first, /dana/);
  await second.reload();
  await second.getByText('dana-reef').waitFor();
  await press(second, 'Allow');
  await appSays(second, 'claimed');
  await press(first, 'Refuse');
  await first.getByRole('heading', { name: 'You refused' }).waitFor();
});

test('going back shows where things stand: no form is asked for twice, no yes said twice', async () => {
  const scene = await setScene();
  const { page, app, standIn } = scene;
  await begin(scene);
  await pick(page, /dana/);
  await page.goBack();
  await page.getByRole('heading', { name: /^Sign in to/ }).waitFor();
  await press(page, 'Allow');
  await page.waitForURL(/\/back/);
  await appSays(page, 'claimed');
  await page.goBack();
  // After a yes its page leads on.
  await page.waitForURL(`${app.url}/back?state=of-the-app`);
  expect([sent(standIn, '/auth/sign-in'), sent(standIn, '/auth/allow')]).toEqual([1, 1]);
});

test('people are back before the app can see their yes, which it then waits for', async () => {
  const scene = await setScene({ claimDelay: 60_000 });
  const { page, standIn } = scene;
  await begin(scene);
  await pick(page, /dana/);
  await press(page, 'Allow');
  await appSays(page, 'waiting');
  standIn.control.advanceClock(60_000);
  await appSays(page, 'claimed');
});
