import { afterEach, describe, expect, test, vi } from 'vitest';
import { away, openAccess } from './access-world.js';
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
