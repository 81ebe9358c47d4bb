import { expect, test } from 'vitest';
import { askPlexTv, at, refusal, signIn, start, textAt } from './asking.js';

test('a sign-in is answered with 201 and a token that works [sign-in.created-201]', async () => {
  const standIn = await start();
  const { dana } = standIn.people;
  const response = await signIn(standIn, { login: dana.email, password: dana.password });
  expect(response.status).toBe(201);
  const token = textAt(await response.json(), 'authToken');
  expect(await (await askPlexTv(standIn, '/user', { token })).json()).toMatchObject({ id: dana.id });
});

test('a new sign-in under the same client identifier ends the token before it, and no other [token.one-per-client] [token.sign-in-rotates]', async () => {
  const standIn = await start();
  const { dana } = standIn.people;
  const credentials = { login: dana.email, password: dana.password };
  const elsewhere = textAt(await (await signIn(standIn, credentials, { client: 'elsewhere' })).json(), 'authToken');
  const fresh = await signIn(standIn, credentials, { client: dana.clientIdentifier });
  expect(fresh.status).toBe(201);
  expect((await askPlexTv(standIn, '/user', { token: dana.token })).status).toBe(401);
  expect((await askPlexTv(standIn, '/user', { token: elsewhere })).status).toBe(200);
});

test('without a client identifier a sign-in is 400 with 1000, whatever else is wrong [sign-in.client-id]', async () => {
  const standIn = await start();
  const response = await signIn(standIn, { login: 'nobody', password: 'wrong' }, { client: '' });
  expect(await refusal(response)).toEqual([400, 1000]);
});

test('credentials come as a form or as JSON [sign-in.body-encodings]', async () => {
  const standIn = await start();
  const { dana } = standIn.people;
  const body = JSON.stringify({ login: dana.email, password: dana.password, rememberMe: true, verificationCode: null });
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  const response = await askPlexTv(standIn, '/users/signin', { method: 'POST', client: 'c', headers, body });
  expect(response.status).toBe(201);
});

test.each([
  ['no type', '', 'login=a&password=b'],
  ['another type', 'text/plain', 'login=a&password=b'],
  ['broken JSON', 'application/json', '{"login":'],
  ['JSON of another shape', 'application/json', '[1]'],
  ['a login that is no text', 'application/json', '{"login":{"$ne":1},"password":"b"}'],
  ['no password', 'application/x-www-form-urlencoded', 'login=a'],
  ['nothing', 'application/x-www-form-urlencoded', ''],
])('a body with %s is refused with 400 and 1004 [sign-in.malformed]', async (_, type, body) => {
  const standIn = await start();
  const headers = { 'content-type': type };
  const response = await askPlexTv(standIn, '/users/signin', { method: 'POST', client: 'c', headers, body });
  expect(await refusal(response)).toEqual([400, 1004]);
});

test('a body over 64 KiB is refused with 413 [sign-in.malformed]', async () => {
  const standIn = await start();
  const response = await signIn(standIn, { login: 'dana-reef', password: 'x'.repeat(70_000) });
  expect(await refusal(response)).toEqual([413, 1004]);
});

test('an unknown login and a wrong password get the same answer [sign-in.wrong-password]', async () => {
  const standIn = await start();
  expect(await refusal(await signIn(standIn, { login: 'nobody', password: 'x' }))).toEqual([401, 1001]);
  expect(await refusal(await signIn(standIn, { login: 'dana-reef', password: 'x' }))).toEqual([401, 1001]);
  const cut = { login: 'dana-reef\0x', password: 'dana-reef-74' };
  expect(await refusal(await signIn(standIn, cut))).toEqual([401, 1001]);
  for (let failure = 0; failure < 5; failure += 1) await signIn(standIn, cut);
  expect(await refusal(await signIn(standIn, cut))).toEqual([401, 1031]);
  expect((await signIn(standIn, { login: 'dana-reef', password: 'dana-reef-74' })).status).toBe(201);
});

test('a username signs in as well, in any case [sign-in.login-case]', async () => {
  const standIn = await start();
  expect((await signIn(standIn, { login: 'DANA-Reef', password: 'dana-reef-74' })).status).toBe(201);
  expect((await signIn(standIn, { login: 'Dana@Example.com', password: 'dana-reef-74' })).status).toBe(201);
});

test('an account for e-mail only answers its username with 1030, to who knows the password [sign-in.email-only]', async () => {
  const standIn = await start();
  const { eve } = standIn.people;
  expect(await refusal(await signIn(standIn, { login: eve.username, password: eve.password }))).toEqual([401, 1030]);
  expect(await refusal(await signIn(standIn, { login: eve.username, password: 'x' }))).toEqual([401, 1001]);
  expect((await signIn(standIn, { login: eve.email, password: eve.password })).status).toBe(201);
});

test('who has no password cannot sign in, and an empty login is nobody’s [sign-in.no-password]', async () => {
  const standIn = await start();
  expect(await refusal(await signIn(standIn, { login: '', password: '' }))).toEqual([401, 1001]);
  const carla: unknown = await (await askPlexTv(standIn, '/user', { token: standIn.people.carla.token })).json();
  expect(at(carla, 'hasPassword')).toBe(false);
});

test('two-factor: 1001 before 1029, then 1028, then in [sign-in.order] [sign-in.code-required] [sign-in.code-invalid]', async () => {
  const standIn = await start();
  const { finn } = standIn.people;
  const right = { login: finn.email, password: finn.password };
  const code = finn.totp?.() ?? '';
  const wrong = code === '000000' ? '111111' : '000000';
  expect(await refusal(await signIn(standIn, { ...right, password: 'x', verificationCode: code }))).toEqual([
    401, 1001,
  ]);
  expect(await refusal(await signIn(standIn, right))).toEqual([401, 1029]);
  expect(await refusal(await signIn(standIn, { ...right, verificationCode: '' }))).toEqual([401, 1029]);
  expect(await refusal(await signIn(standIn, { ...right, verificationCode: wrong }))).toEqual([401, 1028]);
  expect((await signIn(standIn, { ...right, verificationCode: code })).status).toBe(201);
});

test('the code may be appended to the password, of an account that has one [sign-in.appended-code]', async () => {
  const standIn = await start();
  const { dana, finn } = standIn.people;
  const code = finn.totp?.() ?? '';
  expect((await signIn(standIn, { login: finn.email, password: `${finn.password}${code}` })).status).toBe(201);
  const wrong = await signIn(standIn, { login: finn.email, password: `${finn.password}000000` });
  expect(await refusal(wrong)).toEqual([401, 1028]);
  const codeless = await signIn(standIn, { login: dana.email, password: `${dana.password}123456` });
  expect(await refusal(codeless)).toEqual([401, 1001]);
});

test('a code signs in once; the people offer the next one [sign-in.code-once]', async () => {
  const standIn = await start();
  const { finn } = standIn.people;
  const right = { login: finn.email, password: finn.password };
  const code = finn.totp?.() ?? '';
  expect((await signIn(standIn, { ...right, verificationCode: code })).status).toBe(201);
  expect(await refusal(await signIn(standIn, { ...right, verificationCode: code }))).toEqual([401, 1028]);
  expect((await signIn(standIn, { ...right, verificationCode: finn.totp?.() ?? '' })).status).toBe(201);
});

test('five failures block an address for a login for ten minutes [sign-in.blocked-address] [sign-in.blocked-threshold]', async () => {
  const standIn = await start();
  const { dana } = standIn.people;
  const right = { login: dana.email, password: dana.password };
  for (let count = 0; count < 5; count += 1) {
    expect(await refusal(await signIn(standIn, { ...right, password: 'x' }))).toEqual([401, 1001]);
  }
  expect(await refusal(await signIn(standIn, right))).toEqual([401, 1031]);
  expect((await signIn(standIn, { ...right, login: dana.username })).status).toBe(201);
  standIn.control.setAddress('far-away', { ip: '203.0.113.7', country: 'SE' });
  expect((await signIn(standIn, right, { client: 'far-away' })).status).toBe(201);
  standIn.control.advanceClock(10 * 60_000);
  expect((await signIn(standIn, right)).status).toBe(201);
});

test('a success forgets the failures before it', async () => {
  const standIn = await start();
  const { dana } = standIn.people;
  const right = { login: dana.email, password: dana.password };
  for (const password of ['x', 'x', 'x', 'x', dana.password, 'x']) await signIn(standIn, { ...right, password });
  expect((await signIn(standIn, right)).status).toBe(201);
});

test('a sign-in is remembered for 14 days whatever rememberMe says [account.remember-fourteen-days] [sign-in.remember-me-ignored]', async () => {
  const startAt = Date.parse('2026-01-01T00:00:00Z');
  const standIn = await start({ startAt });
  const { dana } = standIn.people;
  for (const rememberMe of ['true', 'false']) {
    const response = await signIn(standIn, { login: dana.email, password: dana.password, rememberMe });
    const until = Number(at(await response.json(), 'rememberExpiresAt'));
    expect(until - startAt / 1000 - 1_209_600).toBeGreaterThanOrEqual(0);
    expect(until - startAt / 1000 - 1_209_600).toBeLessThan(60);
  }
});
