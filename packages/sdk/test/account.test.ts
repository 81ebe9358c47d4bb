import { describe, expect, test } from 'vitest';
import { type CredentialStore, errors, memoryStore, type PlexAPI, type PlexAPIOptions } from '../src/index.js';
import { type KeyDesk, openKeyDesk } from './key-desk.js';
import { movableClock } from './movable-clock.js';
import { rejection, type Reply, type Scene, scene, TOKEN, type Turn } from './scene.js';

const NO_RETRIES = { strategy: 'none' } as const;

function plexThat(turns: Turn | readonly Turn[], options: PlexAPIOptions = {}): Scene {
  return scene(turns, { clientID: 'an-installation', retryConfig: NO_RETRIES, ...options });
}

function refused(status: number, code: number): Reply {
  return { status, body: { errors: [{ code, message: 'no', status }] } };
}

/** A client whose token is renewed, and its key's name. */
async function clientOf({ plex }: KeyDesk): Promise<{ plex: PlexAPI; kid: string; store: CredentialStore }> {
  const store = memoryStore();
  const key = await plex.deviceKeys.generate();
  await store.write('ann', await plex.deviceKeys.credential(key));
  return { plex: plex.withToken(plex.deviceKeys.tokenSource({ store, name: 'ann' })), kid: key.kid, store };
}

const ANN = { id: 7, uuid: '0123456789abcdef', title: 'Ann' };

describe('account.checkToken', () => {
  test('is valid on 200, with the account', async () => {
    const { plex, sent } = plexThat({ body: { ...ANN, username: '', email: null, hat: 'red' } });
    await expect(plex.account.checkToken()).resolves.toEqual({ state: 'valid', account: { ...ANN, hat: 'red' } });
    expect(sent[0]).toMatchObject({ url: 'https://plex.tv/api/v2/user', init: { method: 'GET' } });
    expect(sent[0]?.headers.get('x-plex-token')).toBe(TOKEN);
  });

  test('asks about another token with that token alone', async () => {
    const { plex, sent } = plexThat({ body: ANN });
    await plex.account.checkToken('canary-of-another');
    await plex.account.checkToken();
    expect(sent.map(({ headers }) => headers.get('x-plex-token'))).toEqual(['canary-of-another', TOKEN]);
  });

  test('asks a token function, and lets what it throws through', async () => {
    const { plex } = plexThat({ body: ANN }, { accessToken: () => Promise.resolve('canary-of-a-function') });
    await expect(plex.account.checkToken()).resolves.toMatchObject({ state: 'valid' });
    const reason = new Error('the keyring is locked');
    const locked = plexThat({ body: ANN }, { accessToken: () => Promise.reject(reason) });
    await expect(rejection(locked.plex.account.checkToken())).resolves.toBe(reason);
  });

  test.each<[string, Reply, string]>([
    ['401 with 1001', refused(401, 1001), 'rejected'],
    ['401 without a word', { status: 401, contentType: 'text/html', body: '' }, 'rejected'],
    ['498', { status: 498, body: {} }, 'expired'],
  ])('is invalid on %s', async (_, reply, reason) => {
    const check = await plexThat(reply).plex.account.checkToken();
    expect(check).toMatchObject({ state: 'invalid', reason, error: { statusCode: reply.status } });
  });

  test.each<[string, Turn]>([
    ['400', refused(400, 1000)],
    ['401 about the address', refused(401, 1031)],
    ['403', refused(403, 1009)],
    ['404', refused(404, 1002)],
    ['422', refused(422, 1008)],
    ['429', refused(429, 1003)],
    ['500', refused(500, 1007)],
    ['401 on a page of somebody else’s', { status: 401, contentType: 'text/html', body: '<h1>Proxy</h1>' }],
    ['503 in HTML', { status: 503, contentType: 'text/html', body: '<h1>503</h1>' }],
    ['a redirect', { status: 302, headers: { location: 'https://elsewhere.example' } }],
    ['a page of somebody else’s', { contentType: 'text/html', body: '<h1>Welcome to our Wi-Fi</h1>' }],
    ['an account without number', { body: { uuid: 'x' } }],
    ['a broken answer', { body: '{"id":7,"uu' }],
    ['no connection', new TypeError('fetch failed')],
  ])('is unknown on %s', async (_, turn) => {
    const check = await plexThat(turn).plex.account.checkToken();
    expect(check).toMatchObject({ state: 'unknown', error: expect.any(errors.TicketstubError) });
  });

  test('is unknown when time runs out', async () => {
    const { plex } = plexThat(() => new Promise(() => {}));
    const check = await plex.account.checkToken(undefined, { timeout: 1 });
    expect(check).toMatchObject({ state: 'unknown', error: { code: 'TIMEOUT' } });
  });

  test('rejects with the caller’s reason when it is aborted', async () => {
    const controller = new AbortController();
    const reason = new Error('the window was closed');
    const { plex } = plexThat(() => new Promise(() => controller.abort(reason)));
    await expect(rejection(plex.account.checkToken(undefined, { signal: controller.signal }))).resolves.toBe(reason);
  });

  test.each(['', 'two words', 'line\nbreak'])('takes no %o for a token', async (token) => {
    const { plex, sent } = plexThat({ body: ANN });
    const error = await rejection(plex.account.checkToken(token));
    expect(error).toMatchObject({ name: 'InvalidArgumentError' });
    expect(sent).toEqual([]);
  });

  test('has nothing to check without a token', async () => {
    const { plex, sent } = plexThat({ body: ANN }, { accessToken: '' });
    await expect(rejection(plex.account.checkToken())).resolves.toMatchObject({ argument: 'token' });
    expect(sent).toEqual([]);
  });
});

describe('account.ping', () => {
  test('shows plex.tv the token, and gives nothing', async () => {
    const { plex, sent } = plexThat({ body: { pong: true } });
    await expect(plex.account.ping()).resolves.toBeUndefined();
    expect(sent[0]).toMatchObject({ url: 'https://plex.tv/api/v2/ping', init: { method: 'GET' } });
    expect(sent[0]?.headers.get('x-plex-token')).toBe(TOKEN);
  });

  test.each(['<h1>Welcome to our Wi-Fi</h1>', {}, { pong: false }, null])('%o is no pong', async (body) => {
    const error = await rejection(plexThat({ body }).plex.account.ping());
    expect(error).toBeInstanceOf(errors.InvalidResponseError);
  });

  test('fails with UNAUTHORIZED on a dead token', async () => {
    const error = await rejection(plexThat(refused(401, 1001)).plex.account.ping());
    expect(error).toMatchObject({ code: 'UNAUTHORIZED', operation: 'ping' });
  });
});

describe('account.signOut', () => {
  test('ends the token', async () => {
    const { plex, sent } = plexThat({ status: 204 });
    await expect(plex.account.signOut()).resolves.toBeUndefined();
    const init = { method: 'DELETE', body: null, once: true };
    expect(sent[0]).toMatchObject({ url: 'https://plex.tv/api/v2/users/signout', init });
    expect(sent[0]?.headers.get('x-plex-token')).toBe(TOKEN);
  });

  test('is sent once, whatever the client’s retries say', async () => {
    const backoff = { initialInterval: 1, maxInterval: 1, exponent: 1, maxElapsedTime: 1000 };
    const { plex, sent } = plexThat({ status: 503 }, { retryConfig: { strategy: 'backoff', backoff } });
    await expect(rejection(plex.account.signOut())).resolves.toMatchObject({ statusCode: 503 });
    expect(sent).toHaveLength(1);
  });
});

describe('account with a token source', () => {
  test('checkToken says that it is over when the key is known no more', async () => {
    const desk = await openKeyDesk(movableClock());
    const { plex, kid } = await clientOf(desk);
    await expect(plex.account.checkToken()).resolves.toMatchObject({ state: 'valid' });
    desk.live.clear();
    desk.forgotten.add(kid);
    const over = { state: 'invalid', reason: 'rejected', error: { code: 'SIGN_IN_AGAIN' } };
    await expect(plex.account.checkToken()).resolves.toMatchObject(over);
    await expect(plex.account.checkToken()).resolves.toMatchObject(over);
  });

  test('checkToken keeps a token that could not be renewed', async () => {
    const desk = await openKeyDesk(movableClock());
    const { plex } = await clientOf(desk);
    desk.answer = { status: 401, contentType: 'text/html', body: '<h1>Proxy</h1>' };
    await expect(plex.account.checkToken()).resolves.toMatchObject({ state: 'unknown', error: { statusCode: 401 } });
  });

  test('checkToken keeps a token that is refused while the key may still get another', async () => {
    const desk = await openKeyDesk(movableClock());
    const { plex } = await clientOf(desk);
    await plex.account.checkToken();
    desk.dead = 401;
    desk.live.clear();
    desk.onExchange = () => Promise.reject(new TypeError('unreachable'));
    await expect(plex.account.checkToken()).resolves.toMatchObject({ state: 'unknown', error: { statusCode: 401 } });
  });

  test('checkToken says that it is over when the device was removed, or its credential', async () => {
    const desk = await openKeyDesk(movableClock());
    const removed = await clientOf(desk);
    await removed.plex.account.checkToken();
    desk.dead = 401;
    desk.live.clear();
    desk.forgotten.add(removed.kid);
    const over = { state: 'invalid', reason: 'rejected' };
    await expect(removed.plex.account.checkToken()).resolves.toMatchObject({
      ...over,
      error: { code: 'SIGN_IN_AGAIN' },
    });
    const gone = await clientOf(desk);
    await gone.store.remove('ann');
    await expect(gone.plex.account.checkToken()).resolves.toMatchObject({
      ...over,
      error: { code: 'CREDENTIAL_MISSING' },
    });
  });

  test.each([
    [498, 'expired'],
    [401, 'rejected'],
  ])('checkToken asks about another token once, and renews nothing for it on %i', async (status, reason) => {
    const desk = await openKeyDesk(movableClock());
    const { plex } = await clientOf(desk);
    desk.answer = { status };
    await expect(plex.account.checkToken('canary-of-another')).resolves.toMatchObject({ state: 'invalid', reason });
    expect(desk.asked).toEqual(['/user']);
  });

  test('signOut is refused before anything is sent: another token would be got at once', async () => {
    const desk = await openKeyDesk(movableClock());
    const { plex } = await clientOf(desk);
    await expect(rejection(plex.account.signOut())).resolves.toMatchObject({ argument: 'accessToken' });
    expect(desk.asked).toEqual([]);
  });
});

describe('account.claimToken', () => {
  test('asks plex.tv itself, and says until when the token works', async () => {
    const { plex, sent } = plexThat({ body: { token: 'claim-of-ann' } }, { clock: movableClock(1000) });
    await expect(plex.account.claimToken()).resolves.toEqual({ token: 'claim-of-ann', expiresAt: 241_000 });
    expect(sent[0]).toMatchObject({ url: 'https://plex.tv/api/claim/token.json', init: { method: 'GET' } });
    expect(sent[0]?.headers.get('x-plex-token')).toBe(TOKEN);
  });

  test('goes where the account calls go', async () => {
    const endpoints = { account: 'http://127.0.0.1:4000/api/v2' };
    const { plex, sent } = plexThat({ body: { token: 'claim-of-ann' } }, { endpoints });
    await plex.account.claimToken();
    expect(sent[0]?.url).toBe('http://127.0.0.1:4000/api/claim/token.json');
  });

  test.each([{}, { token: '' }, { token: 7 }, null, '<MediaContainer token="claim-x"/>'])(
    '%o holds none',
    async (body) => {
      const error = await rejection(plexThat({ body }).plex.account.claimToken());
      expect(error).toBeInstanceOf(errors.InvalidResponseError);
    },
  );

  test('keeps Plex’s words for a refusal, which are no list here', async () => {
    const error = await rejection(
      plexThat({ status: 401, body: { error: 'Please sign in.' } }).plex.account.claimToken(),
    );
    expect(error).toMatchObject({ code: 'UNAUTHORIZED', errors: [], body: '{"error":"Please sign in."}' });
  });
});

test('the account calls need a client identifier, and send nothing without', async () => {
  const { plex, sent } = plexThat({ body: ANN }, { clientID: '' });
  const { account } = plex;
  for (const failure of [account.checkToken(), account.ping(), account.signOut(), account.claimToken()]) {
    await expect(rejection(failure)).resolves.toMatchObject({ code: 'CLIENT_ID_REQUIRED', argument: 'clientID' });
  }
  expect(sent).toEqual([]);
});
