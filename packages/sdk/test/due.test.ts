import { describe, expect, test } from 'vitest';
import { dueAt } from '../src/credentials/due.js';
import type { AccountTokenCredential, DeviceKeyCredential } from '../src/index.js';
import { DAY, HOUR, NOW } from './plan-world.js';

const policy = { margin: DAY, pingEvery: 7 * DAY };

const account = (change: Partial<AccountTokenCredential> = {}): AccountTokenCredential => ({
  schema: 1,
  kind: 'account-token',
  clientID: 'here',
  token: 'opaque',
  issuedAt: NOW,
  seenAt: NOW,
  ...change,
});

const key = (change: Partial<DeviceKeyCredential> = {}): DeviceKeyCredential => ({
  schema: 1,
  kind: 'device-key',
  clientID: 'here',
  kid: 'key',
  jwk: { kty: 'OKP', crv: 'Ed25519', x: 'x', d: 'd', kid: 'key', alg: 'EdDSA', use: 'sig' },
  token: 'signed',
  issuedAt: NOW,
  expiresAt: NOW + 7 * DAY,
  ...change,
});

/** When a thousand alike are due, from the first to the last. */
function spreadOf(make: (index: number) => AccountTokenCredential | DeviceKeyCredential): number[] {
  const times = Array.from({ length: 1000 }, (_, index) => dueAt(make(index), policy) ?? Number.NaN);
  return times.toSorted((a, b) => a - b);
}

/** How many fall into the fullest of ten equal parts. */
function fullest(times: readonly number[], from: number, to: number): number {
  const parts = Array.from({ length: 10 }, () => 0);
  for (const time of times) {
    const index = Math.floor((10 * (time - from)) / (to - from));
    parts[index] = (parts[index] ?? 0) + 1;
  }
  return Math.max(...parts);
}

describe('an opaque token', () => {
  test('is due half a week to a week after plex.tv took it last, whatever came in when', () => {
    const times = spreadOf((index) => account({ token: `opaque-${index}` }));
    expect(times[0]).toBeGreaterThan(NOW + 3.5 * DAY);
    expect(times.at(-1)).toBeLessThanOrEqual(NOW + 7 * DAY);
    expect(fullest(times, NOW + 3.5 * DAY, NOW + 7 * DAY)).toBeLessThan(200);
  });

  test('goes by when it was stored while plex.tv has not seen it', () => {
    const seen = dueAt(account(), policy) ?? Number.NaN;
    expect(dueAt(account({ seenAt: undefined }), policy)).toBe(seen);
    expect(dueAt(account({ issuedAt: NOW - DAY }), policy)).toBe(seen);
    expect(dueAt(account({ seenAt: undefined, issuedAt: NOW - DAY }), policy)).toBe(seen - DAY);
  });

  test('is due at once when nobody knows since when it has been there', () => {
    expect(dueAt(account({ seenAt: undefined, issuedAt: undefined }), policy)).toBe(-Infinity);
  });

  test('is never due once it has ended', () => {
    expect(dueAt(account({ endedAt: NOW }), policy)).toBeUndefined();
  });

  test('is due at the same time for every process', () => {
    expect(dueAt(account(), policy)).toBe(dueAt(account(), policy));
    expect(dueAt(account(), policy)).not.toBe(dueAt(account({ token: 'another' }), policy));
  });
});

describe('a device key', () => {
  test('is due a day to a day and a half before its JWT ends, each at a time of its own', () => {
    const end = NOW + 7 * DAY;
    const times = spreadOf((index) => key({ kid: `key-${index}` }));
    expect(times[0]).toBeGreaterThanOrEqual(end - 1.5 * DAY);
    expect(times.at(-1)).toBeLessThanOrEqual(end - DAY);
    expect(fullest(times, end - 1.5 * DAY, end - DAY)).toBeLessThan(200);
  });

  test('is due at another time after each renewal', () => {
    const before = (expiresAt: number): number => expiresAt - (dueAt(key({ expiresAt }), policy) ?? Number.NaN);
    const ahead = new Set(Array.from({ length: 20 }, (_, week) => before(NOW + (week + 1) * 7 * DAY)));
    expect(ahead.size).toBeGreaterThan(15);
  });

  test('is due at the last third of a JWT that lives shorter', () => {
    const due = dueAt(key({ expiresAt: NOW + 6 * HOUR }), policy);
    expect(due).toBeGreaterThanOrEqual(NOW + 3 * HOUR);
    expect(due).toBeLessThanOrEqual(NOW + 4 * HOUR);
  });

  test('is due by the margin alone when nobody knows how long its JWT lives', () => {
    expect(dueAt(key({ issuedAt: undefined }), policy)).toBe(dueAt(key(), policy));
  });

  test('is due at the end of its JWT, not later, when the clock that it was got by was ahead', () => {
    expect(dueAt(key({ issuedAt: NOW + 30 * DAY }), policy)).toBe(NOW + 7 * DAY);
  });

  test('is due at the end of its JWT when there is no margin', () => {
    expect(dueAt(key(), { ...policy, margin: 0 })).toBe(NOW + 7 * DAY);
  });

  test.each([
    { lacks: 'a JWT', change: { token: undefined } },
    { lacks: 'a JWT with an end', change: { expiresAt: undefined } },
  ])('is due at once when it lacks $lacks', ({ change }) => {
    expect(dueAt(key(change), policy)).toBe(-Infinity);
  });

  test.each([
    { why: 'has ended', change: { endedAt: NOW } },
    { why: 'is not in the store', change: { jwk: undefined } },
    { why: 'is not in the store, and has no JWT', change: { jwk: undefined, token: undefined } },
  ])('is never due when it $why', ({ change }) => {
    expect(dueAt(key(change), policy)).toBeUndefined();
  });
});
