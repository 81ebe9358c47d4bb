import { type RateCount, countRequest, stillCounts } from '../rules/rate-limits.js';

/** How often each client asked for each path of late. */
export interface RateWindows {
  /** Counts a request; true when it is one too many. */
  exceeds(path: string, client: string, now: number): boolean;
  clear(): void;
}

/** No requests yet. */
export function createRateWindows(): RateWindows {
  // Those asked for last come last.
  const windows = new Map<string, RateCount>();
  /** Forgets whoever has not asked for long: there is no end of clients. */
  const forget = (now: number): void => {
    for (const [key, { moments }] of windows) {
      if (moments.some((at) => stillCounts(at, now))) return;
      windows.delete(key);
    }
  };
  return {
    exceeds(path, client, now) {
      const key = JSON.stringify([path, client]);
      const count = countRequest(windows.get(key) ?? { moments: [] }, now);
      windows.delete(key);
      windows.set(key, count);
      forget(now);
      return count.refusedAt !== undefined;
    },
    clear: () => windows.clear(),
  };
}
