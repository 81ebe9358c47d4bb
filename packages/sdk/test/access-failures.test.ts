import { afterEach, describe, expect, test, vi } from 'vitest';
import { away, gist, held, HOUR, openAccess, server } from './access-world.js';
import type { Turn } from './scene.js';

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('questions that fail at the same time', () => {
  test('make one pause, on Workers too, where each puts its own', async () => {
    vi.stubGlobal('WebSocketPair', Object);
    const world = openAccess();
    world.resources = away;
    const crowd = (): Promise<unknown> => Promise.all(Array.from({ length: 10 }, () => world.verdict()));
    await crowd();
    expect(world.sent).toHaveLength(10);
    await expect(world.verdict()).resolves.toMatchObject({ retryAt: world.clock.now() + 1000 });
    world.clock.advance(1000);
    await crowd();
    await expect(world.verdict()).resolves.toMatchObject({ retryAt: world.clock.now() + 2000 });
    expect(world.sent).toHaveLength(20);
  });

  test('are left alone for as long as any of them was told', async () => {
    vi.stubGlobal('WebSocketPair', Object);
    const world = openAccess();
    const turns: Turn[] = [{ status: 429, headers: { 'retry-after': '120' } }, { status: 503 }];
    const asked = turns.map((turn) => {
      world.resources = turn;
      return world.verdict();
    });
    await Promise.all(asked);
    await expect(world.verdict()).resolves.toMatchObject({ retryAt: world.clock.now() + 120_000 });
    expect(world.sent).toHaveLength(2);
  });
});

test('each of two that fail at the same time is told its own reason', async () => {
  vi.stubGlobal('WebSocketPair', Object);
  const world = openAccess();
  const turns: Turn[] = [{ status: 503 }, { status: 403 }, away];
  const asked = turns.map((turn) => {
    world.resources = turn;
    return world.verdict().then(gist);
  });
  const reasons = ['SERVER_ERROR', 'FORBIDDEN', 'CONNECTION_FAILED'];
  await expect(Promise.all(asked)).resolves.toEqual(reasons.map((code) => `unanswered ${code}`));
});

test('a clock that is set back between two failures makes the pause no longer', async () => {
  const world = openAccess();
  const [first, second] = [held('no list'), held('no list')];
  world.resources = first.turn;
  const early = world.verdict();
  world.resources = second.turn;
  const late = world.verdict({ timeout: HOUR });
  first.release();
  await early;
  world.clock.advance(-HOUR);
  second.release();
  await expect(late).resolves.toMatchObject({ retryAt: world.clock.now() + 2000 });
});

describe('a question that fails after one that was put later was answered', () => {
  test('takes that answer, and lets nobody wait', async () => {
    const world = openAccess();
    const slow = held('no list');
    world.resources = slow.turn;
    const early = world.verdict({ timeout: HOUR });
    world.resources = { body: [server()] };
    await expect(world.verdict({ maxAge: 0 }).then(gist)).resolves.toBe('shared');
    slow.release();
    await expect(early).resolves.toMatchObject({ verdict: 'shared', evidence: { from: 'answer' } });
    world.resources = { body: [] };
    await expect(world.verdict({ maxAge: 0 }).then(gist)).resolves.toBe('stranger');
    expect(world.sent).toHaveLength(3);
  });
});
