import type { Clock } from '../options.js';
import { race } from '../race.js';

export { race };

/** The longest wait a timer can do: about 24 days. */
export const LONGEST_TIMER: number = 2 ** 31 - 1;

/** The real clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => {
    let timer: ReturnType<typeof setTimeout>;
    const over = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, Math.min(ms, LONGEST_TIMER));
    });
    return race(over, signal).finally(() => clearTimeout(timer));
  },
};

/** The work's outcome, or what `tick` throws, which is called every so many milliseconds until then. */
export function ticking<T>(work: Promise<T>, every: number, tick: () => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setInterval(() => {
      try {
        tick();
      } catch (error) {
        clearInterval(timer);
        reject(error);
      }
    }, every);
    void work.then(resolve, reject).finally(() => clearInterval(timer));
  });
}

/** The work's outcome, or something else when that takes too long, in milliseconds. */
export function within<T>(ms: number, work: Promise<T>, otherwise: T): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(otherwise), ms);
    void work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
