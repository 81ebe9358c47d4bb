import { type StandIn, type StandInOptions, startStandIn } from '@ticketstub/standin';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import { type App, openApp } from './app.js';
import { type Chromium, type Context, type Page, type Showing, launchChromium } from './chromium.js';

/** A browser nobody has used, and what it did. */
export interface Visit {
  readonly context: Context;
  readonly page: Page;
  /** The addresses that the browser asked for. */
  readonly requests: readonly string[];
  /** What scripts threw, and what the browser wrote as an error. */
  readonly complaints: readonly string[];
}

/** A stand-in over sockets, an app that signs people in with it, and a browser. */
export interface Scene extends Visit {
  readonly standIn: StandIn;
  readonly app: App;
}

/** Milliseconds that something on a page may take on a busy machine. */
const PATIENCE = 30_000;

let chromium: Chromium;

/** Starts Chromium for the tests of a file, and ends it after them. */
export function useChromium(): void {
  beforeAll(async () => {
    chromium = await launchChromium();
  });
  afterAll(() => chromium.close());
}

/** Sets a scene for one test. */
export async function setScene(
  options: Omit<StandInOptions, 'seed' | 'listen'> = {},
  showing: Showing = {},
): Promise<Scene> {
  const standIn = await startStandIn(options);
  onTestFinished(() => standIn.close());
  const app = await openApp(standIn);
  onTestFinished(() => app.close());
  return { standIn, app, ...(await openBrowser(showing)) };
}

/** Opens a browser for one test. */
export async function openBrowser(showing: Showing = {}): Promise<Visit> {
  const context = await chromium.newContext(showing);
  onTestFinished(() => context.close());
  context.setDefaultTimeout(PATIENCE);
  const requests: string[] = [];
  const complaints: string[] = [];
  context.on('request', (request) => void requests.push(request.url()));
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  context.on('weberror', (thrown) => void complaints.push(thrown.error().message));
  return { context, page: await context.newPage(), requests, complaints };
}

/** Has the app send the browser to the sign-in page. */
export async function begin({ app, page }: Pick<Scene, 'app' | 'page'>): Promise<void> {
  await page.goto(`${app.url}/`);
  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: /Who are you|Sign in to/ }).waitFor();
}

/** Signs somebody in to the page by login and password, as far as that goes. */
export async function signInWith(scene: Scene, login: string, password: string): Promise<void> {
  await begin(scene);
  await scene.page.getByText('With login and password').click();
  await typeIn(scene.page, login, password);
}

/** Types login and password in, and sends them. */
export async function typeIn(page: Page, login: string, password: string): Promise<void> {
  await page.getByLabel('E-mail address or username').fill(login);
  await page.getByLabel('Password').fill(password);
  await press(page, 'Sign in');
}

/** Has an app begin that is at home on no port of a moment, and picks dana: a picture of it looks alike each time. */
export async function pickForPicture({ app, page }: Scene): Promise<void> {
  await page.goto(`${app.url}/begin?forward=https://app.example/`);
  await pick(page, /dana/);
}

/** Picks somebody of the cast in one click. */
export async function pick(page: Page, name: RegExp): Promise<void> {
  await page.getByRole('button', { name }).click();
  await page.getByRole('heading', { name: /^Sign in to/ }).waitFor();
}

/** A six-digit code that is not the right one. */
export function otherThan(code: string | undefined): string {
  return String((Number(code) + 1) % 1_000_000).padStart(6, '0');
}

/** Presses a button. */
export async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name }).click();
}

/** Goes from control to control until one is reached, and expects each to show that it has the focus. */
export async function tabTo(page: Page, selector: string): Promise<void> {
  for (let step = 0; step < 25; step += 1) {
    await page.keyboard.press('Tab');
    const outline = await page.evaluate('getComputedStyle(document.activeElement).outlineStyle');
    expect(outline).not.toBe('none');
    if ((await page.evaluate(`document.activeElement.matches('${selector}')`)) === true) return;
  }
  throw new Error(`the keyboard does not reach ${selector}`);
}

/** Waits until the app shows how its sign-in stands, on whatever page the browser is before. */
export async function appSays(page: Page, state: string): Promise<void> {
  await page.locator(`#state:text-is("${state}")`).waitFor();
}
