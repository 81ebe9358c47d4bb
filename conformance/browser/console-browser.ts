import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { onTestFinished } from 'vitest';
import { findChromium } from '../../tools/chromium.js';

/** Elements of a page, found anew whenever something is done to them. */
interface Locator {
  click(): Promise<void>;
  fill(text: string): Promise<void>;
  count(): Promise<number>;
  locator(selector: string): Locator;
  textContent(): Promise<string | null>;
  inputValue(): Promise<string>;
  waitFor(): Promise<void>;
}

/** A page, as far as these tests go. */
export interface Page {
  goto(url: string): Promise<unknown>;
  url(): string;
  /** The elements of a selector, or the first of them that holds a text. */
  locator(selector: string, hasText?: string): Locator;
  evaluate(script: string): Promise<unknown>;
  screenshot(options: { readonly path: string }): Promise<unknown>;
  readonly keyboard: { press(key: string): Promise<void>; type(text: string): Promise<void> };
}

/** How a browser shows pages. */
export interface Looks {
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly colorScheme?: 'light' | 'dark';
  readonly javaScriptEnabled?: boolean;
  readonly permissions?: readonly string[];
}

/** What Playwright calls a page. */
interface Driven extends Omit<Page, 'locator'> {
  locator(selector: string, options: { readonly hasText?: string }): Locator & { first(): Locator };
  on(event: 'request', listener: (request: { url(): string }) => void): void;
  on(event: 'console', listener: (message: { type(): string; text(): string }) => void): void;
  on(event: 'pageerror', listener: (error: Error) => void): void;
}

interface Chromium {
  launch(options: object): Promise<{ newPage(looks: Looks): Promise<Driven>; close(): Promise<void> }>;
}

const load = createRequire(import.meta.url);

/** Playwright has types of its own, but not before `npm run verify` has installed it. */
function isPlaywright(module: unknown): module is { chromium: Chromium } {
  return typeof module === 'object' && module !== null && 'chromium' in module;
}

/** What a page did that it should not have: whom it asked, what it complained of. */
export interface Watched {
  readonly page: Page;
  readonly asked: string[];
  readonly complaints: string[];
}

function pageOf(driven: Driven): Page {
  return {
    goto: (url) => driven.goto(url),
    url: () => driven.url(),
    locator: (selector, hasText) =>
      hasText === undefined ? driven.locator(selector, {}) : driven.locator(selector, { hasText }).first(),
    evaluate: (script) => driven.evaluate(script),
    screenshot: (options) => driven.screenshot(options),
    keyboard: driven.keyboard,
  };
}

/** Opens a page in a browser of its own, which is closed when the test is done. */
export async function openPage(looks: Looks = {}): Promise<Watched> {
  const playwright: unknown = load('playwright-core');
  if (!isPlaywright(playwright)) throw new Error('playwright-core has no Chromium');
  const quiet = ['--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
  const args = ['--no-sandbox', '--no-first-run', ...quiet];
  const browser = await playwright.chromium.launch({ executablePath: findChromium(), args });
  onTestFinished(() => browser.close());
  const driven = await browser.newPage({ viewport: { width: 1440, height: 900 }, ...looks });
  const watched = { page: pageOf(driven), asked: new Array<string>(), complaints: new Array<string>() };
  driven.on('request', (request) => void watched.asked.push(request.url()));
  driven.on('console', (message) => {
    if (message.type() === 'error') watched.complaints.push(message.text());
  });
  driven.on('pageerror', (error) => void watched.complaints.push(error.message));
  return watched;
}

/** What axe finds wrong with a page, with every part of it opened: the rules of WCAG 2.2 A and AA, and good practice. */
export async function violationsOn(page: Page): Promise<unknown> {
  await page.evaluate(`for (const details of document.querySelectorAll('details')) details.open = true`);
  await page.evaluate(readFileSync(load.resolve('axe-core/axe.min.js'), 'utf8'));
  const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  return page.evaluate(
    `axe.run(document, { runOnly: ${JSON.stringify(rules)} }).then(({ violations }) =>
      violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]))`,
  );
import { createRequire } from 'node:module';
import { z } from 'zod';
import { INSTALL_CHROMIUM, findChromium } from '../../tools/chromium.js';

/** Something on a page, as far as the walks need it. */
export interface Locator {
  click(): Promise<void>;
  fill(text: string): Promise<void>;
  check(): Promise<void>;
  waitFor(): Promise<void>;
  innerText(): Promise<string>;
  count(): Promise<number>;
}

/** A tab. */
export interface Page {
  readonly keyboard: { press(key: string): Promise<void>; type(text: string): Promise<void> };
  goto(url: string): Promise<{ status(): number } | null>;
  goBack(): Promise<unknown>;
  reload(): Promise<unknown>;
  url(): string;
  waitForURL(url: string | RegExp): Promise<void>;
  waitForEvent(event: 'popup'): Promise<Page>;
  waitForFunction(expression: string): Promise<unknown>;
  getByRole(role: 'button' | 'heading' | 'link' | 'alert', named: { name: string | RegExp }): Locator;
  getByLabel(text: string): Locator;
  getByText(text: string): Locator;
  locator(selector: string): Locator;
  /** Runs an expression in the page. */
  evaluate(expression: string): Promise<unknown>;
  addInitScript(script: string): Promise<unknown>;
  setViewportSize(size: { width: number; height: number }): Promise<void>;
  emulateMedia(media: { colorScheme: 'light' | 'dark' }): Promise<void>;
  screenshot(options: { path: string; fullPage: boolean }): Promise<unknown>;
  close(): Promise<void>;
}

/** How a browser shows pages. */
export interface Showing {
  readonly javaScriptEnabled?: boolean;
}

/** A browser that nobody has used yet: no cookie, no history. */
export interface Context {
  newPage(): Promise<Page>;
  setDefaultTimeout(ms: number): void;
  on(event: 'request', listener: (request: { url(): string }) => void): void;
  close(): Promise<void>;
}

/** Chromium. */
export interface Chromium {
  newContext(showing: Showing): Promise<Context>;
  close(): Promise<void>;
}

interface Finding {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

interface Axe {
  analyze(): Promise<{ readonly violations: readonly Finding[] }>;
}

const required = createRequire(import.meta.url);
const isFunction = (value: unknown): boolean => typeof value === 'function';

const playwright = z.object({
  chromium: z.object({ launch: z.custom<(how: object) => Promise<Chromium>>(isFunction) }),
});
const axe = z.custom<new (of: { page: Page }) => Axe>(isFunction);

/** Starts the Chromium of this machine; without one it fails and says how to get it. */
export async function launchChromium(): Promise<Chromium> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error(`no Chromium: ${INSTALL_CHROMIUM}`);
  const quiet = ['--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
  const { chromium } = playwright.parse(required('playwright-core'));
  // A method of its object.
  return Reflect.apply(chromium.launch, Reflect.get(Object(required('playwright-core')), 'chromium'), [
    { executablePath, args: ['--no-sandbox', '--no-first-run', ...quiet] },
  ]);
}

/** What axe finds wrong with a page, a line each. */
export async function findingsOn(page: Page): Promise<string[]> {
  const AxeBuilder = axe.parse(Reflect.get(Object(required('@axe-core/playwright')), 'AxeBuilder'));
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
