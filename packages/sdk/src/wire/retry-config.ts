import type { BackoffStrategy } from '../options.js';
import { check, demandFlag, demandObject } from './arguments.js';

/** A retry policy with nothing left open. */
export interface RetryPolicy extends BackoffStrategy {
  /** How many retries at most. */
  readonly limit: number;
  readonly retryConnectionErrors: boolean;
}

/** For whoever says nothing: short and safe. */
export const DEFAULT_RETRIES: RetryPolicy = {
  initialInterval: 500,
  maxInterval: 2000,
  exponent: 1.5,
  maxElapsedTime: 5000,
  limit: 2,
  retryConnectionErrors: false,
};

/** The seed's numbers, for a config that leaves `backoff` out. */
const BACKOFF: BackoffStrategy = { ...DEFAULT_RETRIES, maxInterval: 60_000, maxElapsedTime: 3_600_000 };

/**
 * The policy a config asks for; undefined for no retries.
 * @throws InvalidArgumentError naming the path of what is wrong.
 */
export function resolveRetries(config: unknown, argument: string): RetryPolicy | undefined {
  const { strategy, backoff = BACKOFF, retryConnectionErrors } = demandObject(config, argument);
  check(strategy === 'backoff' || strategy === 'none', `${argument}.strategy`, "must be 'backoff' or 'none'");
  if (strategy === 'none') return undefined;
  const given = demandObject(backoff, `${argument}.backoff`);
  const read = (key: keyof BackoffStrategy): number => {
    const value = given[key];
    const fits = typeof value === 'number' && value >= 0 && value < Infinity;
    check(fits, `${argument}.backoff.${key}`, 'must be a number, 0 or more');
    return value;
  };
  return {
    initialInterval: read('initialInterval'),
    maxInterval: read('maxInterval'),
    exponent: read('exponent'),
    maxElapsedTime: read('maxElapsedTime'),
    limit: Infinity,
    retryConnectionErrors: demandFlag(retryConnectionErrors, `${argument}.retryConnectionErrors`) ?? false,
  };
}
