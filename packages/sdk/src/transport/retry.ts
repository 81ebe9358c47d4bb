import { ConnectionError, SDKError, TimeoutError } from '../errors.js';
import type { Clock } from '../options.js';
import type { RetryPolicy } from '../wire/retry-config.js';
import { pause } from './wait.js';

/** Repeats an attempt as the policy says. The last error is the one that is thrown. */
export async function withRetries<T>(
  attempt: () => Promise<T>,
  policy: RetryPolicy | undefined,
  { clock, signal }: { clock: Clock; signal: AbortSignal | undefined },
): Promise<T> {
  const started = clock.now();
  for (let retry = 0; ; retry += 1) {
    try {
      return await attempt();
    } catch (error) {
      const wait = policy && waitAfter(error, retry, policy);
      if (wait === undefined || clock.now() - started + wait > (policy?.maxElapsedTime ?? 0)) throw error;
      await pause(clock, wait, signal);
    }
  }
}

/** Milliseconds before the next attempt; undefined when there must be none. The server's own wish comes first. */
function waitAfter(error: unknown, retry: number, policy: RetryPolicy): number | undefined {
  if (retry >= policy.limit) return undefined;
  const refused = error instanceof SDKError && [429, 500, 502, 503, 504].includes(error.statusCode);
  if (refused && error.retryAfter !== undefined) return error.retryAfter * 1000;
  const unanswered = error instanceof ConnectionError || error instanceof TimeoutError;
  if (!refused && !(unanswered && policy.retryConnectionErrors)) return undefined;
  return Math.min(policy.initialInterval * policy.exponent ** retry, policy.maxInterval) * (1 - Math.random() / 2);
}
