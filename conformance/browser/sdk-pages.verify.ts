import { memoryUsed, PlexAPI, webSignInHandler } from '@ticketstub/sdk';
import { type StandIn, startStandIn } from '@ticketstub/standin';
import { expect, onTestFinished, test } from 'vitest';
import { BUDGET, weightOf } from './chromium.js';
import { gotoChanged, judge } from './looks.js';
import { type Visit, openBrowser, pick, press, useChromium } from './scene.js';
import { serve } from './serve.js';

useChromium();

/** An app with the SDK's own pages, and a browser that has not begun. */
interface Scene extends Visit {
  readonly standIn: StandIn;
  readonly url: string;
  /** Where the app sent those who began. */
  readonly sentTo: readonly string[];
}

async function setScene(): Promise<Scene> {
  const standIn = await startStandIn();
  onTestFinished(() => standIn.close());
  const { endpoints, clock } = standIn;
  const plex = new PlexAPI({ endpoints, clock, clientID: 'a-web-app', clientName: 'A Web App' });
  const sentTo: string[] = [];
  const url = await serve((origin) => {
    const signIn = webSignInHandler(plex, {
      origins: [origin],
      keys: [new Uint8Array(32).fill(1)],
      used: memoryUsed({ clock }),
      path: '/sign-in',
      patience: 0,
      onSignedIn: () => new Response(null, { status: 303, headers: { location: '/' } }),
    });
    return async (request) => {
      const response = await signIn(request);
      if (response.status === 302) sentTo.push(response.headers.get('location') ?? '');
      return response;
    };
  });
  return { ...(await openBrowser()), standIn, url, sentTo };
}

/** Begins, and says where Plex’s page leads back to. */
async function begin({ page, url, sentTo }: Scene, query = ''): Promise<string> {
  await page.goto(`${url}/sign-in${query}`);
  await page.locator('button[name=person]').first().waitFor();
  return new URLSearchParams(new URL(sentTo.at(-1) ?? '').hash.slice(2)).get('forwardUrl') ?? '';
}

/** Each of the SDK's own pages, what it says, and how a browser comes there. */
const states: Readonly<Record<string, readonly [words: string, come: (scene: Scene) => Promise<unknown>]>> = {
  pending: [
    'Waiting for Plex',
    // It would look again every two seconds, under axe's hands.
    async (scene) => gotoChanged(scene.page, await begin(scene), { without: 'refresh' }),
  ],
  gone: [
    'took too long',
    async (scene) => {
      const back = await begin(scene);
      scene.standIn.control.advanceClock(31 * 60_000);
      await scene.page.goto(back);
    },
  ],
  invalid: ['begun in another browser, or is over', ({ page, url }) => page.goto(`${url}/sign-in/return`)],
  unavailable: [
    'Plex can’t be asked right now',
    async (scene) => {
      const back = await begin(scene);
      scene.standIn.control.failNext({ operation: 'getPin', status: 503 });
      await scene.page.goto(back);
    },
  ],
  'unavailable at once': [
    'Plex can’t be asked right now',
    async ({ page, standIn, url }) => {
      standIn.control.failNext({ operation: 'createPin', status: 503 });
      await page.goto(`${url}/sign-in`);
    },
  ],
  'pop-up done': [
    'You may close this window',
    async (scene) => {
      const { page } = scene;
      await begin(scene, '?pop-up=1&return-to=/films');
      await pick(page, /dana/);
      await press(page, 'Allow');
    },
  ],
};

test.each(Object.keys(states))('%s is for everybody, light, and asks nobody else for anything', async (name) => {
  const scene = await setScene();
  const { page, url, standIn, requests, complaints } = scene;
  const [words, come] = states[name] ?? ['', async (): Promise<void> => {}];
  await come(scene);
  await page.locator('main p', { hasText: words }).first().waitFor();
  await page.waitForLoadState('load');
  expect(new URL(page.url()).origin).toBe(url);
  expect(await weightOf(page)).toBeLessThanOrEqual(BUDGET);
  const origins = new Set(requests.filter((asked) => !asked.startsWith('data:')).map((asked) => new URL(asked).origin));
  expect([url, standIn.url]).toEqual(expect.arrayContaining([...origins]));
  await judge(page, name);
  expect(complaints.filter((complaint) => complaint.includes('Content Security Policy'))).toEqual([]);
});
