import { describe, expect, test } from 'vitest';
import { errors } from '../src/index.js';
import { fourCalls, signInCall, tokenDetails } from './four-calls.js';
import { rejection, type Reply, scene } from './scene.js';

const NONE = { retries: { strategy: 'none' } } as const;

async function refusal(reply: Reply, call = tokenDetails): Promise<errors.SDKError> {
  const error = await rejection(call.make(scene(reply).plex, NONE));
  if (error instanceof errors.SDKError) return error;
  throw new Error('not an SDKError', { cause: error });
}

describe.each(fourCalls)('$name', (call) => {
  test('has a class for 400 and one for 401, whatever the content type', async () => {
    for (const contentType of ['application/json', 'text/html', '']) {
      const bad = await refusal({ status: 400, contentType, body: '<h1>no</h1>' }, call);
      const unauthorized = await refusal({ status: 401, contentType, body: '' }, call);
      expect([bad.constructor, unauthorized.constructor]).toEqual([call.badRequest, call.unauthorized]);
      expect([bad.code, unauthorized.code]).toEqual(['BAD_REQUEST', 'UNAUTHORIZED']);
    }
  });

  test('names its operation and its class', async () => {
    const error = await refusal({ status: 401 }, call);
    expect(error.operation).toBe(call.name);
    expect(error.message).toMatch(new RegExp(`^${call.name}: .*401`));
    expect(error.name).toBe(call.unauthorized.prototype.name);
    expect(String(error)).toMatch(error.name);
    expect(error.stack).toMatch(error.name);
  });

  test.each([
    [301, 'REDIRECTED'],
    [304, 'REDIRECTED'],
    [402, 'UNEXPECTED_STATUS'],
    [403, 'FORBIDDEN'],
    [404, 'NOT_FOUND'],
    [405, 'UNEXPECTED_STATUS'],
    [410, 'GONE'],
    [418, 'UNEXPECTED_STATUS'],
    [422, 'UNPROCESSABLE'],
    [429, 'RATE_LIMITED'],
    [498, 'TOKEN_EXPIRED'],
    [500, 'SERVER_ERROR'],
    [503, 'SERVER_ERROR'],
    [599, 'SERVER_ERROR'],
  ] as const)('ends with a plain SDKError at %d: %s', async (status, code) => {
    const error = await refusal({ status }, call);
    expect(error.constructor).toBe(errors.SDKError);
    expect(error).toMatchObject({ statusCode: status, code, name: 'SDKError' });
  });

  test('knows a missing client identifier', async () => {
    const error = await refusal(plexError(400, 1000, 'X-Plex-Client-Identifier is missing'), call);
    expect(error).toBeInstanceOf(call.badRequest);
    expect(error).toMatchObject({ code: 'CLIENT_ID_REQUIRED', plexCode: 1000 });
    expect(error.message).toMatch('X-Plex-Client-Identifier is missing');
  });
});

describe('a sign-in that is refused', () => {
  test.each([
    [1001, 'UNAUTHORIZED', /401/],
    [1028, 'VERIFICATION_CODE_INVALID', /VERIFICATION_CODE_INVALID/],
    [1029, 'VERIFICATION_CODE_REQUIRED', /VERIFICATION_CODE_REQUIRED/],
    [1030, 'EMAIL_REQUIRED', /e-mail/],
    [1031, 'ADDRESS_BLOCKED', /blocked/],
    [1999, 'UNAUTHORIZED', /401/],
  ] as const)('says what %d means: %s', async (plexCode, code, advice) => {
    const error = await refusal(plexError(401, plexCode, 'no'), signInCall);
    expect(error).toBeInstanceOf(errors.PostUsersSignInDataUnauthorized);
    expect(error).toMatchObject({ code, plexCode });
    expect(error.message).toMatch(advice);
  });
});

describe('what an SDKError says', () => {
  test('is Plex’s list of errors', async () => {
    const list = [
      { code: 1001, message: 'User could not be authenticated', status: 401 },
      { code: 1012, message: 'another' },
      { message: 'words alone', status: null },
    ];
    const error = await refusal({ status: 401, body: { errors: list } });
    expect(error).toMatchObject({ plexCode: 1001, statusCode: 401, contentType: 'application/json' });
    expect(error.errors).toEqual([list[0], { code: 1012, message: 'another' }, { message: 'words alone' }]);
    expect(error.message).toMatch('User could not be authenticated');
    expect(error.retryAfter).toBeUndefined();
  });

  test.each([
    'no JSON at all',
    '<html><body><h1>401 Unauthorized</h1></body></html>',
    '',
    '[]',
    'null',
    '"errors"',
    '{"error":"Invalid token"}',
    '{"errors":null}',
    '{"errors":{"code":1001}}',
    '{"errors":"1001"}',
    '{"errors":[null,7,"text",[1001]]}',
    '{"errors":[{"code":1001',
  ])('is an empty list, or one without numbers, for %s', async (body) => {
    const error = await refusal({ status: 401, body });
    expect(error.plexCode).toBeUndefined();
    expect(error.errors.every(({ code, status }) => code === undefined && status === undefined)).toBe(true);
    expect(error.body).toBe(body);
  });

  test('is the whole body, and the raw response unread, neither of them enumerable', async () => {
    const body = '<html><body><h1>403 Forbidden</h1></body></html>';
    const error = await refusal({ status: 403, contentType: 'text/html', body, headers: { 'x-request-id': 'one' } });
    expect(error).toMatchObject({ contentType: 'text/html', body });
    expect(await error.rawResponse.text()).toBe(body);
    expect(await error.rawResponse.text()).toBe(body);
    expect(error.rawResponse.headers.get('x-request-id')).toBe('one');
    expect(JSON.stringify(error)).not.toMatch(/body|rawResponse|Forbidden</);
  });

  test.each([204, 205, 304])('has a raw response at %d, which may have no body', async (status) => {
    const error = await refusal({ status });
    expect(error.rawResponse).toMatchObject({ status, body: null });
  });
});

describe('an answer of no use', () => {
  test.each(fourCalls)('to $name is an InvalidResponseError', async (call) => {
    for (const body of ['', '<html></html>', '{', '[]', 'null', '7', '{}', '{"MediaContainer":[]}', '{"id":1}']) {
      const error = await refusal({ status: 200, body }, call);
      expect(error).toBeInstanceOf(errors.InvalidResponseError);
      expect(error).toMatchObject({ code: 'INVALID_RESPONSE', operation: call.name, statusCode: 200, body });
      expect(await error.rawResponse.text()).toBe(body);
    }
  });

  test('is no refusal: none of the classes for 400 and 401', async () => {
    const error = await refusal({ status: 200, body: '' });
    expect(error).not.toBeInstanceOf(errors.GetTokenDetailsBadRequest);
    expect(error).not.toBeInstanceOf(errors.GetTokenDetailsUnauthorized);
  });
});

describe('a request without an answer', () => {
  test.each(fourCalls)('makes $name end with a ConnectionError', async ({ make, name }) => {
    const failure = Object.assign(new TypeError('fetch failed'), {
      cause: Object.assign(new Error('connect ECONNREFUSED 192.0.2.7:32400'), { code: 'ECONNREFUSED' }),
    });
    const error = await rejection(make(scene(failure).plex));
    expect(error).toBeInstanceOf(errors.ConnectionError);
    expect(error).not.toBeInstanceOf(errors.SDKError);
    expect(error).toMatchObject({
      code: 'CONNECTION_FAILED',
      operation: name,
    });
    expect(Reflect.get(Object(error), 'cause')).toMatchObject({
      message: expect.stringContaining('fetch failed') as unknown,
      cause: { code: 'ECONNREFUSED' },
    });
  });

  test.each([
    [
      'throws at once',
      () => {
        throw new Error('at once');
      },
    ],
    ['rejects with nothing', () => Promise.reject()],
    ['rejects with text', () => Promise.reject('text')],
    ['resolves with nothing', () => Promise.resolve(undefined)],
    ['resolves with half a response', () => Promise.resolve({ status: 200 })],
  ])('is one whose fetch %s', async (_, fetch) => {
    const options: unknown = { fetch };
    const error = await rejection(Reflect.apply(tokenDetails.make, undefined, [scene().plex, options]));
    expect(error).toBeInstanceOf(errors.ConnectionError);
  });
});

function plexError(status: number, code: number, message: string): Reply {
  return { status, body: { errors: [{ code, message, status }] } };
}

test('a body too long to be looked through is left to rawResponse', async () => {
  const body = `<p>${'a'.repeat(70_000)}</p>`;
  const error = await refusal({ status: 502, contentType: 'text/html', body });
  expect(error.body).toBe('[too long]');
  expect(await error.rawResponse.text()).toBe(body);
});

test('a message is one line, whatever the server puts in its own', async () => {
  const error = await refusal(plexError(401, 1001, 'no\n\u001b[31mforged: all is well'));
  expect(error.message).not.toMatch(/\p{Cc}/u);
});

test('an explanation without words adds none to the message', async () => {
  const error = await refusal({ status: 401, body: { errors: [{ code: 1001 }] } });
  expect(error.message).toBe('getTokenDetails: 401 UNAUTHORIZED');
  expect(error.plexCode).toBe(1001);
});
