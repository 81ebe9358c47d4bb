import { describe, expect, test } from 'vitest';
import { rejection } from './scene.js';
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
