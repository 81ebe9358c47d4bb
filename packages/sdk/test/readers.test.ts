import { describe, expect, test } from 'vitest';
import { errors, type operations } from '../src/index.js';
import { ACCOUNT, signInCall, sourceCall, tokenDetails, transientCall } from './four-calls.js';
import { rejection, scene } from './scene.js';

async function accountFrom(body: unknown): Promise<operations.UserPlexAccount> {
  const { userPlexAccount } = await scene({ body }).plex.authentication.getTokenDetails();
  return userPlexAccount;
}

async function sourceFrom(container: unknown): Promise<operations.SourceContainer> {
  const { plex } = scene({ body: { MediaContainer: container } });
  const { mediaContainer } = await plex.authentication.getSourceConnectionInformation({ source: 'server://attic' });
  return mediaContainer;
}

describe('an account', () => {
  test('needs id and uuid, nothing else', async () => {
    expect(await accountFrom(ACCOUNT)).toEqual(ACCOUNT);
    for (const body of [
      { id: 1 },
      { uuid: 'u' },
      { id: null, uuid: 'u' },
      { id: 1, uuid: null },
      { id: {}, uuid: 'u' },
    ]) {
      const error = await rejection(accountFrom(body));
      expect(error).toBeInstanceOf(errors.InvalidResponseError);
    }
  });

  test('needs its token after a sign-in', async () => {
    for (const authToken of [undefined, null, 7, '']) {
      const error = await rejection(signInCall.make(scene({ status: 201, body: { ...ACCOUNT, authToken } }).plex));
      expect(error).toBeInstanceOf(errors.InvalidResponseError);
      expect(error).toMatchObject({ code: 'INVALID_RESPONSE', statusCode: 201 });
    }
  });

  test('keeps members nobody told us of, in every depth', async () => {
    const body = {
      ...ACCOUNT,
      newcomer: { deep: [1, { er: null }] },
      profile: { newcomer: 'x', defaultAudioLanguage: 'en' },
      subscription: { active: true, newcomer: [] },
      services: [{ identifier: 'epg', newcomer: 1 }],
      subscriptions: [{ id: null, mode: 'lifetime', newcomer: true }],
    };
    expect(await accountFrom(body)).toEqual(body);
  });

  test('keeps values that lists of names do not know yet', async () => {
    const body = {
      ...ACCOUNT,
      mailingListStatus: 'paused',
      subscription: { status: 'Hibernating', plan: 'weekly', features: ['a feature of tomorrow'] },
      roles: ['gardener'],
    };
    expect(await accountFrom(body)).toEqual(body);
  });

  test.each([
    [
      ['en', 'sv'],
      ['en', 'sv'],
    ],
    ['en,sv', ['en', 'sv']],
    ['en', ['en']],
    ['', []],
    [[], []],
    [null, null],
  ])('reads its languages from %o', async (languages, read) => {
    const profile = {
      defaultAudioLanguages: languages,
      defaultSubtitleLanguages: languages,
      mediaReviewsLanguages: languages,
    };
    const account = await accountFrom({ ...ACCOUNT, profile });
    expect(account.profile).toEqual({
      defaultAudioLanguages: read,
      defaultSubtitleLanguages: read,
      mediaReviewsLanguages: read,
    });
  });

  test('is read without what Plex dropped or nulled', async () => {
    const body = { ...ACCOUNT, profile: null, subscription: null, services: null, entitlements: null, username: '' };
    expect(await accountFrom(body)).toEqual(body);
  });

  test('never hands out a list or an object that is none', async () => {
    const drift = { profile: 'x', subscription: [], subscriptions: {}, services: 7, entitlements: {}, roles: 7 };
    const account = await accountFrom({ ...ACCOUNT, ...drift });
    const walked = [account.subscriptions, account.services, account.entitlements, account.roles];
    expect(walked.every((list) => list == null || Array.isArray(list))).toBe(true);
    expect([account.profile, account.subscription].every((value) => value == null)).toBe(true);
    expect(account).toMatchObject(ACCOUNT);
  });

  test('is given as it came, credentials of services and token included', async () => {
    const body = { ...ACCOUNT, authToken: 'its-token', services: [{ identifier: 's', token: 't', secret: 's' }] };
    expect(await accountFrom(body)).toEqual(body);
  });
});

describe('a transient token', () => {
  const tokenFrom = (container: unknown): Promise<unknown> =>
    transientCall.make(scene({ body: { MediaContainer: container } }).plex);

  test('comes in its container, unknown members included', async () => {
    await expect(tokenFrom({ size: 0, token: 'transient-1', newcomer: [1] })).resolves.toMatchObject({
      mediaContainer: { size: 0, token: 'transient-1', newcomer: [1] },
    });
  });

  test.each([undefined, null, [], 'text', {}, { token: null }, { token: 7 }])('is missed in %o', async (container) => {
    await expect(rejection(tokenFrom(container))).resolves.toBeInstanceOf(errors.InvalidResponseError);
  });
});

describe('a source', () => {
  const connection = { protocol: 'https', address: '192.0.2.1', port: 32_400, uri: 'https://x', local: true };
  const device = { name: 'Attic', clientIdentifier: 'attic', accessToken: 'transient-1' };
  const read = { ...device, connection: [connection] };

  test.each([
    ['one device by itself', { ...device, Connection: [connection] }],
    ['a list of devices', [{ ...device, Connection: [connection] }]],
    ['a connection by itself', { ...device, Connection: connection }],
  ])('is read from %s', async (_, found) => {
    expect(await sourceFrom({ size: 1, Device: found })).toEqual({ size: 1, device: [read] });
  });

  test('may have several devices, none, and devices no connection', async () => {
    const bare = { accessToken: 'transient-2' };
    expect(await sourceFrom({ Device: [{ ...device, Connection: [connection] }, bare] })).toEqual({
      device: [read, { ...bare, connection: [] }],
    });
    for (const none of [undefined, null, []]) expect(await sourceFrom({ Device: none })).toEqual({ device: [] });
  });

  test('keeps members nobody told us of', async () => {
    const container = { newcomer: 1, Device: { ...device, newcomer: 2, Connection: [{ ...connection, newcomer: 3 }] } };
    expect(await sourceFrom(container)).toEqual({
      newcomer: 1,
      device: [{ ...device, newcomer: 2, connection: [{ ...connection, newcomer: 3 }] }],
    });
  });

  test.each([{ Device: 'x' }, { Device: [7] }, { Device: {} }, { Device: [{ ...device, accessToken: null }] }])(
    'is refused without a token of its own: %o',
    async (container) => {
      await expect(rejection(sourceFrom(container))).resolves.toBeInstanceOf(errors.InvalidResponseError);
    },
  );
});

test('the smallest answers are enough for every call', async () => {
  for (const call of [transientCall, sourceCall, tokenDetails, signInCall]) {
    await expect(call.make(scene(call.success).plex)).resolves.toMatchObject({ statusCode: call.success.status });
  }
});
