import { SDKError, TicketstubError } from '../errors.js';
import type { RetryPolicy } from '../wire/retry-config.js';
import type { Call } from './call.js';
import { race } from './wait.js';

/** Repeats an attempt as the policy says. The last error is the one that is thrown. */
export async function withRetries<T, C extends Pick<Call, 'policy' | 'clock' | 'signal'>>(
  attempt: (call: C) => Promise<T>,
  call: C,
): Promise<T> {
  const { policy, clock, signal } = call;
  const started = clock.now();
  for (let retry = 0; ; retry += 1) {
    try {
      return await attempt(call);
    } catch (error) {
      const wait = waitAfter(error, retry, policy);
      if (!(clock.now() - started + wait <= policy.maxElapsedTime)) throw error;
      await race(clock.sleep(wait, signal), signal);
    }
  }
}

/** Milliseconds before the next attempt; not a number when there must be none. The server's own wish comes first. */
function waitAfter(error: unknown, retry: number, policy: RetryPolicy): number {
  const refused = error instanceof SDKError;
  const unanswered = policy.retryConnectionErrors && error instanceof TicketstubError;
  const final = refused ? ![429, 500, 502, 503, 504].includes(error.statusCode) : !unanswered;
  if (final || retry >= policy.limit) return Number.NaN;
  // Nought asks for no wait, but a server that is asked at once is no better off.
  if (refused && error.retryAfter) return error.retryAfter * 1000;
  return Math.min(policy.initialInterval * policy.exponent ** retry, policy.maxInterval) * (1 - Math.random() / 2);
}
