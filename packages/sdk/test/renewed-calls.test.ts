import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { errors, type FetchLike, PlexAPI } from '../src/index.js';
import { CLIENT_ID } from './key-desk.js';
import { movableClock } from './movable-clock.js';
import { rejection, respond } from './scene.js';
import { MINUTE, openWorld } from './source-world.js';

describe('a call that plex.tv answers with 498', () => {
  test('has the token renewed and is made once more, with one exchange for all', async () => {
    const { source, desk } = await openWorld();
    const alice = source();
    const plex = desk.plex.withToken(alice);
    await plex.authentication.getTokenDetails();
    desk.live.clear();
    const found = await Promise.all(Array.from({ length: 50 }, () => plex.authentication.getTokenDetails()));
    expect(found.every(({ userPlexAccount }) => userPlexAccount.id === 1)).toBe(true);
    expect(desk.count('/auth/token')).toBe(2);
  });

  test('is made once more for all when plex.tv says 401, and asks for a token no more than once a minute', async () => {
    const { source, desk, clock } = await openWorld();
    const plex = desk.plex.withToken(source());
    await plex.authentication.getTokenDetails();
    desk.dead = 401;
    desk.live.clear();
    const found = await Promise.all(Array.from({ length: 10 }, () => plex.authentication.getTokenDetails()));
    expect(found.every(({ userPlexAccount }) => userPlexAccount.id === 1)).toBe(true);
    expect(desk.count('/auth/token')).toBe(2);
    desk.live.clear();
    await expect(rejection(plex.authentication.getTokenDetails())).resolves.toMatchObject({ code: 'UNAUTHORIZED' });
    expect(desk.count('/auth/token')).toBe(2);
    clock.advance(MINUTE);
    await plex.authentication.getTokenDetails();
    expect(desk.count('/auth/token')).toBe(3);
  });

  test('is told that it is over, whichever of two tokens it was made with', async () => {
    const fetch: FetchLike = async () => respond({ status: 401, body: '{"errors":[]}' });
    let asked = 0;
    const renewed: string[] = [];
    const over = new errors.SignInAgainError('alice', { operation: 'test', message: 'it is over' });
    const tokens = ['older', 'newer', 'older'];
    const accessToken = Object.assign(async () => tokens[asked++] ?? '', {
      renew: async (refused = '') => {
        renewed.push(refused);
        await setImmediate();
        throw over;
      },
    });
    const plex = new PlexAPI({ clientID: CLIENT_ID, clock: movableClock(), fetch, accessToken });
    const calls = tokens.map(async () => rejection(plex.authentication.getTokenDetails()));
    expect(await Promise.all(calls)).toEqual([over, over, over]);
    expect(renewed).toEqual(['older', 'older']);
  });

  test('is not taken for what was said when a token was asked for', async () => {
    const { source, desk, clock } = await openWorld();
    const plex = desk.plex.withToken(source());
    desk.answer = { status: 401, contentType: 'text/html', body: '<h1>Proxy</h1>' };
    await expect(rejection(plex.authentication.getTokenDetails())).resolves.toMatchObject({ operation: 'getNonce' });
    desk.answer = undefined;
    clock.advance(6000);
    await plex.authentication.getTokenDetails();
    desk.dead = 401;
    desk.live.clear();
    await expect(plex.authentication.getTokenDetails()).resolves.toMatchObject({ statusCode: 200 });
  });

  test('has the same said of a dead token by 422, on old paths', async () => {
    const { source, desk } = await openWorld();
    const { clientID, fetch, clock } = { clientID: CLIENT_ID, fetch: desk.fetch, clock: movableClock() };
    const old: FetchLike = async (url, init) => {
      if (!url.includes('/devices')) return fetch(url, init);
      const isLive = desk.live.has(init.headers['X-Plex-Token'] ?? '');
      const body = isLive ? '<MediaContainer/>' : '<errors><error>Invalid token</error></errors>';
      return respond({ status: isLive ? 200 : 422, contentType: 'application/xml', body });
    };
    const plex = new PlexAPI({ clientID, clock, fetch: old, accessToken: source() });
    await plex.devices.list();
    desk.live.clear();
    await expect(plex.devices.list()).resolves.toEqual([]);
  });

  test('is made no third time', async () => {
    const { source, desk } = await openWorld();
    const plex = desk.plex.withToken(source());
    desk.live.add = () => desk.live;
    await expect(rejection(plex.authentication.getTokenDetails())).resolves.toMatchObject({ code: 'TOKEN_EXPIRED' });
    expect(desk.count('/user')).toBe(2);
  });

  test('fails with it when the token is none that can be renewed', async () => {
    const { desk } = await openWorld();
    const plex = desk.plex.withToken('any');
    await expect(rejection(plex.authentication.getTokenDetails())).resolves.toMatchObject({ code: 'TOKEN_EXPIRED' });
    expect(desk.count('/user')).toBe(1);
  });
});
