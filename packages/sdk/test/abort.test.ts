import { setTimeout } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { errors, type FetchLike, PlexAPI } from '../src/index.js';
import { ACCOUNT, fourCalls, repeatableCalls, tokenDetails } from './four-calls.js';
import { movableClock } from './movable-clock.js';
import { rejection, respond, scene, SERVER } from './scene.js';

const DEAF: FetchLike = () => new Promise(() => {});

const REASON = new Error('the caller had enough');
const LATE = Symbol('later than 500 ms');

/** What a call ends with that is aborted as soon as it has begun, if it ends before a timer of 500 ms. */
function outcomeOfAbort(call: (signal: AbortSignal) => Promise<unknown>): Promise<unknown> {
  const controller = new AbortController();
  const outcome = rejection(call(controller.signal));
  setImmediate(() => controller.abort(REASON));
  return Promise.race([outcome, setTimeout(500, LATE)]);
}

describe.each(fourCalls)('an abort of $name', ({ make, success }) => {
  test('before it began sends nothing and asks for no token', async () => {
    let asked = 0;
    const accessToken = (): string => {
      asked += 1;
      return 'a-token';
    };
    const { plex, sent } = scene(success, { accessToken });
    const reason = new Error('never mind');
    expect(await rejection(make(plex, { signal: AbortSignal.abort(reason) }))).toBe(reason);
    expect([sent.length, asked]).toEqual([0, 0]);
  });

  test('ends a request that nobody answers', async () => {
    expect(await outcomeOfAbort((signal) => make(scene(() => new Promise(() => {})).plex, { signal }))).toBe(REASON);
  });

  test('reaches the transport, as the very reason', async () => {
    const { plex, sent } = scene(DEAF);
    expect(await outcomeOfAbort((signal) => make(plex, { signal }))).toBe(REASON);
    expect(sent[0]?.init.signal.aborted).toBe(true);
    expect(sent[0]?.init.signal.reason).toBe(REASON);
  });

  test('ends an answer whose body never ends', async () => {
    const body = new ReadableStream<Uint8Array>({ start: (controller) => controller.enqueue(new Uint8Array(9)) });
    const stuck = (): Promise<Response> => Promise.resolve(new Response(body, { status: success.status }));
    expect(await outcomeOfAbort((signal) => make(scene(stuck).plex, { signal }))).toBe(REASON);
  });

  test('ends an answer that only knows arrayBuffer', async () => {
    const headers = { get: (): null => null };
    const stuck: FetchLike = () => Promise.resolve({ status: 200, headers, arrayBuffer: () => new Promise(() => {}) });
    expect(await outcomeOfAbort((signal) => make(scene(stuck).plex, { signal }))).toBe(REASON);
  });

  test('passes on whatever the reason is', async () => {
    for (const reason of [null, 0, 'text', { any: 'thing' }, new errors.TimeoutError(failure())]) {
      const { plex } = scene(success);
      expect(await rejection(make(plex, { signal: AbortSignal.abort(reason) }))).toBe(reason);
    }
  });
});

describe.each(repeatableCalls)('an abort of $name', ({ make }) => {
  test('ends a wait of a minute before another attempt', async () => {
    const { plex, sent } = scene({ status: 503, headers: { 'retry-after': '60' } });
    const retries = { strategy: 'backoff' } as const;
    expect(await outcomeOfAbort((signal) => make(plex, { signal, retries }))).toBe(REASON);
    expect(sent).toHaveLength(1);
  });

  test('ends a token function that never answers', async () => {
    const { plex, sent } = scene({}, { accessToken: () => new Promise(() => {}) });
    expect(await outcomeOfAbort((signal) => make(plex, { signal }))).toBe(REASON);
    expect(sent).toEqual([]);
  });

  test('between attempts is not taken for a failure to repeat', async () => {
    const controller = new AbortController();
    const reason = new errors.ConnectionError(failure());
    const aborting: FetchLike = () => {
      controller.abort(reason);
      return Promise.reject(new TypeError('fetch failed'));
    };
    const { plex, sent } = scene(aborting, { clock: movableClock() });
    const retries = { strategy: 'backoff', retryConnectionErrors: true } as const;
    expect(await rejection(make(plex, { signal: controller.signal, retries }))).toBe(reason);
    expect(sent).toHaveLength(1);
  });
});

describe('a timeout', () => {
  test.each(fourCalls)('ends $name with a TimeoutError, and what it waited for', async ({ make, name }) => {
    const { plex, sent } = scene(DEAF);
    const error = await rejection(make(plex, { timeout: 10 }));
    expect(error).toBeInstanceOf(errors.TimeoutError);
    expect(error).toMatchObject({ code: 'TIMEOUT', operation: name });
    expect(String(error)).toMatch('10 ms');
    expect(sent[0]?.init.signal.aborted).toBe(true);
  });

  test('is the client’s, and the call’s beats it', async () => {
    const { plex } = scene(DEAF, { timeout: 10 });
    expect(String(await rejection(tokenDetails.make(plex)))).toMatch('10 ms');
    expect(String(await rejection(tokenDetails.make(plex, { timeout: 5 })))).toMatch('5 ms');
  });

  test('ends a body that never ends, and a token function that never answers', async () => {
    const body = new ReadableStream<Uint8Array>({ start: (controller) => controller.enqueue(new Uint8Array(9)) });
    const stuck = scene(() => Promise.resolve(new Response(body)));
    const hung = scene({}, { accessToken: () => new Promise(() => {}) });
    for (const { plex } of [stuck, hung]) {
      expect(await rejection(tokenDetails.make(plex, { timeout: 10 }))).toBeInstanceOf(errors.TimeoutError);
    }
    expect(hung.sent).toEqual([]);
  });

  test('is no reason to repeat, unless asked to; each attempt has its whole time', async () => {
    const retries = { strategy: 'backoff', retryConnectionErrors: true } as const;
    const once = scene([DEAF, tokenDetails.success], { clock: movableClock() });
    expect(await rejection(tokenDetails.make(once.plex, { timeout: 10 }))).toBeInstanceOf(errors.TimeoutError);
    const { plex, sent } = scene([DEAF, DEAF, tokenDetails.success], { clock: movableClock() });
    await expect(tokenDetails.make(plex, { timeout: 10, retries })).resolves.toMatchObject({
      userPlexAccount: ACCOUNT,
    });
    expect(sent.map(({ init }) => init.signal.aborted)).toEqual([true, true, false]);
    expect(new Set(sent.map(({ init }) => init.signal)).size).toBe(3);
  });

  test.each([Infinity, 2 ** 40, Number.MAX_VALUE])('of %d ms does not fire at once', async (timeout) => {
    const slow: FetchLike = () => setTimeout(20, respond(tokenDetails.success));
    await expect(tokenDetails.make(scene(slow).plex, { timeout })).resolves.toMatchObject({ statusCode: 200 });
  });
});

test('a finished call leaves nothing listening to the caller’s signal', async () => {
  const { signal } = new AbortController();
  const added = vi.spyOn(signal, 'addEventListener');
  const removed = vi.spyOn(signal, 'removeEventListener');
  for (const turn of [tokenDetails.success, { status: 503 }, new Error('no'), { status: 200, body: 'x' }]) {
    const { fetch } = scene([turn, { status: 401 }]);
    const plex = new PlexAPI({ serverURL: SERVER, fetch, clock: movableClock() });
    await Promise.allSettled([tokenDetails.make(plex, { signal })]);
  }
  expect(added).toHaveBeenCalled();
  const gone = new Set(removed.mock.calls.map(([, listener]) => listener));
  expect(added.mock.calls.filter(([, listener]) => !gone.has(listener))).toEqual([]);
});

function failure(): ConstructorParameters<typeof errors.TicketstubError>[0] {
  return { operation: 'getTokenDetails', code: 'TIMEOUT', message: 'of the caller’s making' };
}
