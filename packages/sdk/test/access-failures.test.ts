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

describe('a question that fails after one that was put later was answered', () => {
  test('takes that answer, and lets nobody wait', async () => {
    const world = openAccess();
    const slow = held('no list');
    world.resources = slow.turn;
    const early = world.verdict({ timeout: HOUR });
    world.resources = { body: [server()] };
    await expect(world.verdict({ maxAge: 0 }).then(gist)).resolves.toBe('shared');
    slow.release();
    await expect(early.then(gist)).resolves.toBe('shared');
    world.resources = { body: [] };
    await expect(world.verdict({ maxAge: 0 }).then(gist)).resolves.toBe('stranger');
    expect(world.sent).toHaveLength(3);
  });
});
