import { expect, test } from 'vitest';
import { z } from 'zod';
import { BUDGET, findingsOn, weightOf } from './chromium.js';
import { fill, find, keepBusy, open } from './console-scene.js';
import { gotoChanged, judge, keepPicture, unscripted } from './looks.js';
import { useChromium } from './scene.js';

useChromium();

test.each([
  ['a desk', { width: 1440, height: 900 }],
  ['a phone', { width: 360, height: 740 }],
] as const)('on %s, light and dark, axe finds nothing and nothing sticks out', async (_, viewport) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const { page, standIn, complaints } = await open({ viewport, colorScheme });
    await fill(standIn);
    await find(page, '#requests li', '401').waitFor();
    expect(await findingsOn(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(viewport.width);
    expect(complaints).toEqual([]);
  }
});

test('a page full of requests is light, and asks nobody else for anything', async () => {
  const { page, standIn, requests } = await open();
  await fill(standIn);
  for (let number = 0; number < 300; number += 1) await fetch(`${standIn.url}/api/v2/pins/${number}?code=${number}`);
  await page.goto(`${standIn.url}/console`);
  expect(await page.locator('#requests li').count()).toBeGreaterThanOrEqual(300);
  expect(await weightOf(page)).toBeLessThanOrEqual(BUDGET);
  expect(requests.filter((url) => !url.startsWith('data:') && !url.startsWith(`${standIn.url}/console`))).toEqual([]);
});

test('is for everybody without a script too', async () => {
  const { page, standIn, complaints } = await open();
  await fill(standIn);
  await gotoChanged(page, `${standIn.url}/console`, { body: unscripted });
  expect(await page.locator('button.copy').count()).toBeGreaterThan(0);
  expect(await page.evaluate(`[...document.querySelectorAll('.scripted')].some((one) => one.checkVisibility())`)).toBe(
    false,
  );
  await judge(page, 'without a script', { thumbs: false });
  expect(complaints).toEqual([]);
});

test.each([true, false])('is for everybody after a mistake, with a script: %o', async (hasScript) => {
  const { page, standIn } = await open();
  if (!hasScript) await gotoChanged(page, `${standIn.url}/console`, { body: unscripted });
  await page.locator('#client').fill('request-manager');
  await page.locator('#ip').fill('nowhere');
  await page.locator('#country').fill('SE');
  await find(page, 'button', 'Put it there').click();
  await find(page, '#said', 'Nothing was done.').waitFor();
  await judge(page, 'after a mistake', { thumbs: false });
});

test.each([
  ['console', { width: 1600, height: 1000 }, 'light'],
  ['console-dark', { width: 1600, height: 1000 }, 'dark'],
  ['console-phone', { width: 390, height: 844 }, 'light'],
] as const)('%s is shown in the docs as it looks with everything in it', async (name, viewport, colorScheme) => {
  const { page, standIn } = await open({ viewport, colorScheme }, { claimDelay: 2000 });
  if (viewport.width > 1000) await keepBusy(standIn);
  await fill(standIn);
  await page.goto(`${standIn.url}/console`);
  await find(page, '#live', 'live').waitFor();
  for (const [held, least] of [
    ['#pins li', 2],
    ['#people li', 6],
    ['#servers article', 2],
    ['#devices tbody tr', 4],
    ['#devices td div code', 2],
    ['#transients li', 2],
    ['#keys li', 2],
    ['#faults li', 3],
    ['#addresses li', 2],
    ['#switches div', 3],
    ['#requests li', 25],
  ] as const)
    expect(await page.locator(held).count(), held).toBeGreaterThanOrEqual(least);
  // A window as high as the page is without the log's length, so that the log ends where the rest does.
  const height = z.number().parse(await page.evaluate(`document.querySelector('#panels').clientHeight`));
  await page.setViewportSize({ width: viewport.width, height: Math.max(height, viewport.height) });
  await keepPicture(page, name);
});
