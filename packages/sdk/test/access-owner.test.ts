import { setImmediate } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import type { AccessVerdict } from '../src/index.js';
import {
  ALICE,
  ATTIC,
  away,
  CELLAR,
  gist,
  held,
  HOUR,
  kept,
  MINUTE,
  NOTHING,
  openAccess,
  owned,
  PERSON,
  server,
} from './access-world.js';

const EVE = 20_000_005;

describe('where the owner of the machines is known', () => {
  test('their own account is asked for, once, and is in the evidence', async () => {
    const world = openAccess();
    world.resources = { body: [owned()] };
    const verdict = await world.verdict({ owner: ALICE });
    expect(verdict).toMatchObject({ verdict: 'owner', evidence: { from: 'answer', accountId: ALICE } });
    expect(world.sent.map(({ url }) => new URL(url).pathname)).toEqual(['/api/v2/resources', '/api/v2/user']);
    expect(world.sent[1]?.headers.get('x-plex-token')).toBe(PERSON);
    await world.verdict({ owner: ALICE, maxAge: 0 });
    world.clock.advance(HOUR);
    await world.verdict({ owner: ALICE });
    expect([world.count('resources'), world.count('user')]).toEqual([3, 1]);
  });

  test('whoever has plex.tv list a server of their own under the machine’s name is a stranger', async () => {
    const world = openAccess();
    world.resources = { body: [owned({ name: 'of Eve' })] };
    world.user = { body: { id: EVE, uuid: 'e5e' } };
    await expect(world.verdict().then(gist)).resolves.toBe('owner');
    const verdict = await world.verdict({ owner: ALICE });
    expect(verdict).toMatchObject({ verdict: 'stranger', evidence: { accountId: EVE, servers: [], absent: [ATTIC] } });
  });

  test.each([
    ['by the owner', { ownerId: ALICE }, 'shared'],
    ['within the owner’s Home', { ownerId: ALICE, home: true }, 'home'],
    ['by somebody else', { ownerId: EVE }, 'stranger'],
    ['within another’s Home', { ownerId: EVE, home: true }, 'stranger'],
    ['by nobody knows whom', { ownerId: null }, 'stranger'],
    ['by nobody at all', { ownerId: undefined, owned: null }, 'stranger'],
    ['by the owner in words', { ownerId: String(ALICE) }, 'stranger'],
  ])('a machine shared %s: %j is %s, and nobody else is asked', async (_, entry, verdict) => {
    const world = openAccess();
    world.resources = { body: [server(entry)] };
    await expect(world.verdict({ owner: ALICE }).then(gist)).resolves.toBe(verdict);
    expect(world.count('user')).toBe(0);
  });

  test('an owned machine that is not asked about is nobody’s business', async () => {
    const world = openAccess();
    world.resources = { body: [server(), owned({ clientIdentifier: CELLAR })] };
    await expect(world.verdict({ owner: ALICE }).then(gist)).resolves.toBe('shared');
    expect(world.count('user')).toBe(0);
  });

  test('a friend who lists a server under its name is a friend still', async () => {
    const world = openAccess();
    world.resources = { body: [owned(), server()] };
    world.user = { body: { id: EVE, uuid: 'e5e' } };
    const verdict = await world.verdict({ owner: ALICE });
    expect(verdict).toMatchObject({ verdict: 'shared', evidence: { servers: [{ owned: false, ownerId: ALICE }] } });
  });

  test('nobody is the owner while plex.tv doesn’t say who they are', async () => {
    const world = openAccess();
    world.resources = { body: [owned()] };
    world.user = away;
    const verdict = await world.verdict({ owner: ALICE, grace: HOUR });
    expect(verdict).toMatchObject({
      reason: 'unanswered',
      error: { code: 'CONNECTION_FAILED', operation: 'getTokenDetails' },
    });
    expect(verdict).toMatchObject({ retryAt: world.clock.now() + 1000 });
    await world.verdict({ owner: ALICE });
    expect([world.count('resources'), world.count('user')]).toEqual([1, 1]);
    world.clock.advance(1000);
    world.user = { body: {} };
    await expect(world.verdict({ owner: ALICE }).then(gist)).resolves.toBe('unanswered INVALID_RESPONSE');
    world.clock.advance(MINUTE);
    world.user = { body: { id: ALICE, uuid: 'a11ce' } };
    await expect(world.verdict({ owner: ALICE }).then(gist)).resolves.toBe('owner');
  });

  test('a token that is refused then is dead for every question', async () => {
    const world = openAccess();
    world.resources = { body: [owned(), server({ clientIdentifier: CELLAR })] };
    await expect(world.verdict({}, [CELLAR]).then(gist)).resolves.toBe('shared');
    world.user = { status: 401 };
    const dead = await world.verdict({ owner: ALICE });
    expect(dead).toMatchObject({ reason: 'token-dead', error: { operation: 'getTokenDetails', code: 'UNAUTHORIZED' } });
    await expect(world.verdict({}, [CELLAR])).resolves.toMatchObject({
      reason: 'token-dead',
      evidence: { from: 'memory' },
    });
    world.clock.advance(MINUTE);
    world.resources = away;
    await expect(world.verdict({ grace: HOUR }, [CELLAR]).then(gist)).resolves.toBe(NOTHING);
  });

  test('a token that was refused then is asked about again, as one that was refused before', async () => {
    const world = openAccess();
    world.resources = { body: [owned()] };
    world.user = { status: 401 };
    await expect(world.verdict({ owner: ALICE }).then(gist)).resolves.toBe('token-dead UNAUTHORIZED');
    world.user = { body: { id: ALICE, uuid: 'a11ce' } };
    world.clock.advance(MINUTE - 1);
    await expect(world.verdict({ owner: ALICE }).then(gist)).resolves.toBe('token-dead UNAUTHORIZED');
    expect(world.sent).toHaveLength(2);
    world.clock.advance(1);
    await expect(world.verdict({ owner: ALICE }).then(gist)).resolves.toBe('owner');
    expect([world.count('resources'), world.count('user')]).toEqual([2, 2]);
  });

  test('a token that was refused then lets nobody in on what was said before, though it is no more known to be dead', async () => {
    const world = openAccess();
    world.resources = { body: [owned(), server({ clientIdentifier: CELLAR })] };
    const last = kept(await world.verdict({ owner: ALICE }));
    const restarted = openAccess({}, world.clock);
    restarted.resources = world.resources;
    restarted.user = { status: 401 };
    await restarted.verdict({ owner: ALICE });
    restarted.user = away;
    world.clock.advance(MINUTE);
    const options = { owner: ALICE, last, grace: HOUR };
    await expect(restarted.verdict(options).then(gist)).resolves.toBe(NOTHING);
    await expect(restarted.verdict(options, [CELLAR]).then(gist)).resolves.toBe('shared');
    restarted.resources = away;
    world.clock.advance(MINUTE);
    await expect(restarted.verdict(options).then(gist)).resolves.toBe(NOTHING);
    await expect(restarted.verdict(options, [CELLAR]).then(gist)).resolves.toBe('shared by grace');
  });

  test('what is known of their account outlasts a clock that was set back', async () => {
    const world = openAccess();
    world.resources = { body: [owned()] };
    await world.verdict({ owner: ALICE });
    world.user = away;
    world.clock.advance(-HOUR);
    await expect(world.verdict({ owner: ALICE }).then(gist)).resolves.toBe('owner');
    expect(world.count('user')).toBe(1);
  });

  test('the same time limit and address are those of the second question', async () => {
    const world = openAccess();
    world.resources = { body: [owned()] };
    world.user = () => new Promise(() => {});
    const serverURL = 'https://another-plex.example/api/v2';
    await expect(world.verdict({ owner: ALICE, timeout: 5, serverURL }).then(gist)).resolves.toBe('unanswered TIMEOUT');
    expect(world.sent.map(({ url }) => new URL(url).host)).toEqual(['another-plex.example', 'another-plex.example']);
  });

  test('all who ask at a time share the second question too', async () => {
    const world = openAccess();
    world.resources = { body: [owned()] };
    const asked = Array.from({ length: 100 }, () => world.verdict({ owner: ALICE }).then(gist));
    expect(new Set(await Promise.all(asked))).toEqual(new Set(['owner']));
    expect(world.sent).toHaveLength(2);
  });

  test('and so does whoever asks while it is under way, however long that is', async () => {
    const world = openAccess();
    world.resources = { body: [owned()] };
    const { turn, release } = held({ id: ALICE, uuid: 'a11ce' });
    world.user = turn;
    const early = world.verdict({ owner: ALICE }).then(gist);
    await vi.waitFor(() => expect(world.count('user')).toBe(1));
    world.clock.advance(HOUR);
    const late = world.verdict({ owner: ALICE, maxAge: 0 }).then(gist);
    await vi.waitFor(() => expect(world.count('resources')).toBe(2));
    await setImmediate();
    release();
    await expect(Promise.all([early, late])).resolves.toEqual(['owner', 'owner']);
    expect(world.count('user')).toBe(1);
  });
});

describe('within the grace', () => {
  const grace = HOUR;

  /** The verdict in a process that knows only what was kept, about a person who is called eve. */
  async function recalled(entry: object, ask: { before?: number; after?: number }): Promise<string> {
    const before = openAccess();
    before.resources = { body: [entry] };
    before.user = { body: { id: EVE, uuid: 'e5e' } };
    const last = kept(await before.verdict({ owner: ask.before, person: 'eve' }));
    const world = openAccess({}, before.clock);
    world.resources = away;
    const fresh = await world.verdict({ owner: ask.after, person: 'eve', last, grace });
    before.resources = away;
    const warm = await before.verdict({ owner: ask.after, person: 'eve', grace, maxAge: 0 });
    expect(gist(warm)).toBe(gist(fresh));
    return gist(fresh);
  }

  const cases: [string, object, { before?: number; after?: number }, string][] = [
    ['an owner is one whose account was known', owned(), { before: EVE, after: EVE }, 'owner by grace'],
    ['and none where somebody else is', owned(), { before: EVE, after: ALICE }, NOTHING],
    ['nor one whose account nobody asked for', owned(), { after: EVE }, NOTHING],
    ['unless nobody wants to know', owned(), {}, 'owner by grace'],
    ['a friend is one of the owner', server(), { after: ALICE }, 'shared by grace'],
    ['and none of somebody else', server(), { after: EVE }, NOTHING],
    ['nor one of nobody', server({ ownerId: null }), { after: ALICE }, NOTHING],
  ];

  test.each(cases)('%s', async (...[, entry, ask, verdict]) => {
    await expect(recalled(entry, ask)).resolves.toBe(verdict);
  });

  test('an account that was known goes on with the verdict', async () => {
    const before = openAccess();
    before.resources = { body: [owned()] };
    const first = kept(await before.verdict({ owner: ALICE }));
    let last = first;
    for (let time = 0; time < 3; time += 1) {
      const world = openAccess({}, before.clock);
      world.resources = away;
      const verdict: AccessVerdict = await world.verdict({ owner: ALICE, last, grace });
      expect(verdict).toMatchObject({ verdict: 'owner', evidence: { from: 'grace', accountId: ALICE } });
      last = kept(verdict);
    }
  });

  test('an account that cannot be asked for leaves what was kept of it', async () => {
    const before = openAccess();
    before.resources = { body: [owned()] };
    const last = kept(await before.verdict({ owner: ALICE }));
    const world = openAccess({}, before.clock);
    world.resources = before.resources;
    world.user = away;
    before.clock.advance(MINUTE);
    const verdict = await world.verdict({ owner: ALICE, last, grace });
    expect(verdict).toMatchObject({ verdict: 'owner', evidence: { from: 'grace', accountId: ALICE } });
    world.resources = { body: [] };
    before.clock.advance(MINUTE);
    await expect(world.verdict({ owner: ALICE, last, grace }).then(gist)).resolves.toBe('stranger');
  });
});
