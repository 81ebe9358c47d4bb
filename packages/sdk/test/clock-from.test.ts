import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { clockFrom, errors, type FetchLike } from '../src/index.js';
import { rejection } from './scene.js';

const ENDPOINT = 'https://plex.tv/api/v2';
const DAY = 24 * 60 * 60_000;

/** A server whose clock is moved by hand, and what it was asked. */
function server(): { ahead: number; down: boolean; asked: string[]; fetch: FetchLike } {
  const scene: ReturnType<typeof server> = {
    ahead: 8 * DAY,
    down: false,
    asked: [],
    fetch: (url, { headers }) => {
      scene.asked.push(`${url} ${Object.keys(headers).join()}`);
      if (scene.down) return Promise.reject(new TypeError('nobody is there'));
      const date = new Date(Date.now() + scene.ahead).toUTCString();
      return Promise.resolve(new Response('{"keys":[]}', { headers: { date } }));
    },
  };
  return scene;
}

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2031, 0, 1, 12, 0, 0, 300) });
});

afterEach(() => {
  vi.useRealTimers();
});

/** How long something takes while time flies: milliseconds of this machine's clock. */
async function taking(work: Promise<void>): Promise<number> {
  const began = Date.now();
  const state = { over: false };
  void work.finally(() => {
    state.over = true;
  });
  while (!state.over) await vi.advanceTimersByTimeAsync(10);
  return Date.now() - began;
}

describe('clockFrom', () => {
  test('tells the time of whoever answers, to the second and never ahead', async () => {
    const plexTv = server();
    const clock = await clockFrom(ENDPOINT, { fetch: plexTv.fetch });
    const behind = Date.now() + plexTv.ahead - clock.now();
    expect(behind).toBe(300);
    expect(plexTv.asked).toEqual([`${ENDPOINT}/auth/keys Accept`]);
  });

  test.each([9 * DAY, 2 * DAY, 8 * DAY + 5000])(
    'knows of a move to %d ms ahead once it has looked again',
    async (ahead) => {
      const plexTv = server();
      const clock = await clockFrom(ENDPOINT, { fetch: plexTv.fetch });
      plexTv.ahead = ahead;
      await clock.refresh();
      const behind = Date.now() + ahead - clock.now();
      expect(behind).toBeGreaterThanOrEqual(0);
      expect(behind).toBeLessThan(1000);
    },
  );

  test('gets no worse by looking often', async () => {
    const plexTv = server();
    const clock = await clockFrom(ENDPOINT, { fetch: plexTv.fetch });
    let behind = Date.now() + plexTv.ahead - clock.now();
    expect(behind).toBe(300);
    for (let time = 0; time < 20; time += 1) {
      await vi.advanceTimersByTimeAsync(130);
      await clock.refresh();
      const after = Date.now() + plexTv.ahead - clock.now();
      expect(after).toBeLessThanOrEqual(behind);
      expect(after).toBeGreaterThanOrEqual(0);
      behind = after;
    }
    expect(behind).toBeLessThan(100);
  });

  test('a wait is over soon after the clock has moved past its end', async () => {
    const plexTv = server();
    const clock = await clockFrom(ENDPOINT, { fetch: plexTv.fetch });
    const waited = clock.sleep(3 * DAY);
    plexTv.ahead += 4 * DAY;
    expect(await taking(waited)).toBeLessThanOrEqual(510);
  });

  test('a wait that nobody shortens takes its time, whether anybody answers or not', async () => {
    const plexTv = server();
    const clock = await clockFrom(ENDPOINT, { fetch: plexTv.fetch });
    plexTv.down = true;
    expect(await taking(clock.sleep(1700))).toBe(1700);
    expect(await taking(clock.sleep(0))).toBeLessThanOrEqual(10);
  });

  test('a clock that is put back makes no wait longer', async () => {
    const plexTv = server();
    const clock = await clockFrom(ENDPOINT, { fetch: plexTv.fetch });
    const waited = clock.sleep(1600);
    plexTv.ahead = 0;
    expect(await taking(waited)).toBe(1600);
  });

  test('a wait can be left at once, even while it looks', async () => {
    const plexTv = server();
    let looks = 0;
    const fetch: FetchLike = (url, init) => (looks++ === 0 ? plexTv.fetch(url, init) : new Promise(() => {}));
    const clock = await clockFrom(ENDPOINT, { fetch });
    const reason = new Error('enough');
    await expect(rejection(clock.sleep(DAY, AbortSignal.abort(reason)))).resolves.toBe(reason);
    const controller = new AbortController();
    const waiting = rejection(clock.sleep(DAY, controller.signal));
    controller.abort(reason);
    await expect(waiting).resolves.toBe(reason);
  });

  test('cannot follow who has no clock, and nobody', async () => {
    const fetch: FetchLike = () => Promise.resolve(new Response('{}', { headers: { date: 'soon' } }));
    await expect(rejection(clockFrom(ENDPOINT, { fetch }))).resolves.toBeInstanceOf(errors.InvalidResponseError);
    const nobody: FetchLike = () => Promise.reject(new TypeError('nobody is there'));
    await expect(rejection(clockFrom(ENDPOINT, { fetch: nobody }))).resolves.toMatchObject({
      code: 'CONNECTION_FAILED',
    });
    await expect(rejection(clockFrom('ftp://plex.tv'))).resolves.toMatchObject({ argument: 'endpoints.account' });
  });
});
