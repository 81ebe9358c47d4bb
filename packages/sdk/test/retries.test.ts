import { describe, expect, test, vi } from 'vitest';
import { errors, type RetryConfig } from '../src/index.js';
import { repeatableCalls, signInCall, tokenDetails, transientCall } from './four-calls.js';
import { movableClock } from './movable-clock.js';
import { rejection, type Reply, scene } from './scene.js';

const backoff = { initialInterval: 100, maxInterval: 1000, exponent: 2, maxElapsedTime: 60_000 } as const;
const BACKOFF: RetryConfig = { strategy: 'backoff', backoff };
const EAGER: RetryConfig = { ...BACKOFF, retryConnectionErrors: true };
const BUSY: Reply = { status: 503 };
const REFUSED = new TypeError('fetch failed');

describe('by default', () => {
  test.each(repeatableCalls)('$name is repeated twice, within five seconds', async ({ make }) => {
    const clock = movableClock();
    const { plex, sent } = scene(BUSY, { clock });
    await expect(rejection(make(plex))).resolves.toMatchObject({ statusCode: 503 });
    expect(sent).toHaveLength(3);
    expect(clock.waits).toHaveLength(2);
    expect(clock.waits.reduce((sum, wait) => sum + wait)).toBeLessThanOrEqual(5000);
  });

  test.each(repeatableCalls)('$name is fulfilled by a later attempt', async ({ make, success }) => {
    const { plex, sent } = scene([BUSY, BUSY, success], { clock: movableClock() });
    await expect(make(plex)).resolves.toMatchObject({ statusCode: success.status });
    expect(sent).toHaveLength(3);
  });

  test.each(repeatableCalls)('$name is not repeated when no answer came', async ({ make }) => {
    const { plex, sent } = scene(REFUSED, { clock: movableClock() });
    await expect(rejection(make(plex))).resolves.toBeInstanceOf(errors.ConnectionError);
    expect(sent).toHaveLength(1);
  });

  test('no attempt starts after five seconds, however few there were', async () => {
    const clock = movableClock();
    const slow = (): Promise<Response> => {
      clock.advance(4800);
      return Promise.resolve(new Response('', { status: 503 }));
    };
    const { plex, sent } = scene(slow, { clock });
    await rejection(tokenDetails.make(plex));
    expect(sent).toHaveLength(1);
  });
});

describe('a retry', () => {
  test.each([429, 500, 502, 503, 504])('follows %d', async (status) => {
    const { plex, sent } = scene([{ status }, tokenDetails.success], { clock: movableClock() });
    await tokenDetails.make(plex, { retries: BACKOFF });
    expect(sent).toHaveLength(2);
  });

  test.each([204, 301, 304, 400, 401, 403, 404, 408, 410, 422, 498, 501, 505, 507, 599])(
    'does not follow %d',
    async (status) => {
      const { plex, sent } = scene({ status }, { clock: movableClock() });
      await rejection(tokenDetails.make(plex, { retries: EAGER }));
      expect(sent).toHaveLength(1);
    },
  );

  test('does not follow an answer of no use', async () => {
    const { plex, sent } = scene({ status: 200, body: 'no JSON' }, { clock: movableClock() });
    await rejection(tokenDetails.make(plex, { retries: EAGER }));
    expect(sent).toHaveLength(1);
  });

  test('follows a failed connection only when asked to', async () => {
    const { plex, sent } = scene([REFUSED, REFUSED, tokenDetails.success], { clock: movableClock() });
    await expect(tokenDetails.make(plex, { retries: EAGER })).resolves.toMatchObject({ statusCode: 200 });
    expect(sent).toHaveLength(3);
  });

  test('sends the same request again, with the method the server was found to know', async () => {
    const { plex, sent } = scene([BUSY, { status: 405 }, BUSY, transientCall.success], { clock: movableClock() });
    await transientCall.make(plex);
    expect(sent.map(({ init }) => init.method)).toEqual(['POST', 'POST', 'GET', 'GET']);
    expect(new Set(sent.map(({ url }) => url)).size).toBe(1);
  });
});

describe('whose policy', () => {
  test('is the client’s', async () => {
    const { plex, sent } = scene(BUSY, { clock: movableClock(), retryConfig: { strategy: 'none' } });
    await rejection(tokenDetails.make(plex));
    expect(sent).toHaveLength(1);
  });

  test('is the call’s, if it has one', async () => {
    const { plex, sent } = scene([BUSY, BUSY, BUSY, BUSY, tokenDetails.success], {
      clock: movableClock(),
      retryConfig: { strategy: 'none' },
    });
    await tokenDetails.make(plex, { retries: BACKOFF });
    expect(sent).toHaveLength(5);
    await tokenDetails.make(plex, { retries: { strategy: 'none' } });
    expect(sent).toHaveLength(6);
  });

  test.each([BUSY, { status: 429, headers: { 'retry-after': '0.1' } }, REFUSED])(
    'is for a sign-in only that of its own call: %o',
    async (turn) => {
      const { plex, sent } = scene(turn, { clock: movableClock(), retryConfig: EAGER });
      await rejection(signInCall.make(plex));
      expect(sent).toHaveLength(1);
      await rejection(signInCall.make(plex, { retries: { ...EAGER, backoff: { ...backoff, maxElapsedTime: 250 } } }));
      expect(sent.length).toBeGreaterThan(2);
    },
  );

  test('has the seed’s numbers where it gives none', async () => {
    const clock = movableClock();
    const { plex } = scene(BUSY, { clock, retryConfig: { strategy: 'backoff' } });
    const started = clock.now();
    await rejection(tokenDetails.make(plex));
    const [first = 0] = clock.waits;
    expect(first).toBeGreaterThanOrEqual(250);
    expect(first).toBeLessThanOrEqual(500);
    expect(Math.max(...clock.waits)).toBeLessThanOrEqual(60_000);
    expect(clock.now() - started).toBeGreaterThan(3_500_000);
    expect(clock.now() - started).toBeLessThanOrEqual(3_600_000);
  });
});

describe('a wait', () => {
  test.each([
    ['shortest', 1 - Number.EPSILON, 0.5],
    ['longest', 0, 1],
  ])('grows by the exponent up to the longest, the %s jitter included', async (_, random, share) => {
    vi.spyOn(Math, 'random').mockReturnValue(random);
    const clock = movableClock();
    const { plex } = scene([BUSY, BUSY, BUSY, BUSY, BUSY, BUSY, tokenDetails.success], { clock });
    await tokenDetails.make(plex, { retries: BACKOFF });
    vi.restoreAllMocks();
    const whole = [100, 200, 400, 800, 1000, 1000];
    expect(clock.waits.map(Math.round)).toEqual(whole.map((wait) => wait * share));
  });

  test('is the server’s own, even a longer one', async () => {
    const clock = movableClock();
    const { plex } = scene([{ ...BUSY, headers: { 'retry-after': '30' } }, tokenDetails.success], { clock });
    await tokenDetails.make(plex, { retries: BACKOFF });
    expect(clock.waits).toEqual([30_000]);
  });

  test('until a date is measured by the client’s clock', async () => {
    const clock = movableClock(Date.UTC(2031, 5, 1, 12));
    const headers = { 'retry-after': 'Sun, 01 Jun 2031 12:00:20 GMT' };
    const { plex } = scene([{ status: 429, headers }, tokenDetails.success], { clock });
    await tokenDetails.make(plex, { retries: BACKOFF });
    expect(clock.waits).toEqual([20_000]);
  });

  test('that would end beyond the budget is not begun: the call fails at once, saying what the server asked', async () => {
    const clock = movableClock();
    const { plex, sent } = scene({ status: 429, headers: { 'retry-after': '61' } }, { clock });
    const error = await rejection(tokenDetails.make(plex, { retries: BACKOFF }));
    expect(error).toMatchObject({ code: 'RATE_LIMITED', retryAfter: 61 });
    expect([sent.length, clock.waits]).toEqual([1, []]);
  });

  test('that never ends is left by those who abort', async () => {
    const sleep = (): Promise<void> => new Promise(() => {});
    const { plex } = scene(BUSY, { clock: { now: () => 0, sleep } });
    const controller = new AbortController();
    const outcome = rejection(tokenDetails.make(plex, { signal: controller.signal }));
    const reason = new Error('enough');
    setImmediate(() => controller.abort(reason));
    expect(await outcome).toBe(reason);
  });
});

describe('a server that wants no wait', () => {
  test.each(['0', 'Wed, 01 Jan 2020 00:00:00 GMT'])(
    'is given the back-off all the same: Retry-After %s',
    async (value) => {
      const clock = movableClock();
      const { plex, sent } = scene({ status: 503, headers: { 'retry-after': value } }, { clock });
      await rejection(
        tokenDetails.make(plex, { retries: { ...BACKOFF, backoff: { ...backoff, maxElapsedTime: 1000 } } }),
      );
      expect(Math.min(...clock.waits)).toBeGreaterThanOrEqual(50);
      expect(sent.length).toBeLessThan(20);
    },
  );
});

test('a wait that is no number ends the call', async () => {
  const clock = movableClock();
  const odd = { initialInterval: 0, maxInterval: 0, exponent: 1e200, maxElapsedTime: 100 };
  const { plex, sent } = scene(BUSY, { clock });
  await rejection(tokenDetails.make(plex, { retries: { strategy: 'backoff', backoff: odd } }));
  expect(sent.length).toBeLessThan(5);
});
