import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type Access, errors, type PlexAPI } from '../src/index.js';
import { ALICE, ATTIC, CELLAR, gist, kept, openAccess, owned, PERSON, server } from './access-world.js';
import { rejection, type Turn } from './scene.js';

const JWT = 'eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJwbGV4LnR2In0.c2lnbmF0dXJl';

describe('access.verdict', () => {
  test.each([
    ['owner', owned()],
    ['owner', owned({ home: true })],
    ['home', server({ home: true })],
    ['shared', server()],
    ['shared', server({ owned: null, home: null, ownerId: null })],
    ['shared', server({ owned: undefined, home: undefined, sourceTitle: undefined })],
    ['shared', server({ owned: 'yes', home: {}, ownerId: '7', name: 7, sourceTitle: [] })],
    ['home', server({ owned: null, home: true })],
    ['owner', owned({ owned: 1 })],
    ['shared', server({ provides: 'client,server' })],
    ['shared', server({ provides: ['server'] })],
    ['owner', owned({ accessToken: JWT })],
  ])('says %s for %j', async (verdict, entry) => {
    const world = openAccess();
    world.resources = { body: [server({ clientIdentifier: CELLAR, owned: true }), entry] };
    await expect(world.verdict().then(gist)).resolves.toBe(verdict);
  });

  test.each([
    ['nothing is listed', []],
    ['another machine is', [server({ clientIdentifier: CELLAR })]],
    ['the identifier is written otherwise', [server({ clientIdentifier: ATTIC.toUpperCase() })]],
    ['it is a player', [owned({ provides: 'client,player', accessToken: null })]],
    ['it provides something like a server', [owned({ provides: 'pubsub-server' })]],
    ['it provides nothing', [owned({ provides: null })]],
    ['a device says that it is a server, and plex.tv has no token for it', [owned({ accessToken: null })]],
    ['its token is empty', [owned({ accessToken: '' })]],
    ['its token is none', [owned({ accessToken: 7 })]],
  ])('says stranger when %s', async (_, body) => {
    const world = openAccess();
    world.resources = { body };
    const verdict = await world.verdict();
    expect(verdict).toMatchObject({ verdict: 'stranger', evidence: { from: 'answer', servers: [], absent: [ATTIC] } });
  });

  test('takes the best of several machines, and tells of each', async () => {
    const world = openAccess();
    world.resources = { body: [server(), owned({ clientIdentifier: CELLAR, name: 'Cellar' })] };
    const verdict = await world.verdict({}, [ATTIC, 'nowhere', CELLAR, ATTIC]);
    expect(verdict).toMatchObject({ verdict: 'owner', evidence: { absent: ['nowhere'] } });
    expect(verdict).toHaveProperty('evidence.servers', [
      {
        machineIdentifier: CELLAR,
        standing: 'owner',
        name: 'Cellar',
        owned: true,
        home: false,
        ownerId: null,
        sourceTitle: null,
      },
      {
        machineIdentifier: ATTIC,
        standing: 'shared',
        name: 'Attic',
        owned: false,
        home: false,
        ownerId: ALICE,
        sourceTitle: 'alice-attic',
      },
    ]);
  });

  test('takes the best of what is listed twice', async () => {
    const world = openAccess();
    for (const body of [
      [server(), server({ home: true })],
      [server({ home: true }), server()],
    ]) {
      world.resources = { body };
      await expect(world.verdict({ maxAge: 0 }).then(gist)).resolves.toBe('home');
    }
  });

  test('asks once, with the person’s token and never the client’s own', async () => {
    const world = openAccess();
    await world.verdict();
    expect(world.sent).toHaveLength(1);
    expect(world.sent[0]?.url).toBe('https://plex.tv/api/v2/resources?includeHttps=1&includeRelay=1&includeIPv6=1');
    expect(world.sent[0]?.headers.get('x-plex-token')).toBe(PERSON);
    expect(world.sent[0]?.headers.get('x-plex-client-identifier')).toBe('a-gate');
  });

  test('renews no token of the client’s when the person’s is refused', async () => {
    const source = Object.assign(() => Promise.resolve('of-the-client'), { renew: () => Promise.resolve('renewed') });
    const world = openAccess({ accessToken: source });
    world.resources = { status: 401 };
    await expect(world.verdict().then(gist)).resolves.toBe('token-dead UNAUTHORIZED');
    expect(world.sent.map(({ headers }) => headers.get('x-plex-token'))).toEqual([PERSON]);
  });

  test('says when it was seen and whom it is about, is kept by JSON and holds no token', async () => {
    const world = openAccess();
    world.resources = { body: [server()] };
    const verdict = await world.verdict();
    expect(verdict).toMatchObject({ evidence: { from: 'answer', seenAt: world.clock.now() } });
    const digest = createHash('sha256').update(PERSON).digest('base64url');
    expect(verdict).toHaveProperty('evidence.subject', `token:${digest}`);
    const named = await world.verdict({ person: 'a11ce' });
    expect(named).toHaveProperty('evidence.subject', 'person:a11ce');
    world.resources = { status: 401, body: { errors: [{ code: 1001, message: `no ${PERSON}` }] } };
    const dead = await world.verdict({ maxAge: 0 });
    for (const one of [verdict, named, dead]) {
      expect(kept(one)).toStrictEqual(one);
      expect(JSON.stringify(one)).not.toContain('canary');
    }
  });

  test.each<[string, Turn]>([
    ['an answer', { body: [server()] }],
    ['a dead token', { status: 401 }],
    ['a failure', { status: 503 }],
  ])('what a caller does to a verdict on %s changes none that comes later', async (_, turn) => {
    const world = openAccess();
    world.resources = turn;
    await world.verdict();
    const before = await world.verdict();
    const untouched = kept(before);
    if ('evidence' in before) for (const one of before.evidence.servers) Object.assign(one, { owned: true });
    if ('error' in before) Object.assign(before.error, { code: 'GONE' });
    await expect(world.verdict()).resolves.toEqual(untouched);
  });
});

describe('plex.tv has said nothing when it', () => {
  const html: Turn = { contentType: 'text/html', body: '<html>Sign in to the hotel</html>' };
  test.each<[string, Turn, string]>([
    ['is not there', new TypeError('no route'), 'CONNECTION_FAILED'],
    ['limits', { status: 429 }, 'RATE_LIMITED'],
    ['stumbles', { status: 500 }, 'SERVER_ERROR'],
    ['rests', { status: 503 }, 'SERVER_ERROR'],
    ['forbids', { status: 403 }, 'FORBIDDEN'],
    ['knows no such page', { status: 404 }, 'NOT_FOUND'],
    ['has withdrawn it', { status: 410 }, 'GONE'],
    ['makes no sense of it', { status: 422 }, 'UNPROCESSABLE'],
    ['sends elsewhere', { status: 302, headers: { location: 'https://elsewhere.example/' } }, 'REDIRECTED'],
    ['blocks the address', { status: 401, body: { errors: [{ code: 1031 }] } }, 'ADDRESS_BLOCKED'],
    ['is another’s page', html, 'INVALID_RESPONSE'],
    ['is a page that wants another sign-in', { ...html, status: 401 }, 'UNAUTHORIZED'],
    ['breaks off', { body: '[{"clientIdentifier":"' }, 'INVALID_RESPONSE'],
    ['gives no list', { body: { resources: [] } }, 'INVALID_RESPONSE'],
    ['gives null', { body: 'null' }, 'INVALID_RESPONSE'],
    ['gives a list that was made over on the way', { status: 203, body: [] }, 'INVALID_RESPONSE'],
    ['gives a part of the list', { status: 206, body: [] }, 'INVALID_RESPONSE'],
    ['gives a list with an entry that is none', { body: [null] }, 'INVALID_RESPONSE'],
    ['gives a list with an entry without a name', { body: [{ provides: 'server' }] }, 'INVALID_RESPONSE'],
  ])('%s', async (_, turn, code) => {
    const world = openAccess();
    world.resources = turn;
    const verdict = await world.verdict();
    expect(verdict).toMatchObject({
      verdict: 'unknown',
      reason: 'unanswered',
      error: { code, operation: 'getResources' },
    });
    expect(Object.keys(verdict).toSorted()).toEqual(['error', 'reason', 'retryAt', 'verdict']);
  });

  test('does not answer in time', async () => {
    const world = openAccess({ timeout: 5 });
    world.resources = () => new Promise(() => {});
    await expect(world.verdict().then(gist)).resolves.toBe('unanswered TIMEOUT');
  });

  test('but of a machine that can be read in a list that cannot be as a whole, it has', async () => {
    const world = openAccess();
    world.resources = { body: [null, server()] };
    await expect(world.verdict().then(gist)).resolves.toBe('shared');
    await expect(world.verdict({}, [CELLAR])).resolves.toMatchObject({
      reason: 'unanswered',
      error: { message: 'getResources: not every entry of the list can be read' },
      retryAt: world.clock.now() + 60_000,
    });
  });

  test('or that it gives no list', async () => {
    const world = openAccess();
    world.resources = { body: { length: 0 } };
    const message = 'getResources: 200 application/json; Error: it is no list';
    await expect(world.verdict()).resolves.toHaveProperty('error.message', message);
  });

  test('says of the error what it was, in plain words', async () => {
    const world = openAccess();
    world.resources = { status: 503, body: { errors: [{ code: 1007, message: 'Later' }] } };
    const verdict = await world.verdict();
    expect(verdict).toHaveProperty('error', {
      code: 'SERVER_ERROR',
      operation: 'getResources',
      message: 'getResources: 503 SERVER_ERROR; "Later"',
      statusCode: 503,
    });
    world.clock.advance(2000);
    world.resources = new TypeError('no route');
    await expect(world.verdict()).resolves.toHaveProperty('error', {
      code: 'CONNECTION_FAILED',
      operation: 'getResources',
      message: 'getResources: no answer',
    });
  });
});

test.each([
  [401, 'UNAUTHORIZED'],
  [498, 'TOKEN_EXPIRED'],
])('a %i is plex.tv’s word on the token, not on the person', async (status, code) => {
  const world = openAccess();
  world.resources = { status };
  const verdict = await world.verdict();
  const subject: unknown = expect.stringMatching(/^token:/);
  expect(verdict).toEqual({
    verdict: 'unknown',
    reason: 'token-dead',
    error: { code, operation: 'getResources', message: `getResources: ${status} ${code}`, statusCode: status },
    evidence: { from: 'answer', seenAt: world.clock.now(), subject, servers: [], absent: [] },
  });
});

describe('what is refused before anything is sent', () => {
  const bad: [string, unknown[]][] = [
    ['token', ['', [ATTIC]]],
    ['token', [undefined, [ATTIC]]],
    ['token', [['a'], [ATTIC]]],
    ['token', ['a token', [ATTIC]]],
    ['token', ['tökén', [ATTIC]]],
    ['token', ['a\n', [ATTIC]]],
    ['machineIdentifiers', ['a', []]],
    ['machineIdentifiers', ['a', ATTIC]],
    ['machineIdentifiers', ['a', undefined]],
    ['machineIdentifiers', ['a', { length: 1 }]],
    ['machineIdentifiers', ['a', [ATTIC, '']]],
    ['machineIdentifiers', ['a', [7]]],
    ['options', ['a', [ATTIC], null]],
    ['options', ['a', [ATTIC], 7]],
    ['maxAge', ['a', [ATTIC], { maxAge: -1 }]],
    ['maxAge', ['a', [ATTIC], { maxAge: Infinity }]],
    ['maxAge', ['a', [ATTIC], { maxAge: '1' }]],
    ['grace', ['a', [ATTIC], { grace: -1 }]],
    ['grace', ['a', [ATTIC], { grace: Number.NaN }]],
    ['grace', ['a', [ATTIC], { grace: Infinity }]],
    ['owner', ['a', [ATTIC], { owner: 0 }]],
    ['owner', ['a', [ATTIC], { owner: 1.5 }]],
    ['owner', ['a', [ATTIC], { owner: '1' }]],
    ['person', ['a', [ATTIC], { person: '' }]],
    ['person', ['a', [ATTIC], { person: 7 }]],
    ['timeout', ['a', [ATTIC], { timeout: 0 }]],
    ['signal', ['a', [ATTIC], { signal: {} }]],
    ['retries', ['a', [ATTIC], { retries: 7 }]],
    ['serverURL', ['a', [ATTIC], { serverURL: 'http://plex.example' }]],
  ];

  function ask(plex: PlexAPI, args: unknown[]): unknown {
    return Reflect.apply((...given: Parameters<Access['verdict']>) => plex.access.verdict(...given), undefined, args);
  }

  test.each(bad)('%s: %j', async (argument, args) => {
    const { plex, sent } = openAccess();
    const error = await rejection(ask(plex, args));
    expect(error).toBeInstanceOf(errors.InvalidArgumentError);
    expect(error).toMatchObject({ argument: expect.stringContaining(argument) });
    expect(sent).toEqual([]);
  });

  test('a client without an identifier', async () => {
    const world = openAccess({ clientID: undefined });
    const error = await rejection(world.verdict());
    expect(error).toMatchObject({ name: 'InvalidArgumentError', code: 'CLIENT_ID_REQUIRED' });
    expect(world.sent).toEqual([]);
  });

  test('the messages say what is wanted', async () => {
    const { plex } = openAccess();
    const messages = bad.map(async ([, args]) => {
      const error = await rejection(ask(plex, args));
      return error instanceof Error ? error.message : '';
    });
    expect(new Set(await Promise.all(messages))).toEqual(
      new Set([
        'token: must be a token',
        'machineIdentifiers: must name a machine',
        'machineIdentifiers: must be non-empty text',
        'options: must be an object',
        'maxAge: must be 0 or more milliseconds',
        'grace: must be 0 or more milliseconds',
        'owner: must be the id of an account',
        'person: must be non-empty text',
        'timeout: must be positive',
        'signal: must be a signal',
        'retries: must be an object',
        expect.stringMatching(/^serverURL: /),
      ]),
    );
  });

  test('the list is read at once: what happens to it later changes nothing', async () => {
    const world = openAccess();
    world.resources = { body: [server()] };
    const machines = [ATTIC];
    const asked = world.verdict({}, machines);
    machines[0] = CELLAR;
    await expect(asked.then(gist)).resolves.toBe('shared');
  });
});
