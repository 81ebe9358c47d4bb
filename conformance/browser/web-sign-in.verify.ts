import { memoryUsed, PlexAPI, webSignInHandler } from '@ticketstub/sdk';
import { type StandIn, startStandIn } from '@ticketstub/standin';
import { expect, onTestFinished, test } from 'vitest';
import type { Cookie, Page } from './chromium.js';
import { type Visit, openBrowser, useChromium } from './scene.js';
import { serve } from './serve.js';

useChromium();

type Visitor = Pick<Visit, 'page' | 'context'>;

interface App {
  readonly standIn: StandIn;
  readonly url: string;
  /** Where it sent those who began. */
  readonly begun: readonly string[];
  /** Why it signed nobody in, in order. */
  readonly refused: readonly string[];
  /** A browser of somebody else each time, on the app's page. */
  visit: () => Promise<Page>;
  /** The same, and what its cookies are kept in. */
  visitor: () => Promise<Visitor>;
}

/** How an app is set up. */
interface Setting {
  readonly coop: boolean;
  readonly origin: string;
  readonly refused: string[];
}

/** Whom an app knows, and who is on its page. */
function appOf(standIn: StandIn, { coop, origin, refused }: Setting): (request: Request) => Promise<Response> {
  const { endpoints } = standIn;
  const plex = new PlexAPI({ endpoints, clientID: 'a-web-app', clientName: 'A Web App' });
  const names = new Map<string, string>();
  const signIn = webSignInHandler(plex, {
    origins: [origin],
    keys: [new Uint8Array(32).fill(1)],
    used: memoryUsed(),
    path: '/sign-in',
    onUnfinished(outcome) {
      refused.push('reason' in outcome ? outcome.reason : outcome.state);
      return undefined;
    },
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
  const refused: string[] = [];
  const url = await serve((origin) => {
    const app = appOf(standIn, { coop, origin, refused });
    return async (request) => {
      const response = await app(request);
      if (response.status === 302) begun.push(response.headers.get('location') ?? '');
      return response;
    };
  });
  const visitor = async (): Promise<Visitor> => {
    const { page, context } = await openBrowser();
    await page.goto(url);
    return { page, context };
  };
  return { standIn, url, begun, refused, visitor, visit: async () => (await visitor()).page };
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

interface Attack {
  readonly attacker: Visitor;
  /** The address that the attacker comes back to. */
  readonly lure: string;
  /** What the attacker's browser keeps of the attempt. */
  readonly cookies: readonly Cookie[];
}

/** An attempt that an attacker has begun and allowed, but not finished. */
async function attack({ standIn, visitor, begun }: App): Promise<Attack> {
  const attacker = await visitor();
  const { page, context } = attacker;
  await page.locator('#redirect').click();
  await page.locator('button[name=person]').first().waitFor();
  const [said] = begun.map((location) => new URLSearchParams(new URL(location).hash.slice(2)));
  standIn.control.claimPin({ code: said?.get('code') ?? '', person: 'eve' });
  const cookies = (await context.cookies()).filter(({ name }) => name.startsWith('__Host-plex-sign-in-'));
  expect(cookies).toHaveLength(1);
  return { attacker, lure: said?.get('forwardUrl') ?? '', cookies };
}

test('the address of an attacker’s attempt signs nobody else in: it is bound to the browser that began', async () => {
  const app = await openApp();
  const { attacker, lure } = await attack(app);
  const victim = await app.visit();
  await victim.goto(lure);
  await expect(victim.locator('main').textContent()).resolves.toContain('begun in another browser');
  await victim.goto(app.url);
  await expect(nameOn(victim)).resolves.toBe('nobody');
  expect(app.refused).toEqual(['not-this-browser']);
  // Being lured with it did not use it up.
  await attacker.page.goto(lure);
  await expect(nameOn(attacker.page)).resolves.toMatch(/^eve/);
});

test('an attempt that has signed somebody in does so in no browser again, though its cookie is put back', async () => {
  const app = await openApp();
  const { attacker, lure, cookies } = await attack(app);
  await attacker.page.goto(lure);
  await expect(nameOn(attacker.page)).resolves.toMatch(/^eve/);
  await attacker.page.goto(lure);
  expect(app.refused).toEqual(['not-this-browser']);
  const victim = await app.visitor();
  for (const { page, context } of [attacker, victim]) {
    await context.addCookies(cookies);
    await page.goto(lure);
    expect(app.refused.at(-1)).toBe('used');
    await expect(page.locator('main').textContent()).resolves.toContain('or is over');
  }
  expect(app.refused).toHaveLength(3);
  await expect(victim.context.cookies()).resolves.toEqual([]);
  await victim.page.goto(app.url);
  await expect(nameOn(victim.page)).resolves.toBe('nobody');
});
