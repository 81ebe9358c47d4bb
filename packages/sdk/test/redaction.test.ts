import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { errors } from '../src/index.js';
import { signInCall, tokenDetails } from './four-calls.js';
import { rejection, type Reply, scene, type Turn } from './scene.js';

/** A password with everything that some encoding changes. */
const PASSWORD = `pä ss&<w>"o"'r%d+/\\=;🦊!(*)~`;
const CODE = '739154';
const TOKEN = 'canary-Token_x-93~!$%&+/=';

/** Everything that may be seen of a value. */
function everythingShown(value: unknown): string {
  const shown = [
    inspect(value, { showHidden: true, getters: true, depth: 20, maxStringLength: null }),
    inspect(value, { showHidden: true, showProxy: true, depth: 20, maxStringLength: null }),
    JSON.stringify(value),
    String(value),
  ];
  for (let error = value; error instanceof Error; error = error.cause) {
    shown.push(error.message, error.stack ?? '', error.name, JSON.stringify(Object.entries(error)));
    if (error instanceof errors.SDKError) shown.push(error.body, error.contentType, JSON.stringify(error.errors));
  }
  return shown.join('\n');
}

/** Every way in which a server, or what stands before it, may echo a text. */
function echoesOf(secret: string): Record<string, string> {
  const bytes = [...new TextEncoder().encode(secret)];
  const percent = bytes.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  const field = new URLSearchParams([['v', secret]]).toString().slice(2);
  const json = JSON.stringify(secret).slice(1, -1);
  const markup = secret.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  return {
    plain: secret,
    'a form field': field,
    'a form field in lower case': field.replace(/%../g, (part) => part.toLowerCase()),
    'percent-encoded': encodeURIComponent(secret),
    'percent-encoded by RFC 3986': field.replace(/\+/g, '%20'),
    JSON: json,
    'JSON with every slash escaped': json.replace(/\//g, String.raw`\/`),
    'JSON as Rails writes it': json.replace(/[<>&]/g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`),
    markup,
    'markup with quotes': markup.replace(/"/g, '&quot;').replace(/'/g, '&#39;'),
    'markup with quotes in hex': markup.replace(/"/g, '&quot;').replace(/'/g, '&#x27;'),
    'every byte percent-encoded': percent,
  };
}

/** A header holds no more than Latin-1. */
function ascii(echo: string): string {
  return /^[ -~]*$/.test(echo) ? echo : '';
}

const SHAPES: readonly [string, (echo: string) => Reply][] = [
  ['in an error of Plex', (echo) => ({ status: 401, body: { errors: [{ code: 1001, message: `no: ${echo}` }] } })],
  ['in JSON', (echo) => ({ status: 401, body: `{"you":{"sent":"${echo}"}}` })],
  ['in HTML', (echo) => ({ status: 403, contentType: 'text/html', body: `<p title="${echo}">${echo}</p>` })],
  ['in an answer of no use', (echo) => ({ status: 200, body: `what is ${echo}?` })],
  ['in a header', (echo) => ({ status: 401, headers: { 'x-echo': encodeURIComponent(echo), 'x-plain': ascii(echo) } })],
  ['in a broken server', (echo) => ({ status: 500, body: `${echo}${echo}` })],
];

describe.each(Object.entries(echoesOf(PASSWORD)))('a password echoed %s', (_, echo) => {
  test.each(SHAPES)('%s is not shown', async (_shape, shape) => {
    const { plex } = scene(shape(echo));
    const requestBody = { login: 'alice', password: PASSWORD, verificationCode: CODE };
    const error = await rejection(plex.authentication.postUsersSignInData({ requestBody }));
    expect(error).toBeInstanceOf(errors.SDKError);
    expect(everythingShown(error)).not.toContain(echo);
    expect(everythingShown(error)).not.toContain(PASSWORD);
  });
});

describe.each(Object.entries(echoesOf(TOKEN)))('a token echoed %s', (_, echo) => {
  test.each(SHAPES)('%s is not shown', async (_shape, shape) => {
    const given = rejection(tokenDetails.make(scene(shape(echo), { accessToken: TOKEN }).plex, NONE));
    const asked = rejection(tokenDetails.make(scene(shape(echo), { accessToken: () => TOKEN }).plex, NONE));
    for (const error of [await given, await asked]) {
      expect(error).toBeInstanceOf(errors.SDKError);
      expect(everythingShown(error)).not.toContain(echo);
      expect(everythingShown(error)).not.toContain(TOKEN);
    }
  });
});

const NONE = { retries: { strategy: 'none' } } as const;

describe('what is not shown either', () => {
  test('is a code', async () => {
    const { plex } = scene({ status: 401, body: { errors: [{ code: 1028, message: `${CODE} is wrong` }] } });
    const requestBody = { login: 'alice', password: PASSWORD, verificationCode: CODE };
    const error = await rejection(plex.authentication.postUsersSignInData({ requestBody }));
    expect(everythingShown(error)).not.toContain(CODE);
  });

  test.each([
    'transient-90904684-f91a-4391-8bf7-e0dfa7240285',
    'claim-Abcdefghij0123456789',
    'eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl',
  ])('is a Plex credential nobody sent: %s', async (credential) => {
    const { plex } = scene({ status: 500, body: `see ${credential}, and "${credential}"` });
    expect(everythingShown(await rejection(tokenDetails.make(plex, NONE)))).not.toContain(credential);
  });

  test.each([
    '{"authToken":"foreign-secret"}',
    '{"authToken" : "foreign-secret"}',
    'X-Plex-Token: foreign-secret',
    'https://x/?X-Plex-Token=foreign-secret&a=1',
    '<user authToken="foreign-secret" id="1"/>',
    '{"password":"foreign-secret"}',
    "password='foreign-secret'",
    '{"services":[{"secret":"foreign-secret"}]}',
    'Set-Cookie: foreign-secret',
  ])('is whatever is named a secret: %s', async (body) => {
    const { plex } = scene({ status: 500, body });
    expect(everythingShown(await rejection(tokenDetails.make(plex, NONE)))).not.toContain('foreign-secret');
  });

  test('is the new token of a sign-in whose account is of no use', async () => {
    const { plex } = scene({ status: 201, body: { authToken: 'foreign-secret', email: 'a@b' } });
    const error = await rejection(signInCall.make(plex));
    expect(error).toMatchObject({ code: 'INVALID_RESPONSE' });
    expect(everythingShown(error)).not.toContain('foreign-secret');
  });

  test.each<[string, Turn]>([
    ['its message', new Error(`cannot send ${TOKEN} to ${PASSWORD}`)],
    ['its cause', new TypeError('fetch failed', { cause: new Error(`header X-Plex-Token: ${TOKEN}; ${PASSWORD}`) })],
    ['its members', Object.assign(new Error('failed'), { config: { headers: { token: TOKEN, body: PASSWORD } } })],
    ['its code', Object.assign(new Error('failed'), { code: TOKEN, cause: { any: PASSWORD } })],
    ['its name', Object.assign(new Error('failed'), { name: PASSWORD })],
    ['its stack', Object.assign(new Error('failed'), { stack: `Error: ${TOKEN} ${PASSWORD}` })],
    ['its list', new AggregateError([new Error(TOKEN), new Error(PASSWORD)], `${TOKEN} ${PASSWORD}`)],
  ])('is what a failed connection says in %s', async (_, failure) => {
    const details = await rejection(tokenDetails.make(scene(failure, { accessToken: TOKEN }).plex));
    const { plex } = scene(failure);
    const signIn = await rejection(
      plex.authentication.postUsersSignInData({ requestBody: { login: 'alice', password: PASSWORD } }),
    );
    expect([details, signIn].map((error) => error instanceof errors.ConnectionError)).toEqual([true, true]);
    expect(everythingShown(details)).not.toContain(TOKEN);
    expect(everythingShown(signIn)).not.toContain(PASSWORD);
  });

  test('is a secret in a content type', async () => {
    const { plex } = scene({ status: 200, body: 'x', contentType: `text/plain; of=${TOKEN}` }, { accessToken: TOKEN });
    const error = await rejection(tokenDetails.make(plex));
    for (const shown of [
      inspect(error, { getters: true }),
      inspect(error, { showHidden: true }),
      JSON.stringify(error),
    ]) {
      expect(shown).toContain('text/plain; of=');
      expect(shown).not.toContain(TOKEN);
    }
  });
});

test.each([
  ['eyJ', 'of what may begin a JWT'],
  ['eyJ-', 'of what may begin a JWT, dashed'],
  ['transient-', 'of what may begin a transient token'],
  ['token ', 'of what may name a secret'],
  [TOKEN.slice(0, -1), 'of all but the end of the token'],
  [String.fromCharCode(92), 'of what may escape'],
  ['&a', 'of what may be an entity'],
])('as much %s as is looked through at all takes no time, and more is not looked through', async (piece) => {
  const bodies = [16_000, 2 ** 23].map((length) => piece.repeat(Math.floor(length / piece.length)));
  const started = performance.now();
  const shown: unknown[] = [];
  for (const body of bodies) {
    const error = await rejection(tokenDetails.make(scene({ status: 401, body }, { accessToken: TOKEN }).plex));
    shown.push(error instanceof errors.GetTokenDetailsUnauthorized && error.body);
  }
  expect(performance.now() - started).toBeLessThan(5000);
  expect(shown[0]).not.toBe('[too long]');
  expect(shown[1]).toBe('[too long]');
});

test('what was echoed stays in the raw response, for those who ask for it', async () => {
  const { plex } = scene({ status: 401, body: `no: ${TOKEN}` }, { accessToken: TOKEN });
  const error = await rejection(tokenDetails.make(plex));
  const raw: unknown = Reflect.get(Object(error), 'rawResponse');
  expect(raw instanceof Response && (await raw.text())).toBe(`no: ${TOKEN}`);
});

test.each([
  ['pluses', 'a'.repeat(1000), `${'+'.repeat(998)}!`],
  ['percent signs', 'a'.repeat(1000), `${'%41'.repeat(998)}!`],
  ['entities', 'a'.repeat(1000), `${'&a;'.repeat(998)}!`],
  ['escapes', 'a'.repeat(1000), `${'\\u0061'.repeat(998)}!`],
  ['backslashes', `${'\\'.repeat(40)}x`, '\\'.repeat(400)],
])('an answer made of %s is looked through in no time', async (_, secret, part) => {
  const { plex } = scene({ status: 401, body: part.repeat(Math.floor(16_000 / part.length)) }, { accessToken: secret });
  const error = await rejection(tokenDetails.make(plex, NONE));
  const started = performance.now();
  expect(inspect(error) + (error instanceof errors.SDKError ? error.body : '')).not.toContain(secret);
  expect(performance.now() - started).toBeLessThan(5000);
});
