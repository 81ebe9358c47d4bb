import { memoryUsed, type PlexAPI, webSignIn, type WebSignIn, type WebSignInOptions } from '@ticketstub/sdk';
import { describe, expect, test } from 'vitest';
import { browserJar, type BrowserJar, hostedPage } from './browser-jar.js';
import { openWorld, type Way, ways, type World } from './world.js';

const KEY = new Uint8Array(32).fill(1);
const NEW_KEY = new Uint8Array(32).fill(2);
const MINUTE = 60_000;

interface App extends AsyncDisposable {
  world: World;
  plex: PlexAPI;
  signIn: WebSignIn;
  /** The app after a restart, with other keys and the same memory. */
  restarted: (keys: WebSignInOptions['keys']) => WebSignIn;
}

async function openApp(way: Way): Promise<App> {
  const world = await openWorld(way);
  const { clock } = world.standIn;
  const plex = world.client('eve', { clientID: 'a-web-app' });
  const used = memoryUsed({ clock });
  const restarted = (keys: WebSignInOptions['keys']): WebSignIn =>
    webSignIn(plex, { origins: ['https://app.example'], keys, used });
  return {
    world,
    plex,
    signIn: restarted([KEY]),
    restarted,
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}

/** The browser begins, and stands on Plex's page. */
async function begin(signIn: WebSignIn, browser: BrowserJar): Promise<{ code: string; forwardURL: string }> {
  const request = browser.request('https://app.example/sign-in');
  const { url, cookie, clearCookies } = await signIn.begin({ forwardURL: '/sign-in/return', request });
  for (const header of [...clearCookies, cookie]) browser.take(header);
  return hostedPage(url);
}

async function tokenOf(signIn: WebSignIn, browser: BrowserJar, forwardURL: string): Promise<string> {
  const outcome = await signIn.finish(browser.request(forwardURL));
  if (outcome.state !== 'signed-in') throw new Error(outcome.state);
  browser.take(outcome.clearCookie);
  return outcome.authToken;
}

describe.each(ways)('signing in to a web app, %s', (way) => {
  test('gives a token of the person who signed in, once', async () => {
    await using app = await openApp(way);
    const { world, plex, signIn } = app;
    const browser = browserJar();
    const { code, forwardURL } = await begin(signIn, browser);
    const before = browser.request(forwardURL);
    world.standIn.control.claimPin({ code, person: 'dana' });
    const { userPlexAccount } = await plex
      .withToken(await tokenOf(signIn, browser, forwardURL))
      .authentication.getTokenDetails();
    expect(userPlexAccount.id).toBe(world.standIn.people.dana.id);
    expect(browser.names()).toEqual([]);
    await expect(signIn.finish(browser.request(forwardURL))).resolves.toMatchObject({ reason: 'not-this-browser' });
    await expect(signIn.finish(before)).resolves.toMatchObject({ state: 'invalid', reason: 'used' });
  });

  test('waits for a claim that is committed after the browser is back', async () => {
    await using app = await openApp(way);
    const { world, signIn } = app;
    const browser = browserJar();
    const { code, forwardURL } = await begin(signIn, browser);
    await expect(signIn.finish(browser.request(forwardURL))).resolves.toMatchObject({ state: 'pending' });
    // The stand-in's clock runs while it is moved.
    expect(world.waits.length).toBeGreaterThanOrEqual(4);
    expect(new Set(world.waits)).toEqual(new Set([1000]));
    world.standIn.control.claimPin({ code, person: 'dana' });
    await expect(tokenOf(signIn, browser, forwardURL)).resolves.toMatch(/./);
  });

  test('survives connections that drop and servers that stumble', async () => {
    await using app = await openApp(way);
    const { world, signIn } = app;
    const browser = browserJar();
    const { code, forwardURL } = await begin(signIn, browser);
    world.standIn.control.claimPin({ code, person: 'dana' });
    world.standIn.control.failNext({ operation: 'getPin', drop: true, times: 2 });
    world.standIn.control.failNext({ operation: 'getPin', status: 502, times: 2 });
    await expect(tokenOf(signIn, browser, forwardURL)).resolves.toMatch(/./);
  });

  test('is pending while it is left alone, and over with the PIN', async () => {
    await using app = await openApp(way);
    const { world, signIn } = app;
    const browser = browserJar();
    const { forwardURL } = await begin(signIn, browser);
    world.standIn.control.advanceClock(29 * MINUTE);
    await expect(signIn.finish(browser.request(forwardURL))).resolves.toMatchObject({ state: 'pending' });
    world.standIn.control.advanceClock(MINUTE);
    await expect(signIn.finish(browser.request(forwardURL))).resolves.toMatchObject({ state: 'gone' });
  });

  test('is over when Plex says so, even on a machine whose clock stands still', async () => {
    await using app = await openApp(way);
    const { world } = app;
    const { clock, control } = world.standIn;
    const [now, used] = [clock.now(), memoryUsed()];
    const still = { now: () => now, sleep: (): Promise<void> => Promise.resolve() };
    const plex = world.client('eve', { clientID: 'a-web-app', clock: still });
    const signIn = webSignIn(plex, { origins: ['https://app.example'], keys: [KEY], used });
    const browser = browserJar();
    const { forwardURL } = await begin(signIn, browser);
    control.advanceClock(30 * MINUTE);
    await expect(signIn.finish(browser.request(forwardURL))).resolves.toMatchObject({ state: 'gone' });
  });

  test('signs nobody in by an address that somebody else began', async () => {
    await using app = await openApp(way);
    const { world, signIn } = app;
    const [attacker, victim] = [browserJar(), browserJar()];
    const attackers = await begin(signIn, attacker);
    world.standIn.control.claimPin({ code: attackers.code, person: 'eve' });
    const victims = await begin(signIn, victim);
    await expect(signIn.finish(victim.request(attackers.forwardURL))).resolves.toMatchObject({
      state: 'invalid',
      reason: 'not-this-browser',
    });
    world.standIn.control.claimPin({ code: victims.code, person: 'dana' });
    const { userPlexAccount } = await app.plex
      .withToken(await tokenOf(signIn, victim, victims.forwardURL))
      .authentication.getTokenDetails();
    expect(userPlexAccount.id).toBe(world.standIn.people.dana.id);
  });

  test('keeps two tabs of a browser apart, each with its own person', async () => {
    await using app = await openApp(way);
    const { world, plex, signIn } = app;
    const browser = browserJar();
    const [one, two] = [await begin(signIn, browser), await begin(signIn, browser)];
    world.standIn.control.claimPin({ code: two.code, person: 'bruno' });
    world.standIn.control.claimPin({ code: one.code, person: 'dana' });
    const idOf = async (forwardURL: string): Promise<number> => {
      const signedIn = plex.withToken(await tokenOf(signIn, browser, forwardURL));
      return (await signedIn.authentication.getTokenDetails()).userPlexAccount.id;
    };
    const { bruno, dana } = world.standIn.people;
    await expect(idOf(one.forwardURL)).resolves.toBe(dana.id);
    await expect(idOf(two.forwardURL)).resolves.toBe(bruno.id);
  });

  test('outlives a restart with a new key, and not one without the old', async () => {
    await using app = await openApp(way);
    const { world, signIn, restarted } = app;
    const browser = browserJar();
    const { code, forwardURL } = await begin(signIn, browser);
    world.standIn.control.claimPin({ code, person: 'dana' });
    const request = browser.request(forwardURL);
    await expect(restarted([NEW_KEY]).finish(request)).resolves.toMatchObject({ reason: 'unsealed' });
    await expect(tokenOf(restarted([NEW_KEY, KEY]), browser, forwardURL)).resolves.toMatch(/./);
  });
});
