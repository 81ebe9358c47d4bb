import type { Clock } from '../src/index.js';

/** A clock on which every wait is over at once, and remembered. */
export interface MovableClock extends Clock {
  /** Milliseconds of each wait so far. */
  readonly waits: number[];
  /** Lets time pass. */
  advance(ms: number): void;
}

/** Starts at a time nobody lives in. */
export function movableClock(startAt: number = Date.UTC(2031, 0, 1)): MovableClock {
  let time = startAt;
  const waits: number[] = [];
  const advance = (ms: number): void => {
    time += ms;
  };
  const sleep = (ms: number): Promise<void> => {
    waits.push(ms);
    advance(ms);
    return Promise.resolve();
  };
  return { now: () => time, sleep, waits, advance };
}
