/** How far back requests are counted, in milliseconds. */
const WINDOW = 10_000;

/** Requests to one path by one client within the window that are answered. */
const ALLOWED = 20;

/**
 * What a client is told to wait, in seconds.
 *
 * @rule rate-limit.window
 */
export const RETRY_AFTER = 5;

/** The moments that still count, and whether one more request is too many. */
export interface RateVerdict {
  readonly kept: readonly number[];
  readonly limited: boolean;
}

/** Whether a request made at a moment still counts. */
export function stillCounts(at: number, now: number): boolean {
  return at > now - WINDOW && at <= now;
}

/**
 * Counts a request made now against those made before.
 *
 * @rule rate-limit.window
 */
export function countRequest(before: readonly number[], now: number): RateVerdict {
  const kept = before.filter((at) => stillCounts(at, now));
  if (kept.length >= ALLOWED) return { kept, limited: true };
  return { kept: [...kept, now], limited: false };
}
