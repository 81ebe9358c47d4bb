import { getEventListeners } from 'node:events';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { errors } from '../src/index.js';
import { fourCalls, tokenDetails, transientCall } from './four-calls.js';
import { movableClock } from './movable-clock.js';
import { rejection, respond, scene } from './scene.js';

const NONE = { retries: { strategy: 'none' } } as const;

describe('an error says', () => {
  test('what was answered, what to do and what Plex said', async () => {
    const body = { errors: [{ code: 1000, message: 'X-Plex-Client-Identifier is missing' }] };
    const error = await rejection(tokenDetails.make(scene({ status: 400, body }).plex));
    expect(String(error)).toContain(
      'getTokenDetails: 400 CLIENT_ID_REQUIRED; pass clientID; "X-Plex-Client-Identifier is missing"',
    );
  });

  test('nothing of Plex where its errors are no list', async () => {
    const error = await rejection(tokenDetails.make(scene({ status: 401, body: { errors: 'none' } }).plex));
    expect(error).toMatchObject({ errors: [], plexCode: undefined });
    expect(String(error)).toMatch(/: 401 UNAUTHORIZED$/);
  });

  test('that no answer came', async () => {
    const error = await rejection(tokenDetails.make(scene(new Error('refused')).plex));
    expect(String(error)).toContain('getTokenDetails: no answer');
  });

  test('what kind of answer was of no use', async () => {
    const error = await rejection(tokenDetails.make(scene({ body: '<html>', contentType: 'text/html' }).plex));
    expect(String(error)).toContain('getTokenDetails: 200 text/html; ');
  });
});

test.each([
  ['timeout', 'must be positive', { timeout: 0 }],
  ['fetch', 'must be a function', { fetch: 'fetch' }],
  ['signal', 'must be a signal', { signal: {} }],
] as const)('a %s of one call %s', async (argument, words, options) => {
  const { plex, sent } = scene(tokenDetails.success);
  const error = await rejection(Reflect.apply(tokenDetails.make, undefined, [plex, options]));
  expect(error).toBeInstanceOf(errors.InvalidArgumentError);
  expect(error).toMatchObject({ argument, message: `${argument}: ${words}` });
  expect(sent).toEqual([]);
});

test('a body that cannot be read in pieces is read as a whole', async () => {
  const whole = respond(tokenDetails.success);
  const { status, headers } = whole;
  const answer = { status, headers, body: {}, arrayBuffer: () => whole.arrayBuffer() };
  const { plex } = scene(() => Promise.resolve(answer));
  await expect(tokenDetails.make(plex)).resolves.toMatchObject({ userPlexAccount: tokenDetails.success.body });
});

test.each(fourCalls)('$name takes 299 for a success, and 300 for none', async ({ make, success }) => {
  await expect(make(scene({ ...success, status: 299 }).plex)).resolves.toMatchObject({ statusCode: 299 });
  expect(await rejection(make(scene({ ...success, status: 300 }).plex))).toMatchObject({ code: 'REDIRECTED' });
});

describe('the debug logger', () => {
  test('is told how many bytes came, and in how many milliseconds', async () => {
    const lines: string[] = [];
    const { plex } = scene({ status: 401, body: '{"a":1}' }, { debugLogger: { debug: (line) => lines.push(line) } });
    await rejection(tokenDetails.make(plex));
    expect(lines).toEqual([expect.stringMatching(/401 application\/json, 7 bytes, \d{1,5} ms$/)]);
  });

  test('is told when there were too many', async () => {
    const lines: string[] = [];
    const { plex } = scene({ body: ' '.repeat(9_000_000) }, { debugLogger: { debug: (line) => lines.push(line) } });
    expect(await rejection(tokenDetails.make(plex, NONE))).toMatchObject({ code: 'RESPONSE_TOO_LARGE' });
    expect(lines).toEqual([expect.stringContaining('200 application/json, too many bytes, ')]);
  });
});

describe('a wait before another attempt', () => {
  const busy = { status: 503, headers: { 'retry-after': '1' } };
  const backoff = { initialInterval: 1, maxInterval: 1, exponent: 1, maxElapsedTime: 1000 };

  test('may end at the very moment until which attempts may start', async () => {
    const { plex, sent } = scene([busy, transientCall.success], { clock: movableClock() });
    await transientCall.make(plex, { retries: { strategy: 'backoff', backoff } });
    expect(sent).toHaveLength(2);
  });

  test('passes on the real clock too', async () => {
    const { plex, sent } = scene([{ status: 503 }, transientCall.success]);
    await transientCall.make(plex, { retries: { strategy: 'backoff', backoff: { ...backoff, maxElapsedTime: 9000 } } });
    expect(sent).toHaveLength(2);
  });

  test('leaves no timer behind when it is aborted', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const controller = new AbortController();
    const lines: string[] = [];
    const { plex } = scene(busy, { debugLogger: { debug: (line) => lines.push(line) } });
    const outcome = rejection(transientCall.make(plex, { signal: controller.signal }));
    await vi.waitFor(() => expect([lines.length, vi.getTimerCount()]).toEqual([1, 1]));
    controller.abort(new Error('enough'));
    expect(await outcome).toMatchObject({ message: 'enough' });
    await vi.waitFor(() => expect(vi.getTimerCount()).toBe(0));
  });

  test('leaves nothing behind on the signal, nor does a call', async () => {
    const { signal } = new AbortController();
    const { plex } = scene([busy, transientCall.success]);
    await transientCall.make(plex, {
      signal,
      retries: { strategy: 'backoff', backoff: { ...backoff, maxElapsedTime: 9000 } },
    });
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});

test('a wait that is left leaves no timer behind', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const leaving = new AbortController();
  const backoff = { initialInterval: 60_000, maxInterval: 60_000, exponent: 1, maxElapsedTime: 3_600_000 };
  const options = { signal: leaving.signal, retries: { strategy: 'backoff', backoff } } as const;
  const outcome = rejection(tokenDetails.make(scene({ status: 503 }).plex, options));
  await vi.advanceTimersByTimeAsync(0);
  expect(vi.getTimerCount()).toBe(1);
  leaving.abort('left');
  expect(await outcome).toBe('left');
  await vi.advanceTimersByTimeAsync(0);
  expect(vi.getTimerCount()).toBe(0);
});
