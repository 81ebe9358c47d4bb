import { SDKError } from '../errors.js';
import type { AccessToken, Clock } from '../options.js';
import type { Repeat } from '../settings.js';
import type { TokenSource } from './token-source.js';

/** Milliseconds in which a 401 costs one question at most: plex.tv may have reasons of its own. */
const COOL_DOWN = 60_000;

/** Whether an access token is one that can be renewed. */
export function isTokenSource(accessToken: AccessToken | undefined): accessToken is TokenSource {
  return typeof accessToken === 'function' && 'renew' in accessToken && typeof accessToken.renew === 'function';
}

/**
 * Has a token that plex.tv refused renewed, and the attempt made again, once. 498 says that it has expired, whatever this
 * device's clock says. 401 may say that the device was removed: the exchange tells, and then the 401 stands.
 */
export function renewRefused(source: TokenSource, clock: Pick<Clock, 'now'>): Repeat {
  let asked = -Infinity;
  const mayAsk = (status: number): boolean => {
    if (status === 498) return true;
    if (status !== 401 || Math.abs(clock.now() - asked) < COOL_DOWN) return false;
    asked = clock.now();
    return true;
  };
  return (attempt) => async (call) => {
    try {
      return await attempt(call);
    } catch (error) {
      const { operation, secrets, signal } = call;
      // A media server refuses every JWT, and what goes without a token speaks of something else.
      const ours = error instanceof SDKError && !operation.anonymous && operation.target !== 'server';
      if (!ours || !mayAsk(error.statusCode)) throw error;
      try {
        await source.renew(secrets.at(-1), { signal });
      } catch (failure) {
        // That a 401 has no remedy is no reason to hide it.
        throw error.statusCode === 498 || signal?.aborted ? failure : error;
      }
      return attempt(call);
    }
  };
}
