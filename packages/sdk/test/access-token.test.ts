import { describe, expect, test } from 'vitest';
import { errors, PlexAPI } from '../src/index.js';
import { repeatableCalls, signInCall, tokenDetails, transientCall } from './four-calls.js';
import { movableClock } from './movable-clock.js';
import { rejection, scene, TOKEN } from './scene.js';

describe('a token function', () => {
  test.each(repeatableCalls)('is asked before each attempt of $name', async ({ make, success }) => {
    let asked = 0;
    const accessToken = (): Promise<string> => {
      asked += 1;
      return Promise.resolve(`token-${asked}`);
    };
    const { plex, sent } = scene([{ status: 503 }, { status: 503 }, success], { accessToken, clock: movableClock() });
    await make(plex);
    expect(sent.map(({ headers }) => headers.get('x-plex-token'))).toEqual(['token-1', 'token-2', 'token-3']);
    expect(asked).toBe(3);
  });

  test('is not asked by a sign-in', async () => {
    const { plex } = scene(signInCall.success, {
      accessToken: () => {
        throw new Error('asked');
      },
    });
    await expect(signInCall.make(plex)).resolves.toMatchObject({ statusCode: 201 });
  });

  test('that fails ends the call with its own error, and nothing is sent', async () => {
    const failure = new Error('no token today');
    for (const accessToken of [
      () => Promise.reject(failure),
      (): never => {
        throw failure;
      },
    ]) {
      const { plex, sent } = scene(tokenDetails.success, { accessToken });
      const retries = { strategy: 'backoff', retryConnectionErrors: true } as const;
      expect(await rejection(tokenDetails.make(plex, { retries }))).toBe(failure);
      expect(sent).toEqual([]);
    }
  });

  test.each(['two words', 'line\r\nbreak', 'ünicode', 7, undefined, null])('may not answer %o', async (token) => {
    const { fetch } = scene(tokenDetails.success);
    const plex: unknown = Reflect.construct(PlexAPI, [{ accessToken: () => token, fetch }]);
    const error = await rejection(Reflect.apply(tokenDetails.make, undefined, [plex]));
    expect(error).toBeInstanceOf(errors.InvalidArgumentError);
    expect(error).toMatchObject({ argument: 'accessToken' });
  });

  test('may answer that there is none', async () => {
    const { plex, sent } = scene(tokenDetails.success, { accessToken: () => '' });
    await tokenDetails.make(plex);
    expect(sent[0]?.headers.has('x-plex-token')).toBe(false);
  });
});

describe('withToken', () => {
  test('makes a client that is the same but for its token, and leaves the first as it was', async () => {
    const { plex, sent } = scene([tokenDetails.success, tokenDetails.success], { clientID: 'one', timeout: 5000 });
    const other = plex.withToken('another-token');
    expect(other).toBeInstanceOf(PlexAPI);
    await tokenDetails.make(other);
    await tokenDetails.make(plex);
    expect(sent.map(({ headers }) => headers.get('x-plex-token'))).toEqual(['another-token', TOKEN]);
    expect(sent.map(({ headers }) => headers.get('x-plex-client-identifier'))).toEqual(['one', 'one']);
  });

  test('keeps the server, whichever way it was given', async () => {
    const { sent, fetch } = scene(transientCall.success);
    const plex = new PlexAPI({ ip: '192.0.2.9', protocol: 'http', port: 1234, fetch }).withToken(() => 'asked-for');
    await transientCall.make(plex);
    expect(sent[0]?.url).toMatch(/^http:\/\/192\.0\.2\.9:1234\/security\/token/);
    expect(sent[0]?.headers.get('x-plex-token')).toBe('asked-for');
  });

  test('refuses what cannot be a token', () => {
    expect(() => scene().plex.withToken('two words')).toThrow(errors.InvalidArgumentError);
  });
});
