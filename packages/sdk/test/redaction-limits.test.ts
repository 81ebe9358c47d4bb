import { describe, expect, test } from 'vitest';
import { errors } from '../src/index.js';
import { redact } from '../src/redact.js';
import { signInCall, tokenDetails } from './four-calls.js';
import { rejection, scene } from './scene.js';

const NONE = { retries: { strategy: 'none' } } as const;

/** What an error shows of a body that a server sent, after a call with this token. */
async function shown(body: string, accessToken = 'canary-token'): Promise<string> {
  const error = await rejection(tokenDetails.make(scene({ status: 500, body }, { accessToken }).plex, NONE));
  return error instanceof errors.SDKError ? error.body : '';
}

/** Every error of a chain, the first one first. */
function chain(error: unknown): Error[] {
  return error instanceof Error ? [error, ...chain(error.cause)] : [];
}

test('what was left out leaves a mark, and the rest stays', async () => {
  expect(await shown('no: canary-token, sorry')).toBe('no: [redacted], sorry');
});

test.each([
  ['{"authToken":"foreign"}', '{"authToken":"[redacted]"}'],
  ['<user authToken="foreign" id="1"/>', '<user authToken="[redacted]" id="1"/>'],
  ['see transient-90904684-f91a here', 'see [redacted] here'],
  ['see claim-Abcdefghij0123456789.', 'see [redacted].'],
  ['see eyJhbGciOiJF.eyJzdWIi.c2lnbmF0 here', 'see [redacted] here'],
  ['a keyJhbGciOiJF.eyJzdWIi', 'a keyJhbGciOiJF.eyJzdWIi'],
  ['a transient-case, a claim-form', 'a transient-case, a claim-form'],
])('of %j nothing is left but %j', async (body, left) => {
  expect(await shown(body)).toBe(left);
});

test('a body is looked through up to 16 Ki characters, and not shown beyond', async () => {
  expect(await shown(' '.repeat(2 ** 14))).toBe(' '.repeat(2 ** 14));
  expect(await shown(' '.repeat(2 ** 14 + 1))).toBe('[too long]');
});

test.each([
  ['739154-and-more', '739154'],
  ['739154', '739154-and-more'],
])('of password %s and code %s the longer is left out whole', async (password, verificationCode) => {
  const { plex } = scene({ status: 401, body: 'sent: 739154-and-more' });
  const requestBody = { login: 'alice', password, verificationCode };
  const error = await rejection(plex.authentication.postUsersSignInData({ requestBody }));
  expect(error instanceof errors.SDKError && error.body).toBe('sent: [redacted]');
});

test.each([1, 2, 3])('a run of %d backslashes is left out as JSON within JSON writes it', async (count) => {
  const password = `a${'\\'.repeat(count)}b`;
  const { plex } = scene({ status: 401, body: `<a${'\\'.repeat(count * 4)}b>` });
  const error = await rejection(plex.authentication.postUsersSignInData({ requestBody: { login: 'alice', password } }));
  expect(error instanceof errors.SDKError && error.body).toBe('<[redacted]>');
});

describe('the cause of a failed connection', () => {
  test('is shown five errors deep', async () => {
    const failure = Array.from({ length: 9 }).reduce<Error | undefined>(
      (cause, _, index) => new Error(`level ${9 - index}`, { cause }),
      undefined,
    );
    const [, ...causes] = chain(await rejection(signInCall.make(scene(failure ?? {}).plex)));
    expect(causes.map(({ message }) => message)).toEqual([1, 2, 3, 4, 5].map((level) => `Error: level ${level}`));
  });

  test('may be its own cause', async () => {
    const failure = new Error('round');
    failure.cause = failure;
    const error = await rejection(signInCall.make(scene(failure).plex));
    expect(error).toBeInstanceOf(errors.ConnectionError);
    expect(chain(error)).toHaveLength(6);
  });
});

test.each([63, 64, 65])('a text that is nothing but a secret of %d characters is left out', (length) => {
  const secret = 'k'.repeat(length);
  expect(redact(secret, [secret])).toMatch(/^(?:\[redacted\])+$/);
});

test('of a secret that is longer than a piece, no single letter is left out elsewhere', () => {
  const secret = `${'k'.repeat(64)}e`;
  expect(redact(`the letter, and ${secret} too`, [secret])).toBe('the letter, and [redacted] too');
});

test('a secret as long as a JWT is looked for in no time, and found to its last letter', () => {
  const jwt = `eyJ${Array.from({ length: 200 }, (_, index) => `aB3_${index}`).join('')}-end`;
  const started = performance.now();
  expect(redact(`<${encodeURIComponent(jwt)}> "${jwt}"`, [jwt])).not.toMatch(/aB3_|-end/);
  expect(performance.now() - started).toBeLessThan(5000);
});

test('a text that has no room for a secret takes next to no time, whoever of a thousand people it is about', () => {
  const started = performance.now();
  const jwtOf = (person: number): string => Array.from({ length: 60 }, (_, index) => `aB3_${index}_${person}`).join('');
  const texts = Array.from({ length: 1000 }, (_, person) => redact('User could not be authenticated', [jwtOf(person)]));
  expect(new Set(texts)).toEqual(new Set(['User could not be authenticated']));
  expect(performance.now() - started).toBeLessThan(5000);
  // There is room for a part of it.
  expect(redact(`<${jwtOf(0).slice(0, 64)}>`, [jwtOf(0)])).toBe('<[redacted]>');
});
