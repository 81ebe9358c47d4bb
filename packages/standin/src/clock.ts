import { StandInError } from './stand-in-error.js';

/** A clock a program can wait on. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Waits `ms` milliseconds of this clock; rejects with the signal's reason as soon as it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The stand-in's clock: it runs at real speed from wherever it was put. */
export interface MovableClock extends Clock {
  /** Milliseconds this clock is ahead of the machine's. */
  readonly offset: number;
  /** Whether it was closed. */
  readonly closed: boolean;
  /** Moves the clock forward by `ms` and wakes whoever was waiting for that time. */
  advance(ms: number): void;
  /** Puts the clock at `at` (ms since the epoch), or back to the machine's time. */
  put(at: number | undefined): void;
  /** Ends every wait with a `CLOSED` error. */
  close(): void;
}

/** The longest delay a Node timer takes. */
const LONGEST_TIMER = 2_147_483_647;

interface Sleeper {
  readonly due: number;
  readonly wake: () => void;
  readonly fail: (reason: unknown) => void;
  timer: NodeJS.Timeout | undefined;
}

/** Who waits for which time of a clock. */
interface Sleepers {
  wait(due: number, signal: AbortSignal | undefined): Promise<void>;
  /** Looks at the clock again, which was moved. */
  rearm(): void;
  failAll(reason: unknown): void;
}

function createSleepers(now: () => number): Sleepers {
  const sleepers = new Set<Sleeper>();

  const arm = (sleeper: Sleeper): void => {
    clearTimeout(sleeper.timer);
    const left = sleeper.due - now();
    if (left <= 0) sleeper.wake();
    else sleeper.timer = setTimeout(() => arm(sleeper), Math.min(left, LONGEST_TIMER));
  };

  const wait = (due: number, signal: AbortSignal | undefined): Promise<void> =>
    new Promise((resolve, reject) => {
      const end = (): void => {
        sleepers.delete(sleeper);
        clearTimeout(sleeper.timer);
        signal?.removeEventListener('abort', onAbort);
      };
      const fail = (reason: unknown): void => {
        end();
        reject(reason);
      };
      const wake = (): void => {
        end();
        resolve();
      };
      const onAbort = (): void => fail(signal?.reason);
      const sleeper: Sleeper = { due, wake, fail, timer: undefined };
      sleepers.add(sleeper);
      signal?.addEventListener('abort', onAbort, { once: true });
      arm(sleeper);
    });

  return {
    wait,
    rearm: () => sleepers.forEach(arm),
    failAll: (reason) => sleepers.forEach(({ fail }) => fail(reason)),
  };
}

/** Makes a clock `offset` milliseconds ahead of the machine's. */
export function createClock(offset: number): MovableClock {
  let ahead = offset;
  let closed = false;
  const now = (): number => Date.now() + ahead;
  const sleepers = createSleepers(now);
  const move = (to: number): void => {
    ahead = to;
    sleepers.rearm();
  };
  return {
    now,
    get offset() {
      return ahead;
    },
    get closed() {
      return closed;
    },
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      if (closed) throw new StandInError('CLOSED', 'The stand-in is closed: its clock no longer wakes anyone');
      await sleepers.wait(now() + ms, signal);
    },
    advance: (ms) => move(ahead + ms),
    put: (at) => move(at === undefined ? 0 : at - Date.now()),
    close() {
      closed = true;
      sleepers.failAll(new StandInError('CLOSED', 'The stand-in was closed'));
    },
  };
}
