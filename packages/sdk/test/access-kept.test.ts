import { describe, expect, test } from 'vitest';
import type { AccessVerdict } from '../src/index.js';
import {
  type AccessWorld,
  after,
  ATTIC,
  away,
  CELLAR,
  gist,
  HOUR,
  kept,
  MINUTE,
  NOTHING,
  openAccess,
  owned,
  server,
} from './access-world.js';
import type { Turn } from './scene.js';

const shared: Turn = { body: [server()] };
const stranger: Turn = { body: [] };

describe('after a restart', () => {
  /** A world that knows nothing but the verdict of another. */
  async function restarted(
    resources: Turn,
    {
      ask = (world) => world.verdict(),
      later = MINUTE,
    }: { ask?: (world: AccessWorld) => Promise<AccessVerdict>; later?: number } = {},
  ): Promise<{ world: AccessWorld; last: unknown }> {
    const before = openAccess();
    before.resources = resources;
    const last = kept(await ask(before));
    const world = openAccess({}, before.clock);
    world.resources = away;
    before.clock.advance(later);
    return { world, last };
  }

  test('the verdict that was kept counts for as long as the one in memory would have', async () => {
    const { world, last } = await restarted(shared);
    await expect(world.verdict({ grace: HOUR }).then(gist)).resolves.toBe(NOTHING);
    await expect(world.verdict({ last }).then(gist)).resolves.toBe(NOTHING);
    const verdict = await world.verdict({ last, grace: HOUR });
    expect(gist(verdict)).toBe('shared by grace');
    const { servers } = Object(Reflect.get(Object(last), 'evidence'));
    expect(verdict).toHaveProperty('evidence.servers', servers);
    world.clock.advance(HOUR - MINUTE);
    await expect(world.verdict({ last, grace: HOUR }).then(gist)).resolves.toBe('shared by grace');
    world.clock.advance(1);
    await expect(world.verdict({ last, grace: HOUR }).then(gist)).resolves.toBe(NOTHING);
  });

  test('one that was given by grace and kept grants no more of it', async () => {
    const { world, last } = await restarted(shared);
    const again = kept(await world.verdict({ last, grace: HOUR }));
    expect(again).toMatchObject({ verdict: 'shared', evidence: { from: 'grace' } });
    world.clock.advance(HOUR - MINUTE);
    const third = kept(await world.verdict({ last: again, grace: HOUR }));
    expect(third).toMatchObject({ verdict: 'shared', evidence: { from: 'grace' } });
    world.clock.advance(1);
    await expect(world.verdict({ last: third, grace: HOUR }).then(gist)).resolves.toBe(NOTHING);
  });

  test('it counts for its own token only', async () => {
    const { world, last } = await restarted({ body: [owned()] });
    const verdict = await world.plex.access.verdict('the-token-of-a-stranger', [ATTIC], { last, grace: HOUR });
    expect(gist(verdict)).toBe(NOTHING);
  });

  test('or for whom it was given for, by whatever token', async () => {
    const { world, last } = await restarted(shared, { ask: (before) => before.verdict({ person: 'dana' }) });
    const ask = (person?: string): Promise<AccessVerdict> =>
      world.plex.access.verdict('a-renewed-token', [ATTIC], { last, grace: HOUR, person });
    await expect(ask('dana').then(gist)).resolves.toBe('shared by grace');
    await expect(ask('eve').then(gist)).resolves.toBe(NOTHING);
    await expect(ask().then(gist)).resolves.toBe(NOTHING);
    await expect(world.verdict({ last, grace: HOUR }).then(gist)).resolves.toBe(NOTHING);
  });

  test('a person whose name is that of a token is none', async () => {
    const { world, last } = await restarted(shared);
    const { subject: person } = Object(Reflect.get(Object(last), 'evidence'));
    await expect(world.verdict({ last, person, grace: HOUR }).then(gist)).resolves.toBe(NOTHING);
  });

  test('it counts for its own machines only', async () => {
    const ask = (before: AccessWorld): Promise<AccessVerdict> => before.verdict({}, [ATTIC, 'nowhere']);
    const { world, last } = await restarted({ body: [server(), server({ clientIdentifier: CELLAR })] }, { ask });
    await expect(world.verdict({ last, grace: HOUR }, [CELLAR]).then(gist)).resolves.toBe(NOTHING);
    const both = await world.verdict({ last, grace: HOUR }, [CELLAR, ATTIC, 'nowhere']);
    expect(both).toMatchObject({ verdict: 'shared', evidence: { absent: ['nowhere'] } });
    expect(both).toHaveProperty('evidence.servers.length', 1);
  });

  test('beside it counts what this process has learned of other machines', async () => {
    const all = { body: [server({ clientIdentifier: CELLAR, home: true }), server()] };
    const { world, last } = await restarted(all);
    world.resources = { body: [null, server({ clientIdentifier: CELLAR })] };
    await world.verdict();
    world.resources = away;
    world.clock.advance(MINUTE);
    const verdict = await world.verdict({ last, grace: HOUR }, [CELLAR, ATTIC]);
    expect(verdict).toMatchObject({ evidence: { seenAt: world.clock.now() - 2 * MINUTE } });
    expect(verdict).toHaveProperty(
      'evidence.servers',
      [CELLAR, ATTIC].map((machine) => expect.objectContaining({ machineIdentifier: machine, standing: 'shared' })),
    );
  });

  test('the newer of what was kept and what is remembered counts', async () => {
    const { world, last } = await restarted({ body: [owned()] });
    world.resources = shared;
    await world.verdict();
    world.resources = away;
    const options = { last, grace: HOUR, maxAge: 0 };
    await expect(world.verdict(options).then(gist)).resolves.toBe('shared by grace');
    world.clock.advance(HOUR - MINUTE + 1);
    await expect(world.verdict(options).then(gist)).resolves.toBe('shared by grace');
    const { world: other, last: later } = await restarted({ body: [owned()] }, { later: 0 });
    other.clock.advance(-2 * MINUTE);
    other.resources = shared;
    await other.verdict();
    other.resources = away;
    other.clock.advance(2 * MINUTE);
    await expect(other.verdict({ last: later, grace: HOUR }).then(gist)).resolves.toBe('owner by grace');
  });

  test('of two that are equally new, what this process has heard counts', async () => {
    const { world, last } = await restarted({ body: [owned()] }, { later: 0 });
    world.resources = shared;
    await world.verdict();
    world.resources = away;
    await expect(world.verdict({ last, grace: HOUR, maxAge: 0 }).then(gist)).resolves.toBe('shared by grace');
  });

  test('a no that was kept ends what is remembered, whichever seems to be newer', async () => {
    for (const later of [0, MINUTE, HOUR]) {
      const { world, last } = await restarted(stranger, { later });
      expect(last).toMatchObject({ verdict: 'stranger', evidence: { absent: [ATTIC] } });
      world.resources = shared;
      await world.verdict();
      world.resources = away;
      await expect(world.verdict({ last, grace: HOUR, maxAge: 0 }).then(gist)).resolves.toBe(NOTHING);
      world.clock.advance(MINUTE);
      await expect(world.verdict({ grace: HOUR }).then(gist)).resolves.toBe('shared by grace');
    }
  });

  test('a no that is remembered ends what was kept, whichever seems to be newer', async () => {
    for (const later of [HOUR, 0, -HOUR]) {
      const { world, last } = await restarted(shared, { later });
      world.resources = stranger;
      await world.verdict();
      world.resources = away;
      world.clock.advance(MINUTE - later);
      await expect(world.verdict({ last, grace: HOUR, maxAge: 0 }).then(gist)).resolves.toBe(NOTHING);
    }
  });

  test('what is too old to count is no no', async () => {
    const { world, last } = await restarted({ body: [server(), server({ clientIdentifier: CELLAR })] }, { later: 0 });
    world.resources = { body: [null, server()] };
    world.clock.advance(HOUR);
    const ask = (before: AccessWorld): Promise<AccessVerdict> =>
      before.verdict({ last, grace: HOUR - 1, maxAge: 0 }, [ATTIC, CELLAR]);
    await ask(world);
    world.resources = away;
    await expect(ask(world)).resolves.toMatchObject({ evidence: { from: 'grace', absent: [] } });
  });

  test('a dead token that was kept ends what is remembered from before', async () => {
    const { last } = await restarted({ status: 401 }, { ask: (before) => before.verdict({ person: 'dana' }) });
    const world = await after(shared);
    world.clock.advance(MINUTE);
    await expect(world.verdict({ last, grace: HOUR, person: 'dana' }).then(gist)).resolves.toBe(NOTHING);
    await expect(world.verdict({ last, grace: HOUR, person: 'eve' }).then(gist)).resolves.toBe('shared by grace');
  });
});

describe('a verdict that was kept and is none', () => {
  const evidence = { from: 'answer', seenAt: 0, subject: 'person:dana', servers: [], absent: [] };
  const offer = { machineIdentifier: ATTIC, standing: 'owner', owned: true, home: true };

  /** What becomes of it in a process that knows nothing, and in one that remembers a share. */
  async function readings(make: (now: number) => unknown): Promise<string[]> {
    const [blank, warm] = [openAccess(), await after(shared)];
    blank.resources = away;
    const options = { person: 'dana', grace: HOUR, maxAge: 0 };
    return Promise.all(
      [blank, warm].map((world) => world.verdict({ ...options, last: make(world.clock.now()) }).then(gist)),
    );
  }

  const broken: [string, (now: number) => unknown][] = [
    ['null', () => null],
    ['a text', () => 'owner'],
    ['a list', () => []],
    ['empty', () => ({})],
    ['without evidence', () => ({ verdict: 'owner' })],
    ['with evidence that is none', () => ({ verdict: 'owner', evidence: 'plex.tv' })],
    ['of no time', () => ({ verdict: 'owner', evidence: { ...evidence, seenAt: undefined, servers: [offer] } })],
    [
      'a stranger’s of no time',
      () => ({ verdict: 'stranger', evidence: { ...evidence, seenAt: undefined, absent: [ATTIC] } }),
    ],
    [
      'of a time in words',
      (now) => ({ verdict: 'owner', evidence: { ...evidence, seenAt: String(now), servers: [offer] } }),
    ],
    [
      'of another time than ours',
      (now) => ({ verdict: 'owner', evidence: { ...evidence, seenAt: now + 60_001, servers: [offer] } }),
    ],
    [
      'of somebody else',
      (now) => ({
        verdict: 'owner',
        evidence: { ...evidence, seenAt: now, subject: 'person:alice', servers: [offer] },
      }),
    ],
    [
      'of nobody',
      (now) => ({ verdict: 'owner', evidence: { ...evidence, seenAt: now, subject: undefined, servers: [offer] } }),
    ],
    ['of no machines', (now) => ({ verdict: 'owner', evidence: { ...evidence, seenAt: now } })],
    [
      'of machines that are no list',
      (now) => ({ verdict: 'owner', evidence: { ...evidence, seenAt: now, servers: offer } }),
    ],
    [
      'of a machine that is none',
      (now) => ({
        verdict: 'owner',
        evidence: { ...evidence, seenAt: now, servers: [ATTIC, null, { ...offer, machineIdentifier: [ATTIC] }] },
      }),
    ],
    [
      'of an unknown standing',
      (now) => ({ verdict: 'admin', evidence: { ...evidence, seenAt: now, servers: [offer] } }),
    ],
    ['of no standing', (now) => ({ evidence: { ...evidence, seenAt: now, servers: [offer] } })],
    [
      'a stranger’s with a machine',
      (now) => ({ verdict: 'stranger', evidence: { ...evidence, seenAt: now, servers: [offer] } }),
    ],
    [
      'less than its machines say',
      (now) => ({ verdict: 'home', evidence: { ...evidence, seenAt: now, servers: [offer] } }),
    ],
    ['unknown, and of nothing', () => ({ verdict: 'unknown', reason: 'unanswered', error: {}, retryAt: 0 })],
    ['unknown', (now) => ({ verdict: 'unknown', reason: 'unanswered', evidence: { ...evidence, seenAt: now } })],
    [
      'of a dead token, and not unknown',
      (now) => ({ verdict: 'shared', reason: 'token-dead', evidence: { ...evidence, seenAt: now } }),
    ],
    [
      'absent from a list that is none',
      (now) => ({ verdict: 'stranger', evidence: { ...evidence, seenAt: now, absent: ATTIC } }),
    ],
  ];

  test.each(broken)('is passed over: %s', async (_, make) => {
    await expect(readings(make)).resolves.toEqual([NOTHING, 'shared by grace']);
  });

  test('is one without what may be missing', async () => {
    const bare = (now: number): unknown => ({
      verdict: 'owner',
      evidence: {
        subject: 'person:dana',
        seenAt: now,
        servers: [{ machineIdentifier: ATTIC, owned: 1, home: 'true', ownerId: '7' }],
      },
    });
    await expect(readings(bare)).resolves.toEqual(['shared by grace', 'shared by grace']);
  });

  test('is one with the most that it says', async () => {
    const said = (servers: unknown[]) => (now: number) => ({
      verdict: 'owner',
      evidence: { ...evidence, seenAt: now, servers },
    });
    await expect(readings(said([offer]))).resolves.toContain('owner by grace');
    await expect(readings(said([{ ...offer, owned: false }]))).resolves.toContain('home by grace');
  });
});
