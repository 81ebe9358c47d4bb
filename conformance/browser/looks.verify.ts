import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { root } from '../../tools/repository.js';
import { BUDGET, type Page, findingsOn, weightOf } from './chromium.js';
import { type Scene, begin, pick, press, setScene, useChromium } from './scene.js';

useChromium();

/** How a page is shown: light and dark, on a screen and on a phone. */
const showings = [
  { name: '', colorScheme: 'light', size: { width: 900, height: 780 } },
  { name: '-dark', colorScheme: 'dark', size: { width: 900, height: 780 } },
  { name: '-phone', colorScheme: 'light', size: { width: 360, height: 700 } },
  { name: '-phone-dark', colorScheme: 'dark', size: { width: 360, height: 700 } },
] as const;

/** The pictures that the docs keep: each state once, the main ones in the dark on a phone too. */
const isKept = (name: string): boolean => !name.includes('-dark') && !name.includes('-phone');
const alsoKept = new Set(['link-phone-dark', 'sign-in-phone-dark', 'allow-phone-dark', 'alert-phone-dark']);

/** Each page in each of its states, and how a browser comes there. */
const states: Readonly<Record<string, (scene: Scene) => Promise<void>>> = {
  link: async ({ page, standIn }) => void (await page.goto(`${standIn.url}/link?pin=AB12`)),
  async 'link-refused'({ page, standIn }) {
    await page.goto(`${standIn.url}/link`);
    await page.getByLabel('Code').fill('ZZZZ');
    await press(page, 'Continue');
    await page.getByText('No app waits').waitFor();
  },
  'sign-in': (scene) => begin(scene),
  async 'sign-in-password'(scene) {
    await begin(scene);
    await scene.page.getByText('With login and password').click();
  },
  async 'sign-in-wrong'(scene) {
    await signInWith(scene, 'nobody@example.com', 'nothing');
    await scene.page.getByText('Login or password is wrong.').waitFor();
  },
  async 'sign-in-code'(scene) {
    const { email, password } = scene.standIn.people.finn;
    await signInWith(scene, email, password);
    await scene.page.getByLabel('Six-digit code').waitFor();
  },
  async allow(scene) {
    await begin(scene);
    await pick(scene.page, /dana/);
  },
  async alert(scene) {
    scene.standIn.control.setAddress(scene.app.clientID, { ip: '203.0.113.4', country: 'SE' });
    await begin(scene);
    await pick(scene.page, /dana/);
  },
  async refused(scene) {
    await begin(scene);
    await pick(scene.page, /dana/);
    await press(scene.page, 'Refuse');
    await scene.page.getByText('was given nothing').waitFor();
  },
  async done({ page, app }) {
    const { url } = await app.showCode();
    await page.goto(url);
    await press(page, 'Continue');
    await pick(page, /dana/);
    await press(page, 'Allow');
    await page.getByText('You can close this page.').waitFor();
  },
  async expired({ page, standIn }) {
    await page.goto(`${standIn.endpoints.authApp}#?code=nothing`);
    await page.getByText('has expired').waitFor();
  },
  async incomplete({ page, standIn }) {
    await page.goto(`${standIn.endpoints.authApp}#?clientID=nothing`);
    await page.getByText('This address is incomplete').waitFor();
  },
};

async function signInWith(scene: Scene, login: string, password: string): Promise<void> {
  await begin(scene);
  await scene.page.getByText('With login and password').click();
  await scene.page.getByLabel('E-mail address or username').fill(login);
  await scene.page.getByLabel('Password').fill(password);
  await press(scene.page, 'Sign in');
}

/** The pictures that the docs keep; `SCREENSHOTS=write` takes them again. */
async function keepPicture(page: Page, name: string): Promise<void> {
  if (!isKept(name) && !alsoKept.has(name)) return;
  const path = join(root, `docs/screenshots/${name}.png`);
  if (process.env['SCREENSHOTS'] === 'write') await page.screenshot({ path, fullPage: true });
  expect(existsSync(path), `${path}: run with SCREENSHOTS=write`).toBe(true);
}

const TOO_WIDE = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';

/** Controls that a thumb would miss: lower than 44 pixels. */
const TOO_SMALL = `[...document.querySelectorAll('button, summary, input:not([type=hidden]):not([type=checkbox]), .check')]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 44).map((one) => one.outerHTML)`;

/** What is wrong with a page as it is shown now. */
async function faultsOf(page: Page): Promise<unknown[]> {
  const tooWide = await page.evaluate(TOO_WIDE);
  const tooSmall = z.array(z.string()).parse(await page.evaluate(TOO_SMALL));
  return [...(await findingsOn(page)), ...(tooWide === true ? ['wider than the window'] : []), ...tooSmall];
}

test.each(Object.keys(states))('%s is for everybody, light, and asks nobody else for anything', async (name) => {
  const scene = await setScene({ startAt: Date.parse('2026-11-24T06:00:00Z') });
  const { page, standIn, app, requests } = scene;
  await states[name]?.(scene);
  await page.waitForLoadState('load');
  expect(await weightOf(page)).toBeLessThanOrEqual(BUDGET);
  const origins = new Set(requests.filter((url) => !url.startsWith('data:')).map((url) => new URL(url).origin));
  expect([standIn.url, app.url]).toEqual(expect.arrayContaining([...origins]));
  for (const { name: how, size, colorScheme } of showings) {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme });
    expect(await faultsOf(page), `${name}${how}`).toEqual([]);
    await keepPicture(page, `${name}${how}`);
  }
});

/** Goes from control to control until one is reached. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let step = 0; step < 25; step += 1) {
    await page.keyboard.press('Tab');
    const outline = await page.evaluate('getComputedStyle(document.activeElement).outlineStyle');
    expect(outline).not.toBe('none');
    if ((await page.evaluate(`document.activeElement.matches('${selector}')`)) === true) return;
  }
  throw new Error(`the keyboard does not reach ${selector}`);
}

test('the keyboard is enough, and shows where it is', async () => {
  const scene = await setScene();
  const { page } = scene;
  await begin(scene);
  await tabTo(page, '[value=dana]');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: /^Sign in to/ }).waitFor();
  await tabTo(page, '[value=allow]');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/back/);
});
