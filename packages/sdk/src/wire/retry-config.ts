import type { BackoffStrategy } from '../options.js';
import { check, demandObject } from './arguments.js';

/** A retry policy with nothing left open. */
export interface RetryPolicy extends BackoffStrategy {
  /** How many retries at most. */
  readonly limit: number;
  readonly retryConnectionErrors: boolean;
}

/** The seed's numbers, for a config that leaves `backoff` out. */
const BACKOFF: BackoffStrategy = {
  initialInterval: 500,
  maxInterval: 60_000,
  exponent: 1.5,
  maxElapsedTime: 3_600_000,
};

/** For whoever says nothing: short and safe. */
export const DEFAULT_RETRIES: RetryPolicy = {
  ...BACKOFF,
  maxInterval: 2000,
  maxElapsedTime: 5000,
  limit: 2,
  retryConnectionErrors: false,
};

/** One attempt. */
export const NO_RETRIES: RetryPolicy = { ...DEFAULT_RETRIES, limit: 0 };

/** @throws InvalidArgumentError naming the path of what is wrong. */
export function resolveRetries(config: unknown, argument: string): RetryPolicy {
  const { strategy, backoff = {}, retryConnectionErrors } = demandObject(config, argument);
  if (strategy === 'none') return NO_RETRIES;
  check(strategy === 'backoff', `${argument}.strategy`, 'must be backoff or none');
  const intervals = { ...BACKOFF, ...demandObject(backoff, `${argument}.backoff`) };
  for (const [key, value] of Object.entries(intervals)) {
    check(typeof value === 'number' && value >= 0, `${argument}.backoff.${key}`, 'must be 0 or more');
  }
  return {
    ...intervals,
    limit: Infinity,
    retryConnectionErrors: retryConnectionErrors === true,
  };
}
