import { countRequest } from '../rules/rate-limits.js';

/** How often each client asked for each path of late. */
export interface RateWindows {
  /** Counts a request; true when it is one too many. */
  exceeds(path: string, client: string, now: number): boolean;
  clear(): void;
}

/** No requests yet. */
export function createRateWindows(): RateWindows {
  const windows = new Map<string, readonly number[]>();
  return {
    exceeds(path, client, now) {
      const key = JSON.stringify([path, client]);
      const { kept, limited } = countRequest(windows.get(key) ?? [], now);
      windows.set(key, kept);
      return limited;
    },
    clear: () => windows.clear(),
  };
}
