import {
  type CallOptions,
  errors,
  type FetchInit,
  type FetchLike,
  PlexAPI,
  PlexCore,
  type PlexAPIOptions,
} from '@ticketstub/sdk';
import { nodeTransport } from '@ticketstub/sdk/node';
import { describe, expect, test } from 'vitest';
import { codes, found, homePin, passwords, planted, shown, tokens } from './canaries.js';
import { bodies, carried, echoing, type Secrets, spellings } from './echoes.js';

const [password = ''] = passwords;

const all: readonly Secrets[] = Object.values(tokens).map((token, index) => ({
  token,
  password: passwords[index] ?? password,
  code: codes[index % codes.length] ?? '',
}));

/** Rejects with what a check tells of. */
function failed(error: Error): never {
  throw error;
}

/** Every operation with every secret it can carry, and everything about each outcome that could be shown. */
async function exercise(secrets: Secrets, options: PlexAPIOptions, call?: CallOptions): Promise<string[]> {
  const lines: string[] = [];
  const plex = new PlexAPI({
    accessToken: secrets.token,
    clientID: 'canary-test',
    serverURL: 'https://192.0.2.1:32400',
    retryConfig: { strategy: 'none' },
    debugLogger: { debug: (line) => void lines.push(line) },
    ...options,
  });
  const requestBody = { login: 'somebody', password: secrets.password, verificationCode: secrets.code };
  const { authentication } = plex;
  const outcomes = await Promise.allSettled([
    authentication.getTransientToken({ type: 'delegation', scope: 'all' }, call),
    authentication.getSourceConnectionInformation({ source: 'server://attic' }, call),
    authentication.getTokenDetails(call),
    authentication.postUsersSignInData({ requestBody }, call),
    authentication.postUsersSignInData({ requestBody: { ...requestBody, verificationCode: undefined } }, call),
    plex.signIn({ login: 'somebody', password: secrets.password, verificationCode: () => secrets.code }, call),
    plex.home.users(call),
    plex.home.switchTo('0123456789abcdef', { pin: homePin }, call),
    plex.account.ping(call),
    plex.account.signOut(call),
    plex.account.claimToken(call),
    plex.account
      .checkToken(undefined, call)
      .then((check) => (check.state === 'valid' ? check.state : failed(check.error))),
  ]);
  const failures = outcomes.map(
    (outcome) => (outcome.status === 'rejected' ? outcome.reason : outcome.status) as unknown,
  );
  const settled = failures.filter((failure) => !(failure instanceof Error));
  expect(settled.filter((status) => status !== 'fulfilled')).toEqual([]);
  return [
    ...failures.map(shown),
    ...lines,
    shown(plex),
    shown(plex.authentication),
    shown(plex.home),
    shown(plex.account),
    shown(plex.withToken(secrets.token)),
  ];
}

/** The places where a secret was shown. */
async function leaks(secrets: Secrets, options: PlexAPIOptions, call?: CallOptions): Promise<string[]> {
  const parts = await exercise(secrets, options, call);
  return parts.filter((part) => found(part).length > 0).map((part) => part.slice(0, 1500));
}

describe('the search itself', () => {
  test.each(spellings)('finds each planted secret $name', ({ write }) => {
    expect(planted.filter((secret) => found(`before ${write(secret)} after`).length === 0)).toEqual([]);
  });

  test('finds a secret wherever an error may hold it', () => {
    const cause = Object.assign(new Error('inner'), { config: { headers: { token: tokens.opaque } } });
    expect(found(shown(new Error('outer', { cause })))).toEqual(['Kanari']);
    expect(found(shown(new Error('harmless')))).toEqual([]);
  });
});

describe.each(spellings)('a secret the server writes back $name', ({ write }) => {
  test.each([200, 302, 401, 503])('with status %i is shown nowhere', async (status) => {
    for (const secrets of all) {
      for (const { type, body } of bodies) {
        const fetch = echoing({ status, type, body: (secret) => body(write(secret)) }, secrets);
        expect(await leaks(secrets, { fetch })).toEqual([]);
      }
    }
  });
});

/** A promise rejected with anything at all, as JavaScript allows. */
async function rejected(reason: unknown): Promise<never> {
  await Promise.resolve();
  throw reason;
}

const throwing: readonly { title: string; thrown: (secret: string, init: object) => unknown }[] = [
  { title: 'says it', thrown: (secret) => new TypeError(`cannot send ${secret}`) },
  { title: 'is named so', thrown: (secret) => Object.assign(new Error('no'), { name: secret }) },
  {
    title: 'carries the request',
    thrown: (_, init) => Object.assign(new Error('no'), { config: init, request: { init } }),
  },
  { title: 'has it as code', thrown: (secret) => Object.assign(new Error('no'), { code: secret }) },
  {
    title: 'has it in its stack',
    thrown: (secret) => Object.assign(new Error('no'), { stack: `Error: ${secret}\n at x` }),
  },
  { title: 'has a cause that says it', thrown: (secret) => new Error('no', { cause: new Error(secret) }) },
  { title: 'has a cause that is it', thrown: (secret, init) => new Error('no', { cause: { secret, init } }) },
  { title: 'is several that say it', thrown: (secret) => new AggregateError([new Error(secret)], secret) },
  { title: 'is no error', thrown: (secret) => secret },
  { title: 'is an object', thrown: (secret, init) => ({ secret, init, message: secret }) },
  {
    title: 'is caused by itself',
    thrown: (secret) => {
      const error = new Error(secret);
      error.cause = error;
      return error;
    },
  },
];

describe('a fetch of the caller’s that throws what', () => {
  test.each(throwing)('$title shows nothing of it', async ({ thrown }) => {
    for (const secrets of all) {
      const fail = (url: string, init: FetchInit): Promise<never> =>
        rejected(thrown(carried(url, init, secrets), init));
      expect(await leaks(secrets, { fetch: fail })).toEqual([]);
      const head = { status: 200, headers: { get: () => null } };
      const broken: FetchLike = async (url, init) => ({ ...head, arrayBuffer: () => fail(url, init) });
      expect(await leaks(secrets, { fetch: broken })).toEqual([]);
    }
  });
});

describe('nothing is shown', () => {
  test('of a call that ran out of time', async () => {
    for (const secrets of all) {
      const fetch: FetchLike = () => new Promise(() => {});
      expect(await leaks(secrets, { fetch }, { timeout: 1 })).toEqual([]);
    }
  });

  test('of an answer that is what was asked for: only the payload holds the token', async () => {
    const body = JSON.stringify({
      id: 1,
      uuid: '0123456789abcdef',
      authToken: tokens.opaque,
      MediaContainer: { token: tokens.transient, Device: { accessToken: tokens.transient, Connection: [] } },
    });
    for (const secrets of all)
      expect(
        await leaks(secrets, { fetch: echoing({ status: 200, type: 'application/json', body: () => body }, secrets) }),
      ).toEqual([]);
  });

  test('of a mistake of the caller’s, which is named and not repeated', () => {
    const [first = '', second = ''] = passwords;
    const mistakes: readonly (() => unknown)[] = [
      () => new PlexAPI({ accessToken: second }),
      () => new PlexCore({ accessToken: `${tokens.opaque}\n` }),
      () => new PlexAPI({ serverURL: `https://user:${first}@attic.invalid` }),
      () => new PlexAPI({ serverURL: `https://attic.invalid/?X-Plex-Token=${tokens.opaque}` }),
      () => new PlexAPI({ serverURL: `no address ${tokens.opaque}` }),
      () => new PlexAPI({ ip: `${tokens.opaque}@attic/` }),
      () => new PlexAPI({ ip: 'attic', port: tokens.opaque }),
      () => new PlexAPI({ endpoints: { account: `http://attic.invalid/${tokens.opaque}` } }),
      () => new PlexAPI({ clientID: `${tokens.opaque}\r\n` }),
    ];
    for (const mistake of mistakes) {
      let caught: unknown;
      try {
        mistake();
      } catch (error) {
        caught = error;
      }
      expect(caught).toBeInstanceOf(errors.InvalidArgumentError);
      expect(found(shown(caught))).toEqual([]);
    }
  });

  test('of the node transport, used or not', async () => {
    const transport = nodeTransport();
    const closed = { serverURL: 'http://127.0.0.1:1', endpoints: { account: 'http://127.0.0.1:1/api/v2' } };
    for (const secrets of all) expect(await leaks(secrets, { ...closed, fetch: transport })).toEqual([]);
    expect(found(shown(transport))).toEqual([]);
    transport.close();
  });
});
