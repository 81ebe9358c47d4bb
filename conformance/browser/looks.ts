import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'node:process';
import { expect } from 'vitest';
import { z } from 'zod';
import { root } from '../../tools/repository.js';
import { BUDGET, type Clip, type Page, findingsOn, weightOf } from './chromium.js';
import type { Scene } from './scene.js';

/** How a page is shown: light and dark, on a screen and on a phone. */
const showings = [
  { name: '', colorScheme: 'light', size: { width: 900, height: 780 } },
  { name: '-dark', colorScheme: 'dark', size: { width: 900, height: 780 } },
  { name: '-phone', colorScheme: 'light', size: { width: 360, height: 700 } },
  { name: '-phone-dark', colorScheme: 'dark', size: { width: 360, height: 700 } },
] as const;

const TOO_WIDE = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';

/** Controls that a thumb would miss: lower than 44 pixels. */
const TOO_SMALL = `[...document.querySelectorAll('button, summary, input:not([type=hidden]):not([type=checkbox]), .check')]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 44).map((one) => one.outerHTML)`;

/** What is wrong with a page as it is shown now. */
export async function faultsOf(page: Page, { thumbs }: { thumbs: boolean }): Promise<unknown[]> {
  const tooWide = await page.evaluate(TOO_WIDE);
  const tooSmall = thumbs ? z.array(z.string()).parse(await page.evaluate(TOO_SMALL)) : [];
  return [...(await findingsOn(page)), ...(tooWide === true ? ['wider than the window'] : []), ...tooSmall];
}

/** Shows a page in every way, expects no fault, and does something more with each. */
export async function judge(
  page: Page,
  name: string,
  { thumbs = true, each }: { thumbs?: boolean; each?: (shown: string) => Promise<void> } = {},
): Promise<void> {
  for (const { name: how, size, colorScheme } of showings) {
    await page.setViewportSize(size);
    // A colour on its way to another has neither’s contrast.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect(await faultsOf(page, { thumbs }), `${name}${how}`).toEqual([]);
    await each?.(`${name}${how}`);
  }
}

/** Judges the page to which somebody has come: its weight, whom it asks, how it looks. Keeps the pictures that the docs show. */
export async function judgeScene(
  { page, standIn, app, requests }: Scene,
  name: string,
  isKept: (shown: string) => boolean,
): Promise<void> {
  await page.waitForLoadState('load');
  expect(await weightOf(page)).toBeLessThanOrEqual(BUDGET);
  const origins = new Set(requests.filter((url) => !url.startsWith('data:')).map((url) => new URL(url).origin));
  expect([standIn.url, app.url]).toEqual(expect.arrayContaining([...origins]));
  await judge(page, name, {
    async each(shown) {
      if (isKept(shown)) await keepPicture(page, shown);
    },
  });
}

/** Goes to a page whose markup or headers are other than they came. */
export async function gotoChanged(
  page: Page,
  url: string,
  change: { body?: (html: string) => string; without?: string },
): Promise<void> {
  const { body = (html: string) => html, without } = change;
  await page.route(url, async (route) => {
    const response = await route.fetch();
    const headers = Object.entries(response.headers()).filter(([name]) => name !== without);
    await route.fulfill({ response, body: body(await response.text()), headers: Object.fromEntries(headers) });
  });
  await page.goto(url);
}

/** What a browser makes of a page when it runs no scripts. In one that runs none, axe would not run either. */
export function unscripted(html: string): string {
  return html.replaceAll(/<script[^]*?<\/script>/g, '').replaceAll(/<(\/?)noscript>/g, '<$1div>');
}

const clip = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });

/** The card on a page with a margin around it, or all of the page. */
const CARD = `(() => {
  const { scrollWidth: width, scrollHeight: height } = document.documentElement;
  const card = document.querySelector('.ticket')?.getBoundingClientRect();
  if (!card || width < 600) return { x: 0, y: 0, width, height };
  return { x: card.x - 32, y: 0, width: card.width + 64, height: Math.ceil(card.bottom + scrollY) + 32 };
})()`;

function sizeOf(path: string): Pick<Clip, 'width' | 'height'> {
  const head = readFileSync(path).subarray(16, 24);
  return { width: head.readUInt32BE(0), height: head.readUInt32BE(4) };
}

/** Part of its height by which a kept picture may differ: other machines have other letters. */
const TOLERANCE = 0.08;

/** Compares a picture that the docs keep with the page as it is now; `SCREENSHOTS=write` takes it again. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  const path = join(root, `docs/screenshots/${name}.png`);
  const now = clip.parse(await page.evaluate(CARD));
  if (env['SCREENSHOTS'] === 'write') await page.screenshot({ path, fullPage: true, clip: now });
  const advice = `${path}: run with SCREENSHOTS=write`;
  expect(existsSync(path), advice).toBe(true);
  const { width, height } = sizeOf(path);
  expect(width, advice).toBe(now.width);
  expect(Math.abs(height - now.height) / now.height, advice).toBeLessThan(TOLERANCE);
}
