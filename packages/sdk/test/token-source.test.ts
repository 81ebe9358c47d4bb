import { describe, expect, test } from 'vitest';
import { errors } from '../src/index.js';
import { rejection } from './scene.js';
import { DAY, MINUTE, openWorld, slowClock, storeWith } from './source-world.js';

describe('a token source', () => {
  test('gets a token, stores it before anybody has it, and hands out the same one', async () => {
    const { source, desk, store } = await openWorld();
    const alice = source();
    const token = await alice();
    const stored = await store.read('alice');
    expect(stored?.credential).toMatchObject({ token, note: 'of somebody else', kind: 'device-key' });
    await expect(alice()).resolves.toBe(token);
    expect(desk.count('/auth/token')).toBe(1);
  });

  test('makes one exchange for ten thousand callers', async () => {
    const { source, desk } = await openWorld();
    const alice = source();
    const tokens = await Promise.all(Array.from({ length: 10_000 }, () => alice()));
    expect(new Set(tokens).size).toBe(1);
    expect(desk.asked).toEqual(['/auth/nonce', '/auth/token']);
  });

  test('makes one exchange for all processes on one store', async () => {
    const { source, desk } = await openWorld(slowClock());
    const processes = Array.from({ length: 20 }, () => source());
    const tokens = await Promise.all(processes.map((process) => process()));
    expect(new Set(tokens).size).toBe(1);
    expect(desk.count('/auth/token')).toBe(1);
  });

  test('takes the token that is stored while it works, and asks nobody', async () => {
    const { source, desk, clock } = await openWorld();
    const token = await source()();
    clock.advance(3 * DAY);
    await expect(source()()).resolves.toBe(token);
    expect(desk.count('/auth/token')).toBe(1);
  });

  test('renews ahead of the end, and lets nobody wait for it', async () => {
    const { source, desk, clock } = await openWorld();
    const alice = source();
    const token = await alice();
    clock.advance(5 * DAY);
    await expect(alice()).resolves.toBe(token);
    clock.advance(1.1 * DAY);
    await expect(alice()).resolves.toBe(token);
    const next = await alice.renew(token);
    expect(next).not.toBe(token);
    await expect(alice()).resolves.toBe(next);
    expect(desk.count('/auth/token')).toBe(2);
  });

  test('renews after the end', async () => {
    const { source, clock } = await openWorld();
    const alice = source();
    const token = await alice();
    clock.advance(8 * DAY);
    await expect(alice()).resolves.not.toBe(token);
  });

  test('hands out what works still while plex.tv is down, and asks ever less often', async () => {
    const { source, desk, clock } = await openWorld();
    const alice = source();
    const token = await alice();
    clock.advance(6.5 * DAY);
    desk.answer = new TypeError('unreachable');
    const before = desk.asked.length;
    for (let minute = 0; minute < 11 * 60; minute += 1) {
      await expect(alice()).resolves.toBe(token);
      clock.advance(MINUTE);
    }
    expect(desk.asked.length - before).toBeLessThan(150);
    clock.advance(2 * 60 * MINUTE);
    await expect(rejection(alice())).resolves.toMatchObject({ code: 'CONNECTION_FAILED' });
    desk.answer = undefined;
    clock.advance(10 * MINUTE);
    await expect(alice()).resolves.not.toBe(token);
  });

  test('waits as long as a 429 says before it asks again', async () => {
    const { source, desk, clock } = await openWorld();
    desk.answer = { status: 429, headers: { 'retry-after': '3600' } };
    const alice = source();
    await expect(rejection(alice())).resolves.toMatchObject({ code: 'RATE_LIMITED', retryAfter: 3600 });
    desk.answer = undefined;
    clock.advance(3_599_000);
    await expect(rejection(alice())).resolves.toMatchObject({ code: 'RATE_LIMITED' });
    await expect(rejection(alice.renew())).resolves.toMatchObject({ code: 'RATE_LIMITED' });
    expect(desk.asked).toHaveLength(1);
    clock.advance(1000);
    await expect(alice()).resolves.toContain('.');
  });
});

describe('a key that Plex knows no more', () => {
  test('is told once by all processes, and an error from then on', async () => {
    const { source, desk, clock, ended } = await openWorld(slowClock());
    const processes = Array.from({ length: 5 }, () => source());
    await Promise.all(processes.map((process) => process()));
    const exchanges = desk.count('/auth/token');
    desk.exchanged.forEach(({ kid }) => desk.forgotten.add(String(kid)));
    clock.advance(8 * DAY);
    for (let times = 0; times < 3; times += 1) {
      for (const failed of await Promise.all(processes.map((process) => rejection(process())))) {
        expect(failed).toBeInstanceOf(errors.SignInAgainError);
        expect(failed).toMatchObject({ code: 'SIGN_IN_AGAIN', credential: 'alice' });
      }
    }
    expect(ended).toEqual(['alice']);
    expect(desk.count('/auth/token')).toBe(exchanges + 1);
    await expect(rejection(source()())).resolves.toMatchObject({ code: 'SIGN_IN_AGAIN' });
  });

  test('is forgotten as soon as another is stored', async () => {
    const { source, desk, ended, signIn, store } = await openWorld();
    const alice = source();
    const first = await store.read('alice');
    desk.forgotten.add(String(first?.credential['kid']));
    await expect(rejection(alice())).resolves.toMatchObject({ code: 'SIGN_IN_AGAIN' });
    const kid = await signIn();
    await expect(alice()).resolves.toContain('.');
    expect(desk.exchanged.at(-1)).toMatchObject({ kid });
    expect(ended).toEqual(['alice']);
  });

  test('is no news when somebody has signed in again meanwhile', async () => {
    const { source, desk, ended, signIn, store } = await openWorld();
    const first = await store.read('alice');
    desk.forgotten.add(String(first?.credential['kid']));
    desk.onExchange = async () => {
      desk.onExchange = () => undefined;
      await signIn();
    };
    await expect(source()()).resolves.toContain('.');
    expect(ended).toEqual([]);
  });
});

test('sixty days with an outage and a breach: exactly one is told to sign in again', async () => {
  const { source, desk, clock, ended, signIn } = await openWorld();
  const alice = source();
  const tokens = new Set<string>();
  const ends: unknown[] = [];
  for (let hour = 0; hour < 60 * 24; hour += 1) {
    const day = hour / 24;
    desk.answer = day >= 12 && day < 14 ? { status: 503 } : undefined;
    if (day === 30) desk.exchanged.forEach(({ kid }) => desk.forgotten.add(String(kid)));
    const failed = await alice().then(
      (token) => void tokens.add(token),
      (error: unknown) => ({ error }),
    );
    if (failed) {
      ends.push(failed.error);
      await signIn();
    }
    clock.advance(3_600_000);
  }
  expect(ended).toEqual(['alice']);
  expect(ends).toMatchObject([{ code: 'SIGN_IN_AGAIN' }]);
  expect(tokens.size).toBeGreaterThanOrEqual(9);
  expect(tokens.size).toBeLessThanOrEqual(14);
});

test('a 401 without Plex’s word ends no credential', async () => {
  const { source, desk, clock, ended, store } = await openWorld();
  const alice = source();
  desk.answer = { status: 401, contentType: 'text/html', body: '<h1>Proxy</h1>' };
  await expect(rejection(alice())).resolves.toMatchObject({ code: 'UNAUTHORIZED', operation: 'getNonce' });
  desk.answer = undefined;
  clock.advance(MINUTE);
  await expect(alice()).resolves.toContain('.');
  expect(ended).toEqual([]);
  expect((await store.read('alice'))?.credential['endedAt']).toBeUndefined();
});

test('a process that died between exchange and write leaves the renewal to the next, once its lease is over', async () => {
  const { source, store, desk, clock } = await openWorld();
  await store.lease('alice', MINUTE);
  const token = await source()();
  expect(token).toContain('.');
  expect(clock.waits.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThanOrEqual(MINUTE);
  expect(desk.count('/auth/token')).toBe(1);
});

test('two sign-ins at once never mix a token with another key', async () => {
  const { source, desk, signIn, store } = await openWorld();
  desk.onExchange = async () => {
    desk.onExchange = () => undefined;
    await signIn();
  };
  const token = await source()();
  const stored = await store.read('alice');
  expect(stored?.credential).toMatchObject({ token, kid: desk.exchanged.at(-1)?.['kid'] });
});

describe('an abort', () => {
  const reason = new Error('left');

  test('ends the wait of one, and nobody else’s', async () => {
    const { source, desk } = await openWorld();
    let answer = (): void => {};
    desk.onExchange = () =>
      new Promise<void>((resolve) => {
        answer = resolve;
      });
    const alice = source();
    const controller = new AbortController();
    const leaving = rejection(alice({ signal: controller.signal }));
    const staying = alice();
    while (desk.count('/auth/token') === 0) await slowClock().sleep(0);
    controller.abort(reason);
    await expect(leaving).resolves.toBe(reason);
    answer();
    await expect(staying).resolves.toContain('.');
  });

  test('ends the wait for another process, and for a store that never answers', async () => {
    const { source, store } = await openWorld();
    const silent = storeWith(store, { read: () => new Promise(() => {}) });
    const signal = AbortSignal.abort(reason);
    for (const alice of [source(), source({ store: silent })]) {
      await expect(rejection(alice({ signal }))).resolves.toBe(reason);
      await expect(rejection(alice.renew(undefined, { signal }))).resolves.toBe(reason);
    }
    const controller = new AbortController();
    const waiting = rejection(source({ store: silent })({ signal: controller.signal }));
    controller.abort(reason);
    await expect(waiting).resolves.toBe(reason);
  });
});
