import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../src/db/database.js';
import { admit, type Household, type KnownToken, transientExpiry } from '../src/rules/access.js';
import { parseSource } from '../src/rules/sources.js';
import { acceptedStep, freshCode, totpCode } from '../src/rules/totp.js';
import { askPlexTv, signIn, start, textAt } from './asking.js';

const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

/** A server that is shared with everybody, so that only the token itself can be refused. */
const attic: Household = { machineIdentifier: 'attic', ownerId: 1, sharedWith: () => true };

test('a transient token is dead at the very millisecond it ends, and not before [transient.lifetime]', () => {
  const token: KnownToken = { kind: 'transient', accountId: 2, audience: 'attic', expiresAt: transientExpiry(0) };
  expect(admit(token, attic, 172_800_000 - 1)).toEqual({ accountId: 2, admin: false });
  expect(admit(token, attic, 172_800_000)).toBeUndefined();
});

test('a server token of one server opens no other that is shared with the same person [token.server-access]', () => {
  const token: KnownToken = { kind: 'server', accountId: 2, machineIdentifier: 'attic' };
  expect(admit(token, attic, 0)).toEqual({ accountId: 2, admin: false });
  expect(admit(token, { ...attic, machineIdentifier: 'cellar' }, 0)).toBeUndefined();
});

test('a transient token that ran out is forgotten, one that did not is kept', () => {
  const db = openDatabase(':memory:');
  onTestFinished(() => db.close());
  const made = { issuer: 'attic', audience: 'attic', accountId: 1 };
  db.transientTokens.insert({ ...made, token: 'first', expiresAt: 10 });
  db.transientTokens.insert({ ...made, token: 'second', expiresAt: 11 });
  db.transientTokens.prune(11);
  expect([db.transientTokens.find('first'), db.transientTokens.find('second')?.token]).toEqual([undefined, 'second']);
});

test('a reset ends the tokens that were made since the start', async () => {
  const standIn = await start();
  const { dana } = standIn.people;
  const made = await signIn(standIn, { login: dana.email, password: dana.password }, { client: 'another' });
  const token = textAt(await made.json(), 'authToken');
  standIn.control.reset();
  expect((await askPlexTv(standIn, '/user', { token })).status).toBe(401);
  expect((await askPlexTv(standIn, '/user', { token: dana.token })).status).toBe(200);
});

test.each([
  ['server://attic', { kind: 'server', machineIdentifier: 'attic', provider: undefined }],
  ['server://attic/epg', { kind: 'server', machineIdentifier: 'attic', provider: 'epg' }],
  ['provider://epg', { kind: 'provider', identifier: 'epg' }],
  ['a server://attic', undefined],
  ['server://attic/epg/more', undefined],
  ['server://attic epg', undefined],
])('%j names %o [source.grammar]', (text, source) => {
  expect(parseSource(text)).toEqual(source);
});

test('the first code there ever was is accepted, once [sign-in.code-once]', () => {
  const first = totpCode(SECRET, 0);
  expect(acceptedStep({ secret: SECRET, lastStep: null }, first, 0)).toBe(0);
  expect(acceptedStep({ secret: SECRET, lastStep: 0 }, first, 0)).toBeUndefined();
  expect(freshCode({ secret: SECRET, lastStep: null }, 0)).toBe(first);
});
