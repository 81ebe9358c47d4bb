import type { BackoffStrategy, RetryConfig } from '@ticketstub/sdk';
import { expect, test } from 'vitest';
import { facts } from '../../seed-facts.js';
import { callAsAlice, rejection } from '../four-calls.js';
import type { World } from '../world.js';
import type { Row } from './row.js';

const BACKOFF: BackoffStrategy = { initialInterval: 1000, maxInterval: 4000, exponent: 2, maxElapsedTime: 60_000 };

const again = (backoff: Partial<BackoffStrategy> = {}): RetryConfig => ({
  strategy: 'backoff',
  backoff: { ...BACKOFF, ...backoff },
});

/** Fails `times` times, then makes the call by the client's policy. */
async function afterFailures(world: World, times: number, retryConfig: RetryConfig): Promise<unknown> {
  world.standIn.control.failNext({ operation: 'getTokenDetails', status: 503, times });
  return rejection(callAsAlice(world, 'getTokenDetails', { client: { retryConfig } }));
}

/** The waits that are not the interval less at most half of it. */
function beyondJitter(waits: readonly number[], intervals: readonly number[]): number[] {
  return waits.filter((wait, index) => {
    const interval = intervals[index] ?? 0;
    return wait < interval / 2 || wait > interval;
  });
}

function backoffRow(name: keyof BackoffStrategy, kind: Row['kind']): Row {
  return {
    id: `retries.backoff.${name}`,
    kind,
    unkind: (open) =>
      test('must be a number, or nothing is sent', async () => {
        await using world = await open();
        for (const value of [-1, Number.NaN]) {
          const retries = again({ [name]: value });
          const error = await rejection(callAsAlice(world, 'getTokenDetails', { options: { retries } }));
          expect(error).toMatchObject({ name: 'InvalidArgumentError', argument: `retries.backoff.${name}` });
        }
        expect(world.sent).toEqual([]);
      }),
  };
}

/** Retries: strategies, the numbers of the back-off, connection errors, statuses. */
export const retryRows: readonly Row[] = [
  {
    id: 'retries.strategy.backoff',
    kind: (open) =>
      test('repeats until the answer is there', async () => {
        await using world = await open();
        expect(await afterFailures(world, 5, again())).toBeUndefined();
        expect(world.standIn.control.requests()).toHaveLength(6);
      }),
    unkind: (open) =>
      test('of the client is never applied to a sign-in', async () => {
        await using world = await open();
        world.standIn.control.failNext({ operation: 'postUsersSignInData', status: 503 });
        const error = await rejection(callAsAlice(world, 'postUsersSignInData', { client: { retryConfig: again() } }));
        expect(error).toMatchObject({ statusCode: 503 });
        expect(world.standIn.control.requests()).toHaveLength(1);
      }),
  },
  {
    id: 'retries.strategy.none',
    kind: (open) =>
      test('sends once', async () => {
        await using world = await open();
        expect(await afterFailures(world, 1, { strategy: 'none' })).toMatchObject({ statusCode: 503 });
        expect(world.sent).toHaveLength(1);
      }),
    unkind: (open) =>
      test('of the client yields to the call’s own', async () => {
        await using world = await open();
        world.standIn.control.failNext({ operation: 'getTokenDetails', status: 503 });
        const client = { retryConfig: { strategy: 'none' } } as const;
        await callAsAlice(world, 'getTokenDetails', { client, options: { retries: again() } });
        expect(world.sent).toHaveLength(2);
      }),
  },
  backoffRow('initialInterval', (open) =>
    test('is the first wait, less some chance', async () => {
      await using world = await open();
      await afterFailures(world, 1, again({ initialInterval: 700 }));
      expect(beyondJitter(world.waits, [700])).toEqual([]);
    }),
  ),
  backoffRow('maxInterval', (open) =>
    test('is the longest wait', async () => {
      await using world = await open();
      await afterFailures(world, 4, again({ maxInterval: 1500 }));
      expect(beyondJitter(world.waits, [1000, 1500, 1500, 1500])).toEqual([]);
    }),
  ),
  backoffRow('exponent', (open) =>
    test('is how much longer each wait is than the one before', async () => {
      await using world = await open();
      await afterFailures(world, 3, again({ exponent: 1.5 }));
      expect(beyondJitter(world.waits, [1000, 1500, 2250])).toEqual([]);
    }),
  ),
  backoffRow('maxElapsedTime', (open) =>
    test('is the time after which no attempt starts', async () => {
      await using world = await open();
      const error = await afterFailures(world, 100, again({ exponent: 1, maxElapsedTime: 10_000 }));
      expect(error).toMatchObject({ statusCode: 503 });
      const waited = world.waits.reduce((sum, wait) => sum + wait, 0);
      expect(waited).toBeGreaterThan(8000);
      expect(waited).toBeLessThanOrEqual(10_000);
    }),
  ),
  {
    id: 'retries.retryConnectionErrors',
    kind: (open) =>
      test('repeats what was cut off', async () => {
        await using world = await open();
        world.standIn.control.failNext({ operation: 'getTokenDetails', drop: true });
        const retryConfig = { ...again(), retryConnectionErrors: true };
        await expect(callAsAlice(world, 'getTokenDetails', { client: { retryConfig } })).resolves.toBeDefined();
        expect(world.standIn.control.requests().map(({ status }) => status)).toEqual([null, 200]);
      }),
    unkind: (open) =>
      test('is off unless asked for', async () => {
        await using world = await open();
        world.standIn.control.failNext({ operation: 'getTokenDetails', drop: true });
        const error = await rejection(callAsAlice(world, 'getTokenDetails', { client: { retryConfig: again() } }));
        expect(error).toMatchObject({ name: 'ConnectionError', code: 'CONNECTION_FAILED' });
        expect(world.sent).toHaveLength(1);
      }),
  },
  ...facts.retries.statuses.map((status): Row => ({
    id: `retries.${status}`,
    kind: (open) =>
      test('is tried again, and by the server’s own time when it gives one', async () => {
        await using world = await open();
        const { control } = world.standIn;
        control.failNext({ operation: 'getTransientToken', status });
        control.failNext({ operation: 'getTransientToken', status, retryAfter: 7 });
        await callAsAlice(world, 'getTransientToken', { client: { retryConfig: again() } });
        expect(control.requests().map((seen) => seen.status)).toEqual([status, status, 200]);
        expect(world.waits[1]).toBe(7000);
      }),
    unkind: (open) =>
      test('with a Retry-After beyond the budget ends at once, and says how long', async () => {
        await using world = await open();
        world.standIn.control.failNext({ operation: 'getTransientToken', status, retryAfter: 90 });
        const error = await rejection(callAsAlice(world, 'getTransientToken', { client: { retryConfig: again() } }));
        expect(error).toMatchObject({ statusCode: status, retryAfter: 90 });
        expect(world.waits).toEqual([]);
      }),
  })),
];
