import { expect, onTestFinished, test, vi } from 'vitest';
import { errors, type Pin, type PlexAPIOptions } from '../src/index.js';
import { type MovableClock, movableClock } from './movable-clock.js';
import { rejection, type Reply, respond, type Scene, scene, type Turn } from './scene.js';

const PIN: Pin = { id: 7, code: 'ABCD', expiresAt: 900_000 };
const PENDING: Reply = { body: { id: 7, code: 'ABCD', expiresIn: 900, authToken: null } };
const CLAIMED: Reply = { body: { id: 7, code: 'ABCD', expiresIn: 800, authToken: 'canary-fresh-token' } };
const GONE: Reply = { status: 404, body: { errors: [{ code: 1020, message: 'gone' }] } };

interface Waiting extends Scene {
  clock: MovableClock;
}

function plexThat(turns: Turn | readonly Turn[], options: PlexAPIOptions = {}): Waiting {
  const clock = movableClock(0);
  return { clock, ...scene(turns, { clientID: 'an-installation', clock, ...options }) };
}

test('waitUntilClaimed asks at once, then once a second, until somebody has signed in', async () => {
  const { plex, sent, clock } = plexThat([PENDING, PENDING, CLAIMED]);
  const found = await plex.pins.waitUntilClaimed(PIN);
  expect(found).toMatchObject({ state: 'claimed', authToken: 'canary-fresh-token', id: 7 });
  expect(sent).toHaveLength(3);
  expect(clock.waits).toEqual([1000, 1000]);
});

test('waitUntilClaimed ends as soon as Plex says that the PIN is gone', async () => {
  const { plex, sent } = plexThat([PENDING, GONE]);
  await expect(plex.pins.waitUntilClaimed(PIN)).resolves.toEqual({ state: 'gone', id: 7 });
  expect(sent).toHaveLength(2);
});

test('waitUntilClaimed asks a moment before the PIN expires and as it does, to the millisecond', async () => {
  const { plex, sent, clock } = plexThat(PENDING);
  await expect(plex.pins.waitUntilClaimed({ ...PIN, expiresAt: 2300 })).resolves.toEqual({ state: 'gone', id: 7 });
  expect(clock.waits).toEqual([1000, 1000, 50, 250]);
  expect(clock.now()).toBe(2300);
  expect(sent).toHaveLength(5);
});

test('waitUntilClaimed finds a PIN that was claimed in its last second', async () => {
  const { plex, clock } = plexThat([PENDING, PENDING, CLAIMED, GONE]);
  await expect(plex.pins.waitUntilClaimed({ ...PIN, expiresAt: 2000 })).resolves.toMatchObject({ state: 'claimed' });
  expect(clock.now()).toBe(1750);
});

test('waitUntilClaimed tells each second how much is left', async () => {
  const { plex } = plexThat([PENDING, { status: 429, headers: { 'retry-after': '3' } }, CLAIMED]);
  const left: number[] = [];
  await plex.pins.waitUntilClaimed(PIN, { onTick: ({ remaining }) => left.push(remaining) });
  expect(left).toEqual([900_000, 899_000, 898_000, 897_000, 896_000]);
});

test('waitUntilClaimed tells how much is left before it asks, and while nobody answers', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  let answer: ((response: Response) => void) | undefined;
  const { plex, clock, sent } = plexThat(
    () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
  );
  const left: number[] = [];
  const waiting = plex.pins.waitUntilClaimed(PIN, { onTick: ({ remaining }) => left.push(remaining) });
  expect(left).toEqual([900_000]);
  clock.advance(3000);
  await vi.advanceTimersByTimeAsync(3000);
  expect(left).toEqual([900_000, 897_000, 897_000, 897_000]);
  expect(sent).toHaveLength(1);
  answer?.(respond(CLAIMED));
  await expect(waiting).resolves.toMatchObject({ state: 'claimed' });
  await vi.advanceTimersByTimeAsync(3000);
  expect(left).toHaveLength(4);
});

test('waitUntilClaimed ends with the error of whoever is told while nobody answers', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { plex } = plexThat(() => new Promise(() => {}));
  const reason = new Error('the window is gone');
  let ticks = 0;
  const onTick = (): void => {
    ticks += 1;
    if (ticks === 3) throw reason;
  };
  const waiting = rejection(plex.pins.waitUntilClaimed(PIN, { onTick }));
  await vi.advanceTimersByTimeAsync(2000);
  await expect(waiting).resolves.toBe(reason);
});

test('waitUntilClaimed asks once a second by a clock that is a little behind its timers', async () => {
  const clock = movableClock(0);
  const early = { ...clock, sleep: (ms: number) => clock.sleep(ms - 1) };
  const { plex, sent } = plexThat([PENDING, PENDING, PENDING, CLAIMED], { clock: early });
  await plex.pins.waitUntilClaimed(PIN);
  expect(sent).toHaveLength(4);
  expect(clock.waits).toEqual([999, 999, 999]);
});

test('waitUntilClaimed waits no longer when the clock is put back', async () => {
  const { plex, sent, clock } = plexThat([{ status: 429, headers: { 'retry-after': '10' } }, CLAIMED]);
  const onTick = (): void => {
    if (clock.waits.length === 8) clock.advance(-5000);
  };
  await plex.pins.waitUntilClaimed(PIN, { onTick });
  expect(sent).toHaveLength(2);
  expect(clock.waits).toHaveLength(10);
});

test('waitUntilClaimed asks as soon as the clock says that a pause is over, however it came there', async () => {
  const { plex, sent, clock } = plexThat([{ status: 429, headers: { 'retry-after': '300' } }, CLAIMED]);
  const onTick = (): void => {
    if (sent.length === 1) clock.advance(300_000);
  };
  await expect(plex.pins.waitUntilClaimed(PIN, { onTick })).resolves.toMatchObject({ state: 'claimed' });
  expect(clock.waits).toEqual([1000]);
});

test.each([
  ['as long as it is told to', { 'retry-after': '7' }, 7000],
  ['five seconds when it is not told how long', {}, 5000],
  ['five seconds when it is told not to wait', { 'retry-after': '0' }, 5000],
])('waitUntilClaimed asks less often after a 429: it waits %s', async (_, headers, wait) => {
  const { plex, sent, clock } = plexThat([{ status: 429, headers }, CLAIMED]);
  await plex.pins.waitUntilClaimed(PIN);
  expect(sent).toHaveLength(2);
  expect(clock.now()).toBe(wait);
});

test('waitUntilClaimed outlasts a storm of 429s and does not ask more than it may', async () => {
  const { plex, sent } = plexThat({ status: 429, headers: { 'retry-after': '30' } });
  const error = await rejection(plex.pins.waitUntilClaimed(PIN));
  expect(error).toMatchObject({ code: 'RATE_LIMITED', retryAfter: 30 });
  expect(sent).toHaveLength(31);
});

test.each<[string, Turn]>([
  ['a connection that fails', new TypeError('fetch failed')],
  ['a server that stumbles', { status: 502, contentType: 'text/html', body: '<h1>502</h1>' }],
  ['a proxy that waited in vain', { status: 408, contentType: 'text/html', body: '<h1>408</h1>' }],
  ['a page that is not Plex’s', { status: 302, headers: { location: 'http://hotel.example' } }],
  ['an answer that makes no sense', { status: 200, contentType: 'text/html', body: '<h1>Hotel</h1>' }],
])('waitUntilClaimed survives %s', async (_, turn) => {
  const { plex, clock } = plexThat([turn, turn, CLAIMED]);
  await expect(plex.pins.waitUntilClaimed(PIN)).resolves.toMatchObject({ state: 'claimed' });
  expect(clock.waits).toEqual([1000, 1000]);
});

test('waitUntilClaimed obeys the Retry-After of a server that is down', async () => {
  const { plex, clock } = plexThat([{ status: 503, headers: { 'retry-after': '4' } }, CLAIMED]);
  await plex.pins.waitUntilClaimed(PIN);
  expect(clock.now()).toBe(4000);
});

test('waitUntilClaimed asks no sooner than it may, not even as the PIN expires', async () => {
  const { plex, sent } = plexThat([PENDING, { status: 429, headers: { 'retry-after': '60' } }, CLAIMED]);
  const error = await rejection(plex.pins.waitUntilClaimed({ ...PIN, expiresAt: 9000 }));
  expect(error).toMatchObject({ code: 'RATE_LIMITED', retryAfter: 60 });
  expect(sent).toHaveLength(2);
});

test('waitUntilClaimed does not say gone when nobody answered the last question', async () => {
  const { plex } = plexThat([PENDING, new TypeError('fetch failed')]);
  const error = await rejection(plex.pins.waitUntilClaimed({ ...PIN, expiresAt: 1500 }));
  expect(error).toBeInstanceOf(errors.ConnectionError);
});

test.each([400, 401, 403, 404, 422])('waitUntilClaimed ends with a %d at once', async (status) => {
  const { plex, sent } = plexThat({ status });
  await expect(rejection(plex.pins.waitUntilClaimed(PIN))).resolves.toMatchObject({ statusCode: status });
  expect(sent).toHaveLength(1);
});

test('waitUntilClaimed asks once more about a PIN that has expired', async () => {
  const { plex, sent } = plexThat(PENDING);
  await expect(plex.pins.waitUntilClaimed({ ...PIN, expiresAt: -5 })).resolves.toMatchObject({ state: 'gone' });
  expect(sent).toHaveLength(1);
});

test.each([
  ['pin', undefined],
  ['pin.expiresAt', { id: 7, code: 'ABCD' }],
  ['pin.expiresAt', { ...PIN, expiresAt: '2031-01-01T00:00:00Z' }],
])('waitUntilClaimed asks nothing without a %s that it can wait for', async (argument, pin) => {
  const { plex, sent } = plexThat(CLAIMED);
  const wait: unknown = Reflect.get(plex.pins, 'waitUntilClaimed');
  if (typeof wait !== 'function') throw new TypeError('waitUntilClaimed is no method');
  await expect(rejection(Reflect.apply(wait, plex.pins, [pin]))).resolves.toMatchObject({
    name: 'InvalidArgumentError',
    argument,
  });
  expect(sent).toEqual([]);
});

test('waitUntilClaimed rejects with the caller’s reason as soon as it is aborted', async () => {
  const controller = new AbortController();
  const reason = new Error('left the page');
  const clock = { now: () => 0, sleep: () => new Promise<void>(() => {}) };
  const { plex, sent } = plexThat(PENDING, { clock });
  const onTick = (): void => queueMicrotask(() => controller.abort(reason));
  const waiting = plex.pins.waitUntilClaimed(PIN, { onTick }, { signal: controller.signal });
  expect(await rejection(waiting)).toBe(reason);
  expect(sent).toHaveLength(1);
});

test('waitUntilClaimed ends with the error of whoever is told', async () => {
  const { plex } = plexThat(PENDING);
  const broken = new Error('the screen is gone');
  const onTick = (): never => {
    throw broken;
  };
  expect(await rejection(plex.pins.waitUntilClaimed(PIN, { onTick }))).toBe(broken);
});
