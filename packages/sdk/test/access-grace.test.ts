import { describe, expect, test } from 'vitest';
import type { AccessVerdict } from '../src/index.js';
import {
  after,
  ALICE,
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

describe('while plex.tv is away', () => {
  test('nobody comes in on an old verdict unless the caller grants a grace', async () => {
    const world = await after(shared);
    await expect(world.verdict({ maxAge: 0 }).then(gist)).resolves.toBe(NOTHING);
    world.clock.advance(MINUTE);
    await expect(world.verdict().then(gist)).resolves.toBe(NOTHING);
    await expect(world.verdict({ grace: 0 }).then(gist)).resolves.toBe(NOTHING);
    await expect(world.verdict({ grace: HOUR }).then(gist)).resolves.toBe('shared by grace');
  });

  test('within the grace the last verdict is given again, marked', async () => {
    const world = await after({ body: [server({ home: true })] });
    const seenAt = world.clock.now();
    world.clock.advance(10 * MINUTE);
    const verdict = await world.verdict({ grace: HOUR }, [ATTIC, CELLAR]);
    expect(verdict).toEqual({
      verdict: 'home',
      evidence: {
        from: 'grace',
        seenAt,
        until: seenAt + HOUR,
        subject: expect.stringMatching(/^token:/),
        servers: [
          {
            machineIdentifier: ATTIC,
            standing: 'home',
            name: 'Attic',
            owned: false,
            home: true,
            ownerId: ALICE,
            sourceTitle: 'alice-attic',
          },
        ],
        absent: [CELLAR],
        error: {
          code: 'CONNECTION_FAILED',
          operation: 'getResources',
          message: 'getResources: no answer',
        },
        retryAt: world.clock.now() + 1000,
      },
    });
    expect(kept(verdict)).toStrictEqual(verdict);
  });

  test('it ends to the millisecond, however often it was given', async () => {
    const world = await after(shared);
    for (let minute = 0; minute < 60; minute += 1) {
      await expect(world.verdict({ grace: HOUR, maxAge: 0 }).then(gist)).resolves.toBe('shared by grace');
      world.clock.advance(MINUTE);
    }
    await expect(world.verdict({ grace: HOUR }).then(gist)).resolves.toBe('shared by grace');
    world.clock.advance(1);
    await expect(world.verdict({ grace: HOUR }).then(gist)).resolves.toBe(NOTHING);
    await expect(world.verdict({ grace: HOUR + 1 }).then(gist)).resolves.toBe('shared by grace');
  });

  test('a clock that was set back by a minute is believed, by more it is not', async () => {
    const world = await after(shared);
    world.clock.advance(-MINUTE);
    await expect(world.verdict({ grace: HOUR }).then(gist)).resolves.toBe('shared by grace');
    await expect(world.verdict({ grace: MINUTE - 1 }).then(gist)).resolves.toBe(NOTHING);
    world.clock.advance(-1);
    await expect(world.verdict({ grace: HOUR }).then(gist)).resolves.toBe(NOTHING);
  });

  test('a stranger stays out, whatever was said before', async () => {
    const world = openAccess();
    world.resources = shared;
    const last = kept(await world.verdict());
    world.resources = stranger;
    world.clock.advance(MINUTE);
    await expect(world.verdict({ grace: HOUR, last }).then(gist)).resolves.toBe('stranger');
    world.resources = away;
    await expect(world.verdict({ grace: HOUR, maxAge: 0 }).then(gist)).resolves.toBe(NOTHING);
    await expect(world.verdict({ grace: HOUR, maxAge: 0, last }).then(gist)).resolves.toBe(NOTHING);
  });

  test.each([401, 498])('nobody comes in with a token that was refused with %i', async (status) => {
    const world = openAccess();
    world.resources = shared;
    const last = kept(await world.verdict());
    world.resources = { status };
    world.clock.advance(MINUTE);
    const dead = await world.verdict({ grace: HOUR, last });
    expect(dead).toMatchObject({ verdict: 'unknown', reason: 'token-dead' });
    world.resources = away;
    world.clock.advance(MINUTE);
    await expect(world.verdict({ grace: HOUR, last }).then(gist)).resolves.toBe(NOTHING);
    const later = {
      verdict: 'shared',
      evidence: { ...Reflect.get(Object(last), 'evidence'), seenAt: world.clock.now() },
    };
    await expect(world.verdict({ grace: HOUR, last: later }).then(gist)).resolves.toBe(NOTHING);
  });

  test.each<[string, Turn]>([
    ['rests', { status: 503 }],
    ['limits', { status: 429 }],
    ['forbids', { status: 403 }],
    ['speaks in riddles', { body: {} }],
    ['lists what cannot be read', { body: [{}] }],
  ])('it is away also when it %s', async (_, turn) => {
    const world = await after({ body: [owned()] });
    world.clock.advance(MINUTE);
    world.resources = turn;
    await expect(world.verdict({ grace: HOUR }).then(gist)).resolves.toBe('owner by grace');
    await expect(world.verdict({ grace: HOUR }, [CELLAR])).resolves.toMatchObject({ reason: 'unanswered' });
  });

  test('it counts from the last list that could be read as a whole', async () => {
    const world = openAccess();
    world.resources = shared;
    await world.verdict();
    const seenAt = world.clock.now();
    const verdict = (): Promise<AccessVerdict> => world.verdict({ grace: HOUR });
    for (const body of [[null], [null, server({ clientIdentifier: CELLAR })], [null]]) {
      world.clock.advance(MINUTE);
      world.resources = { body };
      await expect(verdict()).resolves.toMatchObject({ evidence: { from: 'grace', seenAt } });
    }
    await expect(world.verdict({ grace: HOUR }, [CELLAR])).resolves.toMatchObject({ reason: 'unanswered' });
    world.clock.advance(MINUTE);
    world.resources = { body: [null, server({ owned: true })] };
    await expect(verdict().then(gist)).resolves.toBe('owner');
    world.resources = stranger;
    world.clock.advance(MINUTE);
    await expect(verdict().then(gist)).resolves.toBe('stranger');
    world.resources = { body: [null] };
    world.clock.advance(MINUTE);
    await expect(verdict().then(gist)).resolves.toBe('unanswered INVALID_RESPONSE');
  });

  test('a list that tells of the machine counts before one that did not know it', async () => {
    const world = await after(stranger);
    world.resources = { body: [null, server()] };
    world.clock.advance(MINUTE);
    await expect(world.verdict().then(gist)).resolves.toBe('shared');
    world.resources = away;
    await expect(world.verdict({ grace: HOUR, maxAge: 0 }).then(gist)).resolves.toBe('shared by grace');
  });

  test('only the machines that are asked about count', async () => {
    const world = await after({ body: [owned(), server({ clientIdentifier: CELLAR })] });
    const options = { grace: HOUR, maxAge: 0 };
    await expect(world.verdict(options, [CELLAR]).then(gist)).resolves.toBe('shared by grace');
    await expect(world.verdict(options, [CELLAR, ATTIC]).then(gist)).resolves.toBe('owner by grace');
    await expect(world.verdict(options, ['nowhere']).then(gist)).resolves.toBe(NOTHING);
  });

  test('it ends as soon as plex.tv answers again', async () => {
    const world = await after(shared);
    await expect(world.verdict({ grace: HOUR, maxAge: 0 }).then(gist)).resolves.toBe('shared by grace');
    world.clock.advance(1000);
    world.resources = stranger;
    await expect(world.verdict({ grace: HOUR, maxAge: 0 }).then(gist)).resolves.toBe('stranger');
  });
});
