import { describe, expect, test } from 'vitest';
import { errors, type operations, PlexAPI } from '../src/index.js';
import { ACCOUNT, tokenDetails, transientCall } from './four-calls.js';
import { rejection, scene, thrownBy } from './scene.js';

async function accountFrom(body: unknown): Promise<operations.UserPlexAccount> {
  const { userPlexAccount } = await scene({ body }).plex.authentication.getTokenDetails();
  return userPlexAccount;
}

async function sourceFrom(container: unknown): Promise<operations.SourceContainer> {
  const { plex } = scene({ body: { MediaContainer: container } });
  const { mediaContainer } = await plex.authentication.getSourceConnectionInformation({ source: 'server://attic' });
  return mediaContainer;
}

describe('an account that is read', () => {
  test('has no member that was not sent', async () => {
    expect(Object.keys(await accountFrom({ ...ACCOUNT }))).toEqual(['id', 'uuid']);
  });

  test('has no longer the member whose list or object was none', async () => {
    const account = await accountFrom({ ...ACCOUNT, roles: 7, profile: [], subscription: { features: {} } });
    expect(account).toStrictEqual({ ...ACCOUNT, subscription: {} });
  });

  test('has a list of features, whichever way Plex sent them', async () => {
    const { subscription } = await accountFrom({ ...ACCOUNT, subscription: { features: 'pass,,lyrics' } });
    expect(subscription?.features).toEqual(['pass', 'lyrics']);
  });
});

describe('a source that is read', () => {
  test('has no size unless one was sent as a number', async () => {
    expect(await sourceFrom({ Device: [] })).toStrictEqual({ device: [] });
    expect(await sourceFrom({ Device: [], size: '1' })).toStrictEqual({ device: [] });
  });

  test('has connections that are objects, with ports that are numbers', async () => {
    const Connection = ['x', { uri: 'https://a', port: '32400' }, { uri: 'https://b', port: 1 }];
    const { device } = await sourceFrom({ Device: { accessToken: 'transient-1', Connection } });
    expect(device[0]?.connection).toStrictEqual([{ uri: 'https://a' }, { uri: 'https://b', port: 1 }]);
  });
});

describe('an address', () => {
  test.each([
    { serverURL: 'ftp://attic.example/http:' },
    { serverURL: 'wss://attic.example/https:' },
    { ip: 'attic', protocol: 'http://elsewhere.example/https' },
  ])('is judged by its beginning, not by what comes later: %o', (options) => {
    expect(thrownBy(() => Reflect.construct(PlexAPI, [options]))).toMatchObject({ code: 'INVALID_ARGUMENT' });
  });

  test.each(['http://plex.example/https:', 'http://plex.example/http://localhost/'])(
    'is insecure whatever its path says: %s',
    (account) => {
      expect(thrownBy(() => new PlexAPI({ endpoints: { account } }))).toMatchObject({ code: 'INSECURE_URL' });
    },
  );

  test.each(['http://localhost', 'http://127.0.0.1', 'http://[::1]/'])(
    'of this machine needs no path: %s',
    async (to) => {
      const { plex, sent } = scene(tokenDetails.success, { endpoints: { account: to } });
      await tokenDetails.make(plex);
      expect(sent[0]?.url).toBe(`${to.replace(/\/$/, '')}/user`);
    },
  );
});

describe('a retry policy', () => {
  const backoff = { initialInterval: 0, maxInterval: 0, exponent: 0, maxElapsedTime: 0 };

  test('may be nothing but noughts, and then leaves no time for a second attempt that waits', async () => {
    const { plex, sent } = scene([{ status: 503, headers: { 'retry-after': '1' } }, transientCall.success], {
      retryConfig: { strategy: 'backoff', backoff },
    });
    await rejection(transientCall.make(plex));
    expect(sent).toHaveLength(1);
  });

  test.each([undefined, false])('repeats no connection error when retryConnectionErrors is %s', async (said) => {
    const config = { strategy: 'backoff', backoff: { ...backoff, maxElapsedTime: 5000 } } as const;
    const retryConfig = said === undefined ? config : { ...config, retryConnectionErrors: said };
    const { plex, sent } = scene([new Error('refused'), transientCall.success], { retryConfig });
    expect(await rejection(transientCall.make(plex))).toBeInstanceOf(errors.ConnectionError);
    expect(sent).toHaveLength(1);
  });
});
