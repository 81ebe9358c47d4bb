import { expect, test } from 'vitest';
import type { Page } from './chromium.js';
import { faultsOf } from './looks.js';
import { type Scene, appSays, setScene, useChromium } from './scene.js';

useChromium();

const phone = { viewport: { width: 360, height: 700 }, isMobile: true, hasTouch: true };

/** The app in a phone's browser, touched by fingers alone from here on. */
function onPhone(): Promise<Scene> {
  return setScene({}, phone);
}

async function tap(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole('button', { name }).tap();
}

/** Waits for a page, which has no fault on the phone, and as wide as it is. */
async function reach(page: Page, heading: string | RegExp): Promise<void> {
  await page.getByRole('heading', { name: heading }).waitFor();
  await page.waitForLoadState('load');
  expect(await faultsOf(page, { thumbs: true })).toEqual([]);
  expect(await page.evaluate('visualViewport.scale === 1 && innerWidth === 360')).toBe(true);
}

test('on a phone somebody signs in by password and code, from the app’s page and back to it', async () => {
  const { app, page, standIn } = await onPhone();
  const { email, password, totp } = standIn.people.finn;
  await page.goto(app.url);
  await page.getByRole('link', { name: 'Sign in' }).tap();
  await reach(page, 'Who are you?');
  await page.getByText('With login and password').tap();
  await page.getByLabel('E-mail address or username').fill(email);
  await page.getByLabel('Password').fill(password);
  await reach(page, 'Who are you?');
  await tap(page, 'Sign in');
  await page.getByLabel('Six-digit code').fill(totp?.() ?? '');
  await reach(page, 'Who are you?');
  await tap(page, 'Continue');
  await reach(page, 'Sign in to A small app?');
  await tap(page, 'Allow');
  await page.waitForURL(`${app.url}/back?state=of-the-app`);
  await appSays(page, 'claimed');
});

test('on a phone somebody links a television by the code it shows, warned of where it is', async () => {
  const { app, page, standIn } = await onPhone();
  standIn.control.setAddress(app.clientID, { ip: '203.0.113.4', country: 'SE' });
  const { code, url } = await app.showCode();
  await page.goto(url.replace(code, ''));
  await page.getByLabel('Code').fill(code.toLowerCase());
  await reach(page, 'Link an app');
  await tap(page, 'Continue');
  await reach(page, 'Who are you?');
  await tap(page, /dana/);
  await reach(page, 'Security Alert');
  await page.getByText('It was me who began it').tap();
  await tap(page, 'Allow');
  await reach(page, 'You are signed in');
  await expect.poll(() => app.state()).toBe('claimed');
});
