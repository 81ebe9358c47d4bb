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

/** The requests of one client to one path. */
export interface RateCount {
  /** When those were made that were answered, of late. */
  readonly moments: readonly number[];
  /** When one was refused last. */
  readonly refusedAt?: number | undefined;
}

/** Whether a request made at a moment still counts. */
export function stillCounts(at: number, now: number): boolean {
  return at > now - WINDOW && at <= now;
}

function hasWaited({ refusedAt }: RateCount, now: number): boolean {
  return refusedAt !== undefined && now >= refusedAt + RETRY_AFTER * 1000;
}

/**
 * Counts a request made now with those made before: it is refused when the count says that it was refused now. Who was
 * told to wait and has waited begins anew.
 *
 * @rule rate-limit.window
 */
export function countRequest(before: RateCount, now: number): RateCount {
  const moments = hasWaited(before, now) ? [] : before.moments.filter((at) => stillCounts(at, now));
  return moments.length >= ALLOWED ? { moments, refusedAt: now } : { moments: [...moments, now] };
}
