import { type StandIn, type StandInOptions, startStandIn } from '@ticketstub/standin';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
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

/** Picks somebody of the cast in one click. */
export async function pick(page: Page, name: RegExp): Promise<void> {
  await page.getByRole('button', { name }).click();
  await page.getByRole('heading', { name: /^Sign in to/ }).waitFor();
}

/** Presses a button. */
export async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name }).click();
}

/** Waits until the app shows how its sign-in stands. */
export async function appSays(page: Page, state: string): Promise<void> {
  await page.waitForFunction(`document.getElementById('state')?.textContent === '${state}'`);
}
