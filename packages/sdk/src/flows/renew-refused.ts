import { SDKError } from '../errors.js';
import { SignInAgainError } from '../sign-in-errors.js';
import type { Clock } from '../options.js';
import type { RenewableToken, Repeat } from '../settings.js';
import { race } from '../transport/wait.js';

/** Milliseconds in which 401s cost one exchange at most: plex.tv may have reasons of its own. */
const COOL_DOWN = 60_000;

/** The last token that was answered 401, and what came of it. */
interface Refused {
  readonly token: string | undefined;
  readonly at: number;
  readonly renewal: Promise<string>;
}

/**
 * Has a token that plex.tv refused renewed, and the attempt made again, once. 498 says that it has expired, whatever this
 * device's clock says. 401, or what stands for it on old paths, may say that the device was removed: the exchange tells.
 */
export function renewRefused(source: RenewableToken, clock: Pick<Clock, 'now'>): Repeat {
  let last: Refused | undefined;
  return (attempt) => async (call) => {
    try {
      return await attempt(call);
    } catch (error) {
      const { operation, secrets, signal } = call;
      // A media server refuses what is for plex.tv; what goes without a token, or was asked to get one, speaks of something else.
      const { anonymous, name, target } = operation;
      const isThere = (target === 'server') === (source.isForServer === true);
      const ours = error instanceof SDKError && error.operation === name && !anonymous && isThere;
      const isExpired = ours && error.code === 'TOKEN_EXPIRED';
      if (!isExpired && !(ours && error.code === 'UNAUTHORIZED')) throw error;
      const token = secrets.at(-1);
      // Whoever sent the same token gets what the first of them gets; who sent another is told if that is the end.
      const isAnother = !isExpired && token !== last?.token;
      const earlier = isAnother && last && Math.abs(clock.now() - last.at) < COOL_DOWN ? last.renewal : undefined;
      try {
        const renewal = earlier ?? source.renew(token, { signal });
        if (isAnother && !earlier) last = { token, at: clock.now(), renewal };
        await race(renewal, signal);
      } catch (failure) {
        // That no other token could be had is no reason to hide a 401, unless none can be any more.
        const isNews = isExpired || failure instanceof SignInAgainError || signal?.aborted;
        throw isNews ? failure : error;
      }
      if (earlier) throw error;
      return attempt(call);
    }
  };
}
