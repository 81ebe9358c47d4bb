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
}
