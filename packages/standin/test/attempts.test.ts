import { expect, onTestFinished, test } from 'vitest';
import { createApps } from '../src/app.js';
import { createControl } from '../src/control.js';
import { inProcessFetch } from '../src/in-process.js';
import { settle } from '../src/options.js';
import { loadSeed } from '../src/seed/load.js';
import { openWorld } from '../src/world.js';
import { openBrowser } from './browser.js';

test('what is remembered of a sign-in that waits for its code is the login, and not the password', async () => {
  const seed = await loadSeed(undefined);
  const { deps, beginning } = await openWorld(settle({}), seed);
  onTestFinished(() => deps.db.close());
  deps.whereabouts.account = 'https://plex.tv';
  const { plexTv } = createApps(deps, createControl(deps, beginning), () => '');
  const browser = openBrowser({ fetch: inProcessFetch({ appFor: () => plexTv, isClosed: () => false }) });
  const password = seed.people['finn']?.password ?? '';
  const pin = { clientIdentifier: 'c', product: '0', country: 'GB', authToken: null, key: null, accountId: null };
  const { code } = deps.db.pins.insert({
    ...pin,
    code: 'a-strong-code',
    createdAt: deps.clock.now(),
    expiresAt: deps.clock.now() + 60_000,
  });
  const asked = await browser.follow(`https://app.plex.tv/auth#?code=${code}`);
  const waiting = await browser.send(asked, '/auth/sign-in', { login: 'finn@example.com', password });
  expect(waiting.html).toContain('two-factor');
  const id = new URL(waiting.path, 'https://app.plex.tv').searchParams.get('attempt') ?? '';
  const remembered = deps.attempts.find(id);
  expect(remembered).toMatchObject({ login: 'finn@example.com', problem: 'code-needed' });
  expect(JSON.stringify(remembered)).not.toContain(password);
});
