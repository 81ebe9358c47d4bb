import { identifiedSettingsOf, type PlexCore } from '../core.js';
import { SDKError, TicketstubError } from '../errors.js';
import { getTokenDetailsOperation } from '../operations/get-token-details.js';
import type { CallOptions } from '../options.js';
import { checkToken as demandToken, isRenewable, pinnedTo } from '../settings.js';
import { send } from '../transport/send.js';
import { check } from '../wire/arguments.js';
import { type Named, withoutBlankNames } from '../wire/names.js';
import type { UserPlexAccount } from '../wire/user-plex-account.js';

/** The account behind a token. Names that managed users lack are undefined. */
export type CheckedAccount = Named<UserPlexAccount>;

/** Whether a token works, as far as anybody can tell. */
export type TokenCheck =
  | { readonly state: 'valid'; readonly account: CheckedAccount }
  | {
      readonly state: 'invalid';
      /** `rejected`: sign in again. `expired`: a JWT whose time is over, and which the device's key renews. */
      readonly reason: 'rejected' | 'expired';
      /** An SDKError, or what the client's token source says when it has no token any more. */
      readonly error: TicketstubError;
    }
  /** Nobody answered, or not to the point: keep the token. */
  | { readonly state: 'unknown'; readonly error: TicketstubError };

/** Does what `account.checkToken` says. */
export async function checkToken(core: PlexCore, token?: string, options?: CallOptions): Promise<TokenCheck> {
  const settings = identifiedSettingsOf(core);
  const asked = token === undefined ? settings : pinnedTo(settings, demandToken(token));
  check(asked.options.accessToken, 'token', 'needed: pass one, or a client that has one');
  try {
    const { userPlexAccount } = await send(asked, getTokenDetailsOperation, { input: undefined, options });
    return { state: 'valid', account: withoutBlankNames(userPlexAccount) };
  } catch (error) {
    options?.signal?.throwIfAborted();
    if (!(error instanceof TicketstubError)) throw error;
    const { code } = error;
    if (code === 'SIGN_IN_AGAIN' || code === 'CREDENTIAL_MISSING')
      return { state: 'invalid', reason: 'rejected', error };
    // While the key may still get another, a refused token says nothing of the sign-in.
    const isFinal = error instanceof SDKError && !isPage(error) && !isRenewable(asked.options.accessToken);
    if (isFinal && code === 'UNAUTHORIZED') return { state: 'invalid', reason: 'rejected', error };
    if (isFinal && code === 'TOKEN_EXPIRED') return { state: 'invalid', reason: 'expired', error };
    return { state: 'unknown', error };
  }
}

/** Whether an answer is a page, as a proxy's, which it has for every token: plex.tv gives a program JSON or XML. */
export function isPage({ contentType, body }: SDKError): boolean {
  return /^text\/html\b/i.test(contentType) && body !== '';
}
