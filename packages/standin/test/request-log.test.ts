import { describe, expect, test } from 'vitest';
import { createBell } from '../src/memory/bell.js';
import { type RequestLog, createRequestLog } from '../src/memory/request-log.js';

const request = {
  at: 0,
  host: 'plex.tv',
  operation: null,
  method: 'GET',
  path: '/',
  status: 200,
  clientIdentifier: null,
  token: null,
  address: { ip: '127.0.0.1', country: 'GB' },
};

function logOf(count: number): RequestLog {
  const log = createRequestLog(new Uint8Array(32), createBell());
  for (let added = 0; added < count; added += 1) log.add(request);
  return log;
}

describe('a reader of the request log', () => {
  test('is told what came after their bookmark, once', () => {
    const log = logOf(3);
    const first = log.after(undefined, 10);
    expect(first).toMatchObject({ requests: [{ number: 1 }, { number: 2 }, { number: 3 }], missed: 0, anew: true });
    log.add(request);
    const second = log.after(first.bookmark, 10);
    expect(second).toMatchObject({ requests: [{ number: 4 }], missed: 0, anew: false });
    expect(log.after(second.bookmark, 10)).toMatchObject({ requests: [], missed: 0, anew: false });
  });

  test('who is slow is told the last of it, and how much was missed', () => {
    const log = logOf(2);
    const { bookmark } = log.after(undefined, 10);
    for (let added = 0; added < 6_000; added += 1) log.add(request);
    const news = log.after(bookmark, 3);
    expect(news.requests.map(({ number }) => number)).toEqual([6_000, 6_001, 6_002]);
    expect(news.missed).toBe(5_997);
    expect(log.after(bookmark, 1e6)).toMatchObject({ missed: 1_000 });
  });

  test('begins again after a reset, and in another run', () => {
    const log = logOf(5);
    const { bookmark } = log.after(undefined, 10);
    log.clear();
    for (let added = 0; added < 7; added += 1) log.add(request);
    expect(log.after(bookmark, 10)).toMatchObject({ anew: true, missed: 0, requests: { length: 7 } });
    const other = createRequestLog(Uint8Array.of(1), createBell());
    expect(other.after(bookmark, 10)).toMatchObject({ anew: true, requests: [] });
  });

  test.each([-1, 9, 2.5, Number.NaN])('who says they read up to %d begins again', (number) => {
    const log = logOf(5);
    const { log: name } = log.after(undefined, 10).bookmark;
    expect(log.after({ log: name, number }, 10)).toMatchObject({ anew: true, requests: { length: 5 } });
  });
});

describe('the bell', () => {
  test('wakes everybody who waits, once', async () => {
    const bell = createBell();
    const { signal } = new AbortController();
    const waits = [bell.heard(0, signal), bell.heard(0, signal)];
    bell.ring();
    await expect(Promise.all(waits)).resolves.toEqual([undefined, undefined]);
  });

  test('tells who was not there that it has rung meanwhile', async () => {
    const bell = createBell();
    const { rung } = bell;
    bell.ring();
    const { signal } = new AbortController();
    await expect(bell.heard(rung, signal)).resolves.toBeUndefined();
  });

  test('lets who is aborted go with their reason, before and during the wait', async () => {
    const bell = createBell();
    const leaving = new AbortController();
    const wait = bell.heard(0, leaving.signal);
    const reason = new Error('I have seen enough');
    leaving.abort(reason);
    await expect(wait).rejects.toBe(reason);
    await expect(bell.heard(0, leaving.signal)).rejects.toBe(reason);
    bell.ring();
  });

  test('is rung by each request and by each act of the control', async () => {
    const bell = createBell();
    const log = createRequestLog(new Uint8Array(32), bell);
    const { signal } = new AbortController();
    for (const act of [() => log.add(request), () => log.clear()]) {
      const heard = bell.heard(bell.rung, signal);
      act();
      await expect(heard).resolves.toBeUndefined();
    }
  });
});
