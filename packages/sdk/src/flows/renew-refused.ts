import { type ErrorCode, SDKError, SignInAgainError } from '../errors.js';
import type { Clock } from '../options.js';
import type { RenewableToken, Repeat } from '../settings.js';

/** Milliseconds in which 401s cost one exchange at most: plex.tv may have reasons of its own. */
const COOL_DOWN = 60_000;

/**
 * Has a token that plex.tv refused renewed, and the attempt made again, once. 498 says that it has expired, whatever this
 * device's clock says. 401, or what stands for it on old paths, may say that the device was removed: the exchange tells.
 */
export function renewRefused(source: RenewableToken, clock: Pick<Clock, 'now'>): Repeat {
  let last: { readonly token: string | undefined; readonly at: number } | undefined;
  const mayAsk = (code: ErrorCode, token: string | undefined): boolean => {
    if (code === 'TOKEN_EXPIRED') return true;
    if (code !== 'UNAUTHORIZED') return false;
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
      // A media server refuses every JWT; what goes without a token, or was asked to get one, speaks of something else.
      const { anonymous, name, target } = operation;
      const ours = error instanceof SDKError && error.operation === name && !anonymous && target !== 'server';
      const token = secrets.at(-1);
      if (!ours || !mayAsk(error.code, token)) throw error;
      try {
        await source.renew(token, { signal });
      } catch (failure) {
        // That no other token could be had is no reason to hide a 401, unless none can be any more.
        const isNews = error.code === 'TOKEN_EXPIRED' || failure instanceof SignInAgainError || signal?.aborted;
        throw isNews ? failure : error;
      }
      return attempt(call);
    }
  };
}
