import { createRequire } from 'node:module';
import { z } from 'zod';
import { INSTALL_CHROMIUM, findChromium } from '../../tools/chromium.js';

/** Something on a page, as far as the walks need it. */
export interface Locator {
  click(): Promise<void>;
  /** As a finger does; only where there is touch. */
  tap(): Promise<void>;
  fill(text: string): Promise<void>;
  check(): Promise<void>;
  waitFor(): Promise<void>;
  innerText(): Promise<string>;
  textContent(): Promise<string | null>;
  inputValue(): Promise<string>;
  count(): Promise<number>;
  locator(selector: string): Locator;
  first(): Locator;
}

/** A part of a page, in pixels. */
export interface Clip {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A request on its way, which a test may answer. */
interface Route {
  fetch(): Promise<{ text(): Promise<string>; headers(): Record<string, string> }>;
  fulfill(answer: { response: object; body: string; headers: Record<string, string> }): Promise<void>;
}

/** A tab. */
export interface Page {
  readonly keyboard: { press(key: string): Promise<void>; type(text: string): Promise<void> };
  goto(url: string): Promise<{ status(): number } | null>;
  goBack(): Promise<unknown>;
  reload(): Promise<unknown>;
  url(): string;
  waitForURL(url: string | RegExp): Promise<void>;
  waitForEvent(event: 'popup' | 'close'): Promise<Page>;
  /** Waits until the page has its styles too. */
  waitForLoadState(state: 'load'): Promise<void>;
  getByRole(role: 'button' | 'heading' | 'link' | 'alert', named: { name: string | RegExp }): Locator;
  getByLabel(text: string): Locator;
  getByText(text: string): Locator;
  locator(selector: string, holding?: { hasText: string }): Locator;
  /** Runs an expression in the page. */
  evaluate(expression: string): Promise<unknown>;
  addInitScript(script: string): Promise<unknown>;
  route(url: string | RegExp, handler: (route: Route) => Promise<void>): Promise<unknown>;
  setViewportSize(size: { width: number; height: number }): Promise<void>;
  emulateMedia(media: { colorScheme: 'light' | 'dark'; reducedMotion: 'reduce' }): Promise<void>;
  screenshot(options: { path: string; fullPage: true; clip: Clip }): Promise<unknown>;
  isClosed(): boolean;
  close(): Promise<void>;
}

/** How a browser shows pages. */
export interface Showing {
  readonly javaScriptEnabled?: boolean;
  /** Whether it is a phone's, and whether fingers touch it. */
  readonly isMobile?: boolean;
  readonly hasTouch?: boolean;
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly colorScheme?: 'light' | 'dark';
  readonly permissions?: readonly string[];
}

/** A cookie as a browser keeps it. */
export interface Cookie {
  readonly name: string;
  readonly value: string;
}

/** A browser that nobody has used yet: no cookie, no history. */
export interface Context {
  cookies(): Promise<Cookie[]>;
  addCookies(cookies: readonly Cookie[]): Promise<void>;
  newPage(): Promise<Page>;
  setDefaultTimeout(ms: number): void;
  on(event: 'request', listener: (request: { url(): string }) => void): void;
  on(event: 'console', listener: (message: { type(): string; text(): string }) => void): void;
  on(event: 'weberror', listener: (thrown: { error(): Error }) => void): void;
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
  withTags(tags: readonly string[]): Axe;
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

/** The rules that a page is held to: WCAG 2.2 A and AA, and good practice. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const OPEN_ALL = `globalThis.opened = [...document.querySelectorAll('details:not([open])')];
  for (const details of opened) details.open = true`;
const CLOSE_THEM = `for (const details of opened) details.open = false`;

/** What axe finds wrong with a page, a line each, with every part of it opened meanwhile. */
export async function findingsOn(page: Page): Promise<string[]> {
  const AxeBuilder = axe.parse(Reflect.get(Object(required('@axe-core/playwright')), 'AxeBuilder'));
  await page.evaluate(OPEN_ALL);
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  await page.evaluate(CLOSE_THEM);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

/** Bytes that a page, its style and its script may have in all, as they are sent. */
export const BUDGET = 30 * 1024;

const BODIES = `[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
  .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)`;

/** What a page, its style and its script have in all, in bytes as they were sent. */
export async function weightOf(page: Page): Promise<number> {
  return z
    .number()
    .positive()
    .parse(await page.evaluate(BODIES));
}
