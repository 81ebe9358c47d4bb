import { expect, test } from 'vitest';
import { errors } from '../src/index.js';
import { CLIENT_ID, openKeyDesk } from './key-desk.js';
import { movableClock } from './movable-clock.js';
import { rejection, type Reply, scene } from './scene.js';

const NOW = Date.UTC(2031, 0, 1);
const WEEK = 604_800_000;

test('issueToken signs for a nonce by the client’s clock, and exchanges it once', async () => {
  const desk = await openKeyDesk(movableClock(NOW));
  const key = await desk.plex.deviceKeys.generate();
  const issued = await desk.plex.deviceKeys.issueToken(key, { scope: ['username', 'email'] });
  expect(issued).toMatchObject({ expiresAt: NOW + WEEK, user: { id: 12_345_678, username: 'example-user' } });
  expect(issued.accessToken.split('.')).toHaveLength(3);
  const iat = NOW / 1000;
  const said = { aud: 'plex.tv', iss: CLIENT_ID, iat, exp: iat + 300, nonce: 'canary-nonce-1', kid: key.kid };
  expect(desk.exchanged).toEqual([{ ...said, scope: 'username,email' }]);
  expect(desk.asked).toEqual(['/auth/nonce', '/auth/token']);
});

test('issueToken tells the end of a token by the client’s clock, however much Plex’s differs', async () => {
  const desk = await openKeyDesk(movableClock(NOW), { ahead: 3_600_000 });
  const issued = await desk.plex.deviceKeys.issueToken(await desk.plex.deviceKeys.generate());
  expect(issued.expiresAt).toBe(NOW + WEEK);
  expect(issued.claims['exp']).toBe((NOW + 3_600_000 + WEEK) / 1000);
});

test.each(['auth_token', 'authToken', 'token'])('issueToken takes the token by the name of %s', async (member) => {
  const { plex } = scene([{ body: { nonce: 'n' } }, { body: { [member]: 'not-a-jwt' } }], {
    clientID: CLIENT_ID,
    clock: movableClock(NOW),
  });
  const issued = await plex.deviceKeys.issueToken(await plex.deviceKeys.generate());
  expect(issued).toEqual({ accessToken: 'not-a-jwt', expiresAt: NOW + WEEK, user: undefined, claims: {} });
});

test.each([
  {
    said: '422 with 1097',
    reply: { status: 422, body: { errors: [{ code: 1097 }] } },
    code: 'KEY_UNKNOWN',
    words: 'sign in again',
  },
  {
    said: '401 with 1097',
    reply: { status: 401, body: { errors: [{ code: 1097 }] } },
    code: 'KEY_UNKNOWN',
    words: 'sign in again',
  },
  {
    said: '404 with 1097',
    reply: { status: 404, body: { errors: [{ code: 1097 }] } },
    code: 'KEY_UNKNOWN',
    words: 'sign in again',
  },
  { said: '422', reply: { status: 422 }, code: 'UNPROCESSABLE', words: 'clock' },
  { said: '498', reply: { status: 498 }, code: 'TOKEN_EXPIRED', words: 'clock' },
  { said: '401', reply: { status: 401 }, code: 'UNAUTHORIZED', words: '401' },
])('issueToken makes of $said an error that says what to do', async ({ reply, code, words }) => {
  const { plex, sent } = scene([{ body: { nonce: 'n' } }, reply], { clientID: CLIENT_ID });
  const error = await rejection(plex.deviceKeys.issueToken(await plex.deviceKeys.generate()));
  expect(error).toBeInstanceOf(errors.IssueTokenError);
  expect(error).toMatchObject({ name: 'IssueTokenError', code, message: expect.stringContaining(words) });
  expect(sent).toHaveLength(2);
});

test('issueToken ignores the client’s retries, and draws a new nonce for each of its own', async () => {
  const backoff = { initialInterval: 1, maxInterval: 1, exponent: 1, maxElapsedTime: 1000 };
  const retries = { strategy: 'backoff', backoff } as const;
  const turns: Reply[] = [
    { body: { nonce: 'one' } },
    { status: 503 },
    { body: { nonce: 'two' } },
    { body: { token: 't' } },
  ];
  const made = scene(turns, { clientID: CLIENT_ID, clock: movableClock(), retryConfig: retries });
  const key = await made.plex.deviceKeys.generate();
  await expect(rejection(made.plex.deviceKeys.issueToken(key))).resolves.toMatchObject({ statusCode: 503 });
  expect(made.sent).toHaveLength(2);
  const told = scene(turns, { clientID: CLIENT_ID, clock: movableClock() });
  await expect(told.plex.deviceKeys.issueToken(key, {}, { retries })).resolves.toMatchObject({ accessToken: 't' });
  expect(told.sent.map(({ init }) => init.once)).toEqual([true, true, true, true]);
  expect(told.sent[1]?.init.body).not.toBe(told.sent[3]?.init.body);
});

test('issueToken shows neither nonce nor JWT in an error', async () => {
  const { plex, sent } = scene(
    [
      { body: { nonce: 'canary-nonce-1' } },
      (_url, { body }) => Promise.resolve(new Response(`${body} canary-nonce-1`, { status: 422 })),
    ],
    { clientID: CLIENT_ID },
  );
  const error = await rejection(plex.deviceKeys.issueToken(await plex.deviceKeys.generate()));
  const shown = `${String(error)}${JSON.stringify(error)}${Reflect.get(Object(error), 'body')}`;
  const [, jwt = '?'] = /"jwt":"(.+?)"/.exec(sent[1]?.init.body ?? '') ?? [];
  expect(shown).not.toContain(jwt);
  expect(shown).not.toContain('canary-nonce');
});

test('issueToken takes no scope that is no list of names, and sends nothing without a client identifier', async () => {
  const { plex, sent } = scene({}, { clientID: CLIENT_ID });
  const key = await plex.deviceKeys.generate();
  const wrong = await rejection(plex.deviceKeys.issueToken(key, { scope: ['a,b'] }));
  expect(wrong).toMatchObject({ argument: 'scope' });
  const nobody = scene({});
  const failed = await rejection(nobody.plex.deviceKeys.issueToken(key));
  expect(failed).toMatchObject({ code: 'CLIENT_ID_REQUIRED' });
  expect([...sent, ...nobody.sent]).toEqual([]);
});

test('issueToken ends as soon as it is aborted', async () => {
  const reason = new Error('left');
  const controller = new AbortController();
  const { plex } = scene(
    () => {
      queueMicrotask(() => controller.abort(reason));
      return new Promise(() => {});
    },
    { clientID: CLIENT_ID },
  );
  const key = await plex.deviceKeys.generate();
  await expect(rejection(plex.deviceKeys.issueToken(key, {}, { signal: controller.signal }))).resolves.toBe(reason);
});
