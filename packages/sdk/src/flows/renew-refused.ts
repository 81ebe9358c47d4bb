import { SDKError } from '../errors.js';
import type { Clock } from '../options.js';
import type { RenewableToken, Repeat } from '../settings.js';

/** Milliseconds in which 401s cost one exchange at most: plex.tv may have reasons of its own. */
const COOL_DOWN = 60_000;

/**
 * Has a token that plex.tv refused renewed, and the attempt made again, once. 498 says that it has expired, whatever this
 * device's clock says. 401 may say that the device was removed: the exchange tells, and then the 401 stands.
 */
export function renewRefused(source: RenewableToken, clock: Pick<Clock, 'now'>): Repeat {
  let last: { readonly token: string | undefined; readonly at: number } | undefined;
  const mayAsk = (status: number, token: string | undefined): boolean => {
    if (status === 498) return true;
    if (status !== 401) return false;
    // Whoever sent the same token gets what the first of them gets.
    if (last && token === last.token) return true;
    if (last && Math.abs(clock.now() - last.at) < COOL_DOWN) return false;
    last = { token, at: clock.now() };
    return true;
  };
  return (attempt) => async (call) => {
    try {
      return await attempt(call);
    } catch (error) {
      const { operation, secrets, signal } = call;
      // A media server refuses every JWT, and what goes without a token speaks of something else.
      const ours = error instanceof SDKError && !operation.anonymous && operation.target !== 'server';
      const token = secrets.at(-1);
      if (!ours || !mayAsk(error.statusCode, token)) throw error;
      try {
        await source.renew(token, { signal });
      } catch (failure) {
        // That a 401 has no remedy is no reason to hide it.
        throw error.statusCode === 498 || signal?.aborted ? failure : error;
      }
      return attempt(call);
    }
  };
}
