import { expect, test } from 'vitest';
import { createFaultQueue } from '../src/memory/faults.js';
import { openDatabase } from '../src/db/database.js';

test('lists stop where they are told to, and say how long they are', () => {
  const db = openDatabase(':memory:');
  for (let at = 1; at <= 3; at += 1) {
    db.devices.see(4 - at, `c${at}`, 0);
    db.deviceKeys.put({ kid: `k${4 - at}`, accountId: 1, clientIdentifier: at === 3 ? 'd' : 'c', jwk: '{}' });
    db.serverTokens.insert({ token: `s${at}`, machineIdentifier: 'm', accountId: 4 - at });
    db.transientTokens.insert({ token: `x${at}`, issuer: 'm', audience: 'm', accountId: 1, expiresAt: at * 10 });
    db.addresses.put(`c${at}`, { ip: '::1', country: 'SE' });
    const pin = { clientIdentifier: 'c', product: '', country: 'SE', createdAt: 0, authToken: null };
    db.pins.insert({ ...pin, code: `p${at}`, expiresAt: at * 10, key: null, accountId: null });
  }
  expect(db.devices.first(2).map(({ clientIdentifier }) => clientIdentifier)).toEqual(['c3', 'c2']);
  expect(db.deviceKeys.of(1, 'c').map(({ kid }) => kid)).toEqual(['k2', 'k3']);
  expect([db.devices.size(), db.serverTokens.sizeOf('m'), db.serverTokens.sizeOf('n')]).toEqual([3, 3, 0]);
  expect(db.serverTokens.of('m', 2).map(({ token }) => token)).toEqual(['s3', 's2']);
  expect(db.transientTokens.lasting(10, 9).map(({ token }) => token)).toEqual(['x3', 'x2']);
  expect([db.transientTokens.size(10), db.transientTokens.size(30)]).toEqual([2, 0]);
  expect(db.addresses.first(1)).toEqual([{ clientIdentifier: 'c1', ip: '::1', country: 'SE' }]);
  expect(db.pins.newest(10, 9).map(({ code }) => code)).toEqual(['p3', 'p2']);
  expect([db.accounts.size(), db.accounts.first(9)]).toEqual([0, []]);
  db.close();
});

test('faults that wait can be looked at, and how often each is still to happen', () => {
  const faults = createFaultQueue();
  faults.add({ operation: 'ping', status: 503, times: 3 });
  faults.add({ operation: 'getPin', drop: true });
  faults.take('ping');
  expect(faults.waiting()).toEqual([
    { fault: { operation: 'ping', status: 503, times: 3 }, left: 2 },
    { fault: { operation: 'getPin', drop: true }, left: 1 },
  ]);
});
