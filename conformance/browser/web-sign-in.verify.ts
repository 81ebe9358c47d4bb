import { memoryUsed, PlexAPI, webSignInHandler } from '@ticketstub/sdk';
import { type StandIn, startStandIn } from '@ticketstub/standin';
import { expect, onTestFinished, test } from 'vitest';
import type { Page } from './chromium.js';
import { openBrowser, useChromium } from './scene.js';
import { serve } from './serve.js';

useChromium();

interface App {
  readonly standIn: StandIn;
  readonly url: string;
  /** Where it sent those who began. */
  readonly begun: readonly string[];
  /** A browser of somebody else each time, on the app's page. */
  visit: () => Promise<Page>;
}

/** Whom an app knows, and who is on its page. */
function appOf(
  standIn: StandIn,
  { coop, origin }: { coop: boolean; origin: string },
): (request: Request) => Promise<Response> {
  const { endpoints } = standIn;
  const plex = new PlexAPI({ endpoints, clientID: 'a-web-app', clientName: 'A Web App' });
  const names = new Map<string, string>();
  const signIn = webSignInHandler(plex, {
    origins: [origin],
    keys: [new Uint8Array(32).fill(1)],
    used: memoryUsed(),
    path: '/sign-in',
    async onSignedIn({ authToken, returnTo = '/' }) {
      const { userPlexAccount } = await plex.withToken(authToken).authentication.getTokenDetails();
      const session = crypto.randomUUID();
      names.set(session, userPlexAccount.title ?? '');
      const cookie = `session=${session}; Path=/; HttpOnly; SameSite=Lax`;
      return new Response(null, { status: 303, headers: { location: returnTo, 'set-cookie': cookie } });
    },
  });
  return async (request) => {
    if (new URL(request.url).pathname.startsWith('/sign-in')) return signIn(request);
    const session = /session=([\w-]{36})/.exec(request.headers.get('cookie') ?? '')?.[1] ?? '';
    const body = `<!doctype html><title>An app</title><p id="who">${names.get(session) ?? 'nobody'}</p>
      <a id="redirect" href="/sign-in">Sign in</a> <a id="pop-up" href="/sign-in" data-plex-sign-in>Sign in</a>
      <script src="/sign-in/pop-up.js" defer></script>`;
    const headers = new Headers({ 'content-type': 'text/html', 'content-security-policy': "script-src 'self'" });
    if (coop) headers.set('cross-origin-opener-policy', 'same-origin');
    return new Response(body, { headers });
  };
}

async function openApp({ coop = false }: { coop?: boolean } = {}): Promise<App> {
  const standIn = await startStandIn();
  onTestFinished(() => standIn.close());
  const begun: string[] = [];
  const url = await serve((origin) => {
    const app = appOf(standIn, { coop, origin });
    return async (request) => {
      const response = await app(request);
      if (response.status === 302) begun.push(response.headers.get('location') ?? '');
      return response;
    };
  });
  const visit = async (): Promise<Page> => {
    const { page } = await openBrowser();
    await page.goto(url);
    return page;
  };
  return { standIn, url, begun, visit };
}

/** What a person does on Plex's page. */
async function allowAs(page: Page, person: string): Promise<void> {
  await page.locator(`button[name=person][value=${person}]`).click();
  await page.locator('button[name=answer][value=allow]').click();
}

function nameOn(page: Page): Promise<string | null> {
  return page.locator('#who').textContent();
}

test.each([false, true])('a redirect signs in whoever allows it, COOP: %o', async (coop) => {
  const { visit, url } = await openApp({ coop });
  const page = await visit();
  await page.locator('#redirect').click();
  await allowAs(page, 'dana');
  await page.waitForURL(new RegExp(`^${url}/$`));
  await expect(nameOn(page)).resolves.toMatch(/^dana/);
});

test.each([false, true])('a pop-up signs in whoever allows it, closes and is told of, COOP: %o', async (coop) => {
  const { visit } = await openApp({ coop });
  const page = await visit();
  const opening = page.waitForEvent('popup');
  await page.locator('#pop-up').click();
  const popUp = await opening;
  const closing = popUp.waitForEvent('close');
  await allowAs(popUp, 'dana');
  await page.locator('#who', { hasText: 'dana' }).waitFor();
  await closing;
  expect(popUp.isClosed()).toBe(true);
});

test('a pop-up that is blocked becomes a redirect', async () => {
  const { visit } = await openApp();
  const page = await visit();
  await page.addInitScript('window.open = () => null');
  await page.goto(page.url());
  await page.locator('#pop-up').click();
  await allowAs(page, 'dana');
  await expect(nameOn(page)).resolves.toMatch(/^dana/);
});

test('an attacker’s attempt signs nobody else in, and once replayed not even the attacker', async () => {
  const { standIn, visit, url, begun } = await openApp();
  const [attacker, victim] = [await visit(), await visit()];
  await attacker.locator('#redirect').click();
  await attacker.locator('button[name=person]').first().waitFor();
  const [said] = begun.map((location) => new URLSearchParams(new URL(location).hash.slice(2)));
  standIn.control.claimPin({ code: said?.get('code') ?? '', person: 'eve' });
  const lure = said?.get('forwardUrl') ?? '';
  await victim.goto(lure);
  await expect(victim.locator('main').textContent()).resolves.toContain('begun in another browser');
  await victim.goto(url);
  await expect(nameOn(victim)).resolves.toBe('nobody');
  await attacker.goto(lure);
  await expect(nameOn(attacker)).resolves.toMatch(/^eve/);
  await attacker.goto(lure);
  await expect(attacker.locator('main').textContent()).resolves.toContain('or is over');
});
