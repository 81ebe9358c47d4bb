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
