import { describe, expect, test, vi } from 'vitest';
import { openProcesses, theServer, untilWaiting, usePostgres, warm } from './postgres-world.js';

usePostgres();

describe('leases', () => {
  test.each(['read\\ committed', 'repeatable\\ read', 'serializable'])(
    'are given to one of many on many connections, name by name, in %s transactions',
    async (isolation) => {
      const pool = { options: `-c default_transaction_isolation=${isolation}` };
      await using processes = await openProcesses({ count: 4, pool });
      const { stores, pools } = processes;
      await Promise.all(pools.map((one) => warm(one, 10)));
      const crowd = Array.from({ length: 200 }, async (_, index) => stores[index % 4]?.lease('alice', 60_000));
      expect((await Promise.all(crowd)).filter(Boolean)).toHaveLength(1);
      const names = Array.from({ length: 200 }, (_, index) => `person-${index % 50}`);
      const given = await Promise.all(names.map(async (name, index) => stores[index % 3]?.lease(name, 60_000)));
      expect(new Set(names.filter((_, index) => given[index])).size).toBe(50);
      expect(given.filter(Boolean)).toHaveLength(50);
    },
  );

  test('pass from hand to hand, never to two at once', async () => {
    await using processes = await openProcesses({ count: 4 });
    let inside = 0;
    let most = 0;
    let turns = 0;
    const work = async (store: (typeof processes.stores)[0]): Promise<void> => {
      for (let done = 0; done < 25;) {
        const lease = await store.lease('alice', 60_000);
        if (!lease) continue;
        inside += 1;
        most = Math.max(most, inside);
        await store.read('alice');
        inside -= 1;
        turns += 1;
        done += 1;
        await lease.release();
      }
    };
    await Promise.all(processes.stores.map(work));
    expect([most, turns]).toEqual([1, 100]);
  });

  test('end by the clock of the database, whatever the clocks of the processes say', async () => {
    await using processes = await openProcesses();
    const [store, other] = processes.stores;
    const now = async (): Promise<number> => {
      const { rows } = await processes.pools[0].query('select extract(epoch from clock_timestamp())::float8 as now');
      return Number(rows[0]?.['now']) * 1000;
    };
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 86_400_000 });
    try {
      const before = await now();
      await store.lease('alice', 300);
      await expect(other.lease('bruno', 60_000)).resolves.toBeDefined();
      const next = await vi.waitUntil(() => other.lease('alice', 60_000), { timeout: 60_000, interval: 20 });
      expect(next).toBeDefined();
      expect((await now()) - before).toBeGreaterThanOrEqual(300);
    } finally {
      vi.useRealTimers();
    }
    await expect(store.lease('bruno', 1)).resolves.toBeUndefined();
  });

  test('that ended and were never asked for again are cleared away by those that are', async () => {
    await using processes = await openProcesses();
    const { stores, pools, leases } = processes;
    const kept = await stores[0].lease('kept', 3_600_000);
    for (let index = 0; index < 300; index += 1) await stores[0].lease(`gone-${index}`, 0.001);
    const count = async (): Promise<number> => {
      const { rows } = await pools[0].query(`select count(*)::int as number from ${leases}`);
      return Number(rows[0]?.['number']);
    };
    expect(await count()).toBeLessThan(10);
    await pools[0].query(`insert into ${leases} select 'old-' || number, md5('x')::uuid, now() - interval '1 day'
      from generate_series(1, 500) as number`);
    const asked = Array.from({ length: 400 }, (_, index) => stores[index % 2 ? 0 : 1].lease('alice', 60_000));
    expect((await Promise.all(asked)).filter(Boolean)).toHaveLength(1);
    for (let index = 0; index < 10; index += 1) await stores[0].lease('alice', 60_000);
    expect(await count()).toBe(2);
    await expect(stores[1].lease('kept', 1000)).resolves.toBeUndefined();
    await kept?.release();
    await expect(stores[1].lease('kept', 1000)).resolves.toBeDefined();
  });

  test('may be wanted for longer than the calendar of the database goes', async () => {
    await using processes = await openProcesses();
    const [store, other] = processes.stores;
    await expect(store.lease('alice', Number.MAX_VALUE)).resolves.toBeDefined();
    await expect(other.lease('alice', Number.MIN_VALUE)).resolves.toBeUndefined();
    await expect(other.lease('bruno', Number.MIN_VALUE)).resolves.toBeDefined();
  });

  test('that come after their asker has left are given back', async () => {
    await using processes = await openProcesses();
    const [store, other] = processes.stores;
    // A pool of one is one session.
    const session = theServer().pool({ max: 1 });
    await session.query(`begin; lock table ${processes.leases} in access exclusive mode`);
    const left = new AbortController();
    const asked = store.lease('alice', 3_600_000, { signal: left.signal });
    await untilWaiting(session, 1);
    left.abort(new Error('left'));
    await expect(asked).rejects.toThrow('left');
    await session.query('commit');
    await expect(vi.waitUntil(() => other.lease('alice', 60_000), { timeout: 60_000 })).resolves.toBeDefined();
  });
});
