import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { errors, getTokenDetails, PlexAPI, PlexCore } from '../src/index.js';
import { fourCalls } from './four-calls.js';
import { callUnchecked, rejection, scene, thrownBy } from './scene.js';

const SECRET = 'canary-of-an-option';

const wrong: readonly (readonly [argument: string, options: unknown])[] = [
  ['options', null],
  ['options', SECRET],
  ['options', [SECRET]],
  ['accessToken', { accessToken: 7 }],
  ['accessToken', { accessToken: { token: SECRET } }],
  ['accessToken', { accessToken: `${SECRET}\r\nX-Other: 1` }],
  ['accessToken', { accessToken: `${SECRET} and more` }],
  ['accessToken', { accessToken: `${SECRET}ø` }],
  ['retryConfig', { retryConfig: SECRET }],
  ['retryConfig.strategy', { retryConfig: {} }],
  ['retryConfig.strategy', { retryConfig: { strategy: SECRET } }],
  ['retryConfig.backoff', { retryConfig: { strategy: 'backoff', backoff: 5 } }],
  ['retryConfig.backoff.initialInterval', backoff({ initialInterval: -1 })],
  ['retryConfig.backoff.maxInterval', backoff({ maxInterval: '60000' })],
  ['retryConfig.backoff.exponent', backoff({ exponent: Number.NaN })],
  ['retryConfig.backoff.maxElapsedTime', backoff({ maxElapsedTime: '1' })],
  ['endpoints', { endpoints: `http://127.0.0.1/${SECRET}` }],
  ['clientID', { clientID: { id: SECRET } }],
];

function backoff(part: Record<string, unknown>): unknown {
  const whole = { initialInterval: 1, maxInterval: 1, exponent: 1, maxElapsedTime: 1, ...part };
  return { retryConfig: { strategy: 'backoff', backoff: whole } };
}

test.each([
  ['clock', { clock: { now: SECRET } }],
  ['debugLogger', { debugLogger: SECRET }],
  ['fetch', { fetch: SECRET }],
  ['timeout', { timeout: -1 }],
  ['timeout', { timeout: '5' }],
  ['serverURL', { serverURL: '', ip: '192.0.2.1' }],
] as const)('a PlexAPI is not made with a %s that is of no use', (argument, options) => {
  const error = thrownBy(() => Reflect.construct(PlexAPI, [options]));
  expect(error).toBeInstanceOf(errors.InvalidArgumentError);
  expect(error).toMatchObject({ code: 'INVALID_ARGUMENT', argument });
  expect(inspect(error, { showHidden: true })).not.toContain(SECRET);
});

describe.each([PlexAPI, PlexCore])('new %o', (client) => {
  test.each(wrong)('names %s when it is wrong, and does not repeat it: %o', (argument, options) => {
    const error = thrownBy(() => Reflect.construct(client, [options]));
    expect(error).toBeInstanceOf(errors.InvalidArgumentError);
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toMatchObject({ code: 'INVALID_ARGUMENT', argument, name: 'InvalidArgumentError' });
    expect(inspect(error, { showHidden: true })).not.toContain(SECRET);
  });

  test('takes none at all', () => {
    expect(() => new client()).not.toThrow();
    expect(() => new client({})).not.toThrow();
  });

  test('shows nothing of what it was given', () => {
    const made = new client({ accessToken: SECRET, serverURL: `http://192.0.2.1/${SECRET}`, clientID: SECRET });
    for (const shown of [inspect(made, { showHidden: true, getters: true, depth: 9 }), JSON.stringify(made)]) {
      expect(shown).not.toContain(SECRET);
    }
  });

  test('is not changed by what becomes of the options', () => {
    const options = { accessToken: 'before', timeout: 5 };
    const { fetch, sent } = scene({ body: { id: 1, uuid: 'u' } });
    const made = new client({ ...options, fetch });
    options.accessToken = 'after';
    return getTokenDetails(made).then(() => expect(sent[0]?.headers.get('x-plex-token')).toBe('before'));
  });
});

test.each([0, -1, Number.NaN, SECRET])('a timeout of %s is refused before anything is sent', async (timeout) => {
  const { sent, fetch } = scene();
  const client: unknown = Reflect.construct(PlexCore, [{ fetch, timeout }]);
  const error = await rejection(Reflect.apply(getTokenDetails, undefined, [client]));
  expect(error).toBeInstanceOf(errors.InvalidArgumentError);
  expect(error).toMatchObject({ argument: 'timeout' });
  expect(sent).toEqual([]);
});

describe.each(fourCalls)('$name', ({ make }) => {
  test.each([
    ['options', 'later'],
    ['timeout', { timeout: 0 }],
    ['timeout', { timeout: SECRET }],
    ['fetch', { fetch: SECRET }],
    ['serverURL', { serverURL: SECRET }],
    ['serverURL', { serverURL: `ftp://${SECRET}` }],
    ['serverURL', { serverURL: `https://plex.tv/?X-Plex-Token=${SECRET}` }],
    ['retries', { retries: SECRET }],
    ['retries.strategy', { retries: { strategy: SECRET } }],
    ['retries.backoff.exponent', { retries: { strategy: 'backoff', backoff: { exponent: SECRET } } }],
  ])('names %s when it is wrong, and sends nothing: %o', async (argument, options) => {
    const { plex, sent } = scene();
    const error = await rejection(Reflect.apply(make, undefined, [plex, options]));
    expect(error).toBeInstanceOf(errors.InvalidArgumentError);
    expect(error).toMatchObject({ code: 'INVALID_ARGUMENT', argument });
    expect(inspect(error, { showHidden: true })).not.toContain(SECRET);
    expect(sent).toEqual([]);
  });
});

describe('a request', () => {
  test.each([
    ['getTransientToken', 'request', undefined],
    ['getTransientToken', 'request.type', { scope: 'all' }],
    ['getTransientToken', 'request.type', { type: '', scope: 'all' }],
    ['getTransientToken', 'request.scope', { type: 'delegation' }],
    ['getTransientToken', 'request.scope', { type: 'delegation', scope: 7 }],
    ['getSourceConnectionInformation', 'request', 'server://attic'],
    ['getSourceConnectionInformation', 'request.source', {}],
    ['getSourceConnectionInformation', 'request.source', { source: '' }],
    ['postUsersSignInData', 'request', undefined],
    ['postUsersSignInData', 'request.requestBody.login', { requestBody: SECRET }],
    ['postUsersSignInData', 'request.requestBody.login', { requestBody: { password: SECRET } }],
    ['postUsersSignInData', 'request.requestBody.password', { requestBody: { login: SECRET } }],
    ['postUsersSignInData', 'request.requestBody.password', { requestBody: { login: 'alice', password: '' } }],
    ['postUsersSignInData', 'request.requestBody.verificationCode', credentials({ verificationCode: 123_456 })],
    ['postUsersSignInData', 'clientID', { ...credentials({}), clientID: `${SECRET}\n` }],
  ] as const)('of %s is refused naming %s: %o', async (name, argument, request) => {
    const { plex, sent } = scene();
    const error = await rejection(callUnchecked(plex, name, request));
    expect(error).toBeInstanceOf(errors.InvalidArgumentError);
    expect(error).toMatchObject({ code: 'INVALID_ARGUMENT', argument });
    expect(inspect(error, { showHidden: true })).not.toContain(SECRET);
    expect(sent).toEqual([]);
  });

  test.each([undefined, null, {}, { authentication: {} }])('is refused for a client that is none: %o', async (core) => {
    const error = await rejection(Reflect.apply(getTokenDetails, undefined, [core]));
    expect(error).toBeInstanceOf(errors.InvalidArgumentError);
    expect(error).toMatchObject({ argument: 'core' });
  });
});

function credentials(part: Record<string, unknown>): { requestBody: Record<string, unknown> } {
  return { requestBody: { login: 'alice', password: SECRET, ...part } };
}
