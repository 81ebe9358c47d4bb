import type { Clock } from '../options.js';
import { systemClock } from '../transport/wait.js';
import { check } from '../wire/arguments.js';

/** Remembers which attempts have signed somebody in, so that none does so twice. Several processes share one. */
export interface UsedAttempts {
  /**
   * Adds an attempt, at once and for all who share this: true for the first who adds it, false ever after. It may be forgotten
   * at `expiresAt`, in milliseconds since the epoch: nobody gets in with it later.
   */
  add(attempt: string, expiresAt: number): boolean | Promise<boolean>;
}

/** How much a {@link memoryUsed} remembers. */
export interface MemoryUsedOptions {
  /** How many attempts. Default 100,000: about 10 MB. The one that expires first makes room. */
  limit?: number | undefined;
  clock?: Clock | undefined;
}

/**
 * Remembers in memory: enough for one process. After a restart an attempt can be used once more, by whoever still has its
 * cookie and within the half hour that its PIN lives.
 * @throws InvalidArgumentError when the limit is no positive whole number.
 */
export function memoryUsed({ limit = 100_000, clock = systemClock }: MemoryUsedOptions = {}): UsedAttempts {
  check(Number.isSafeInteger(limit) && limit > 0, 'limit', 'must be a positive whole number');
  const known = new Map<string, number>();
  return {
    add(attempt, expiresAt) {
      if (known.has(attempt)) return false;
      const now = clock.now();
      // PINs live for about as long, so those that came first expire first: near enough to look no further.
      for (const [id, end] of known) {
        if (end > now && known.size < limit) break;
        known.delete(id);
      }
      known.set(attempt, expiresAt);
      return true;
    },
  };
}
