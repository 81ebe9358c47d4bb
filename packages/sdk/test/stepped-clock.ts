import type { Clock } from '../src/index.js';

/** A clock that stands still until everybody waits, and goes on to whoever waits least. */
export interface SteppedClock extends Clock {
  /** Lets time pass, each waiter in turn, so many milliseconds. */
  pass(ms: number): Promise<void>;
  /** Has the clock show another time from now on; waits last as long as they do. */
  turn(ms: number): void;
  /** Milliseconds that have passed, whatever the clock shows. */
  readonly elapsed: number;
}

interface Waiter {
  readonly at: number;
  readonly wake: () => void;
}

/** Lets everything happen that waits for no time. */
function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** Starts at a time nobody lives in. */
export function steppedClock(startAt: number = Date.UTC(2031, 0, 1)): SteppedClock {
  let elapsed = 0;
  let turned = 0;
  const waiters = new Set<Waiter>();
  return {
    now: () => startAt + turned + elapsed,
    sleep: (ms) =>
      new Promise((resolve) => {
        const waiter = {
          at: elapsed + Math.max(0, ms),
          wake: () => {
            waiters.delete(waiter);
            resolve();
          },
        };
        waiters.add(waiter);
      }),
    async pass(ms) {
      const end = elapsed + ms;
      for (;;) {
        await settle();
        const at = Math.min(...[...waiters].map((waiter) => waiter.at));
        if (at > end) break;
        elapsed = at;
        for (const waiter of waiters) if (waiter.at === at) waiter.wake();
      }
      elapsed = end;
    },
    turn(ms) {
      turned += ms;
    },
    get elapsed() {
      return elapsed;
    },
  };
}
