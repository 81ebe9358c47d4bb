import { describe, expect, test } from 'vitest';
import { operations, PlexAPI } from '../src/index.js';
import { fourCalls, repeatableCalls, signInCall, sourceCall, tokenDetails, transientCall } from './four-calls.js';
import { callUnchecked, rejection, scene, SERVER } from './scene.js';

describe('getTransientToken', () => {
  test('posts type and scope in the query', async () => {
    const { plex, sent } = scene(transientCall.success);
    const { DELEGATION } = operations.GetTransientTokenQueryParamType;
    await plex.authentication.getTransientToken({ type: DELEGATION, scope: operations.Scope.ALL });
    expect(sent).toMatchObject([
      { url: `${SERVER}/security/token?type=delegation&scope=all`, init: { method: 'POST' } },
    ]);
    expect(sent[0]?.init.body).toBeNull();
  });

  test.each([404, 405])('gets where posting is answered with %d', async (status) => {
    const { plex, sent } = scene([{ status }, transientCall.success]);
    await expect(transientCall.make(plex)).resolves.toMatchObject({ statusCode: 200 });
    expect(sent.map(({ init }) => init.method)).toEqual(['POST', 'GET']);
    expect(new Set(sent.map(({ url }) => url)).size).toBe(1);
  });

  test.each([400, 401, 403, 406, 410, 501])('does not get where posting is answered with %d', async (status) => {
    const { plex, sent } = scene({ status });
    await expect(rejection(transientCall.make(plex))).resolves.toMatchObject({ statusCode: status });
    expect(sent.map(({ init }) => init.method)).toEqual(['POST']);
  });

  test('ends with the second answer when both methods are unknown', async () => {
    const { plex, sent } = scene([{ status: 405 }, { status: 404 }]);
    await expect(rejection(transientCall.make(plex))).resolves.toMatchObject({ statusCode: 404, code: 'NOT_FOUND' });
    expect(sent).toHaveLength(2);
  });

  test('passes on what it does not know, so that the server can refuse it', async () => {
    const { plex, sent } = scene({ status: 400 });
    await rejection(callUnchecked(plex, 'getTransientToken', { type: 'other & more', scope: 'none=1#' }));
    expect(new URL(sent[0]?.url ?? '').searchParams.get('type')).toBe('other & more');
    expect(new URL(sent[0]?.url ?? '').searchParams.get('scope')).toBe('none=1#');
  });
});

describe('getSourceConnectionInformation', () => {
  test.each([
    [{ source: 'server://attic' }, 'source=server%3A%2F%2Fattic'],
    [{ source: 'provider://tv.plex.provider.vod' }, 'source=provider%3A%2F%2Ftv.plex.provider.vod'],
    [{ source: 'server://attic', refresh: true }, 'source=server%3A%2F%2Fattic&refresh=1'],
    [{ source: 'server://attic', refresh: false }, 'source=server%3A%2F%2Fattic&refresh=0'],
    [{ source: 'a&b=c#d é' }, 'source=a%26b%3Dc%23d+%C3%A9'],
  ])('gets %o', async (request, query) => {
    const { plex, sent } = scene(sourceCall.success);
    await plex.authentication.getSourceConnectionInformation(request);
    expect(sent).toMatchObject([{ url: `${SERVER}/security/resources?${query}`, init: { method: 'GET' } }]);
    expect(sent[0]?.init.body).toBeNull();
  });
});

describe('getTokenDetails', () => {
  test('gets the user from plex.tv', async () => {
    const { plex, sent } = scene(tokenDetails.success);
    await plex.authentication.getTokenDetails();
    expect(sent).toMatchObject([{ url: 'https://plex.tv/api/v2/user', init: { method: 'GET' } }]);
    expect(sent[0]?.init.body).toBeNull();
  });
});

describe('postUsersSignInData', () => {
  test('posts the credentials as a form', async () => {
    const { plex, sent } = scene(signInCall.success);
    const requestBody = {
      login: 'a b&c@example.org',
      password: 'p+=%é"',
      rememberMe: true,
      verificationCode: '012345',
    };
    await plex.authentication.postUsersSignInData({ requestBody });
    expect(sent).toMatchObject([{ url: 'https://plex.tv/api/v2/users/signin', init: { method: 'POST' } }]);
    expect(sent[0]?.headers.get('content-type')).toBe('application/x-www-form-urlencoded');
    expect(Object.fromEntries(new URLSearchParams(sent[0]?.init.body ?? ''))).toEqual({
      ...requestBody,
      rememberMe: 'true',
    });
  });

  test('is not remembered unless asked to, and sends no code nobody gave', async () => {
    const { plex, sent } = scene(signInCall.success);
    await signInCall.make(plex);
    expect(Object.fromEntries(new URLSearchParams(sent[0]?.init.body ?? ''))).toEqual({
      login: 'alice',
      password: 'canary-password',
      rememberMe: 'false',
    });
  });

  test('without a body, leaves the refusal to the server', async () => {
    const { plex, sent } = scene({ status: 400 });
    await expect(rejection(plex.authentication.postUsersSignInData({}))).resolves.toMatchObject({ statusCode: 400 });
    expect(sent).toHaveLength(1);
    expect(sent[0]?.init.body).toBeNull();
  });
});

describe.each(fourCalls)('$name', ({ make, success, name }) => {
  test('never lets the transport follow a redirect', async () => {
    const { plex, sent } = scene(success);
    await make(plex);
    expect(sent[0]?.init.redirect).toBe('manual');
  });

  test('tells the transport whether it may be sent only once', async () => {
    const { plex, sent } = scene(success);
    await make(plex);
    expect(sent[0]?.init.once).toBe(name === 'postUsersSignInData');
  });

  test('uses the fetch of the call before that of the client', async () => {
    const client = scene(success);
    const call = scene(success);
    await make(client.plex, { fetch: call.fetch });
    expect([client.sent.length, call.sent.length]).toEqual([0, 1]);
  });
});

test.each(repeatableCalls)('$name looks the global fetch up when it is called', async ({ make, success }) => {
  const { fetch } = globalThis;
  const plex = new PlexAPI({ serverURL: SERVER });
  const { sent, fetch: replaced } = scene(success);
  Reflect.set(globalThis, 'fetch', replaced);
  try {
    await make(plex);
  } finally {
    Reflect.set(globalThis, 'fetch', fetch);
  }
  expect(sent).toHaveLength(1);
});
