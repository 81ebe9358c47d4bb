import { expect, test } from 'vitest';
import { ask, askPlexTv, at, refusal, signIn, start, transientToken } from './asking.js';

test('/user answers with the account behind an opaque token, and echoes it [account.echoes-token] [token.opaque-shape]', async () => {
  const standIn = await start();
  const { alice } = standIn.people;
  const response = await askPlexTv(standIn, '/user', { token: alice.token });
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ id: alice.id, uuid: alice.uuid, authToken: alice.token });
  expect(alice.token).toMatch(/^[\w-]{20}$/);
});

test('/user refuses a dead token, a server token, a transient one and none with 401 and 1001 [token.plex-tv-wants-account-token] [errors.plex-tv-codes]', async () => {
  const standIn = await start();
  const { alice, dana } = standIn.people;
  const served = Object.values(dana.serverTokens);
  for (const token of ['dead', undefined, await transientToken(standIn, alice.token), ...served]) {
    const response = await askPlexTv(standIn, '/user', { token });
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({
      errors: [{ code: 1001, message: 'User could not be authenticated', status: 401 }],
    });
  }
});

test('/user needs no client identifier, unless strict mode makes it 400 and 1000 [account.client-id-optional] [account.strict-client-id]', async () => {
  const lax = await start();
  expect((await askPlexTv(lax, '/user', { token: lax.people.alice.token })).status).toBe(200);
  const strict = await start({ strictClientIdentifier: true });
  const { token } = strict.people.alice;
  expect(await refusal(await askPlexTv(strict, '/user', { token }))).toEqual([400, 1000]);
  expect((await askPlexTv(strict, '/user', { token, client: 'c' })).status).toBe(200);
});

test('the account has the members that recordings have, and a sign-in writes nulls where /user leaves out [account.members]', async () => {
  const standIn = await start();
  const { alice } = standIn.people;
  const account: unknown = await (await askPlexTv(standIn, '/user', { token: alice.token })).json();
  expect(account).toMatchObject({
    subscription: { active: true, status: 'Active', plan: 'lifetime' },
    roles: ['plexpass'],
    subscriptions: [{ type: 'plexpass', state: 'active', mode: 'lifetime' }],
    pastSubscriptions: [],
    homeAdmin: true,
    homeSize: 3,
    anonymous: null,
    adsConsentSetAt: 1_618_272_851,
  });
  const signedIn: unknown = await (await signIn(standIn, { login: alice.email, password: alice.password })).json();
  const row = { identifier: 'community', status: 'online' };
  expect(at(account, 'services')).toContainEqual({ ...row, endpoint: `${standIn.url}/services/community` });
  expect(at(signedIn, 'services')).toContainEqual(expect.objectContaining({ ...row, token: null, secret: null }));
  expect(at(signedIn, 'anonymous')).toBe(false);
});

test('no address in the account leads anywhere but to the stand-in [account.loopback-addresses]', async () => {
  const standIn = await start();
  const text = await (await askPlexTv(standIn, '/user', { token: standIn.people.alice.token })).text();
  for (const [address] of text.matchAll(/https?:\/\/[^/"]+/g)) expect(address).toBe(standIn.url);
});

test('the cast carries the shapes that broke clients: lists as text, no subscriptions, an empty username [account.language-lists-as-csv] [account.subscriptions-absent] [account.managed-username]', async () => {
  const standIn = await start();
  const { bruno, carla, eve } = standIn.people;
  const [brunos, carlas, eves] = await Promise.all(
    [bruno, carla, eve].map(async ({ token }): Promise<unknown> =>
      (await askPlexTv(standIn, '/user', { token })).json(),
    ),
  );
  expect(at(brunos, 'profile', 'defaultAudioLanguages')).toBe('en,sv');
  expect(eves).not.toHaveProperty('subscriptions');
  expect(carlas).toMatchObject({ username: '', email: '', restricted: true, mailingListStatus: null, protected: true });
  expect(at(carlas, 'rememberExpiresAt')).toBeNull();
});

test('flags add the members they name, even where the account lacks them [account.include-flags]', async () => {
  const standIn = await start();
  const { token } = standIn.people.eve;
  const plain: unknown = await (await askPlexTv(standIn, '/user?includeProviders=0', { token })).json();
  expect(plain).not.toHaveProperty('providers');
  const query = 'includeSubscriptions=1&includeProviders=1&includeSettings=1&includeSharedSettings=1';
  const whole: unknown = await (await askPlexTv(standIn, `/user?${query}`, { token })).json();
  expect(whole).toMatchObject({ subscriptions: [], providers: [], settings: [], sharedSettings: [] });
});

test('an X-Plex value is read from its header, else from the query [identity.header-or-query]', async () => {
  const standIn = await start({ strictClientIdentifier: true });
  const { alice, bruno } = standIn.people;
  const query = `X-Plex-Token=${alice.token}&X-Plex-Client-Identifier=c`;
  expect(await (await askPlexTv(standIn, `/user?${query}`)).json()).toMatchObject({ id: alice.id });
  expect(await (await askPlexTv(standIn, `/user?${query}`, { token: bruno.token })).json()).toMatchObject({
    id: bruno.id,
  });
});

test('a value with U+0000 in it counts as not sent [identity.unkept-values]', async () => {
  const standIn = await start({ strictClientIdentifier: true });
  const { token } = standIn.people.alice;
  const named = 'X-Plex-Client-Identifier=c';
  expect(await refusal(await askPlexTv(standIn, `/user?${named}&X-Plex-Token=${token}%00x`))).toEqual([401, 1001]);
  const byQuery = `X-Plex-Token=${token}&X-Plex-Client-Identifier=c%00d`;
  expect(await refusal(await askPlexTv(standIn, `/user?${byQuery}`))).toEqual([400, 1000]);
  expect((await askPlexTv(standIn, `/user?${named}&X-Plex-Token=${token}`)).status).toBe(200);
  const body = JSON.stringify({ 'X-Plex-Client-Identifier': 'c' });
  const headers = { 'content-type': 'application/json' };
  const asking = { method: 'POST', headers, body };
  expect((await askPlexTv(standIn, '/pins?X-Plex-Client-Identifier=c%00d', asking)).status).toBe(201);
});

test('both hosts of plex.tv answer alike, and no other host is played', async () => {
  const standIn = await start();
  const { token } = standIn.people.alice;
  for (const origin of ['https://plex.tv', 'https://clients.plex.tv', standIn.url]) {
    expect((await ask(standIn, `${origin}/api/v2/user`, { token })).status).toBe(200);
  }
  await expect(ask(standIn, 'https://www.plex.tv/', {})).rejects.toThrow(TypeError);
});
