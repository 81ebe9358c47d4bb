import { expect, test } from 'vitest';
import type { Page } from './chromium.js';
import { type Scene, appSays, begin, setScene, tabTo, useChromium } from './scene.js';

useChromium();

/** Goes to a field and types. */
async function type(page: Page, field: string, text: string): Promise<void> {
  await tabTo(page, field);
  await page.keyboard.type(text);
}

async function pickDana(scene: Scene): Promise<void> {
  await begin(scene);
  await tabTo(scene.page, '[value=dana]');
  await scene.page.keyboard.press('Enter');
  await scene.page.getByRole('heading', { name: /^Sign in to/ }).waitFor();
}

test('the keyboard is enough to pick somebody and to allow', async () => {
  const scene = await setScene();
  await pickDana(scene);
  await tabTo(scene.page, '[value=allow]');
  await scene.page.keyboard.press('Enter');
  await appSays(scene.page, 'claimed');
});

test('the keyboard is enough for a login, a password and a two-factor code', async () => {
  const scene = await setScene();
  const { page, standIn } = scene;
  const { email, password, totp } = standIn.people.finn;
  await begin(scene);
  await tabTo(page, 'summary');
  await page.keyboard.press('Enter');
  await type(page, '#login', email);
  await type(page, '#password', password);
  await page.keyboard.press('Enter');
  await page.getByLabel('Six-digit code').waitFor();
  await type(page, '#verification-code', totp?.() ?? '');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: /^Sign in to/ }).waitFor();
  await tabTo(page, '[value=allow]');
  await page.keyboard.press('Space');
  await appSays(page, 'claimed');
});

test('the keyboard is enough for the link page', async () => {
  const { app, page } = await setScene();
  const { code, url } = await app.showCode();
  await page.goto(url.replace(code, ''));
  await type(page, '#code', code.toLowerCase());
  await tabTo(page, 'button');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Who are you?' }).waitFor();
  await tabTo(page, '[value=dana]');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: /^Sign in to/ }).waitFor();
  await tabTo(page, '[value=allow]');
  await page.keyboard.press('Enter');
  await page.getByText('You can close this page.').waitFor();
  await expect.poll(() => app.state()).toBe('claimed');
});

/** The Security Alert, with the focus on its tick. */
async function atTheTick(): Promise<Scene> {
  const scene = await setScene();
  scene.standIn.control.setAddress(scene.app.clientID, { ip: '203.0.113.4', country: 'SE' });
  await pickDana(scene);
  await tabTo(scene.page, '#sure');
  return scene;
}

test('the keyboard is enough for the Security Alert: its tick, then a yes', async () => {
  const { page } = await atTheTick();
  await page.keyboard.press('Space');
  await tabTo(page, '[value=allow]');
  await page.keyboard.press('Enter');
  await appSays(page, 'claimed');
});

test('at the Security Alert, Enter says no', async () => {
  const { page, app } = await atTheTick();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'You refused' }).waitFor();
  expect(app.state()).toBe('waiting');
});
