import type { PlexCore } from '../core.js';
import { checkToken, type TokenCheck } from '../functions/check-token.js';
import { getClaimToken } from '../functions/get-claim-token.js';
import { ping } from '../functions/ping.js';
import { signOut } from '../functions/sign-out.js';
import type { CallOptions } from '../options.js';
import type { ClaimToken } from '../wire/claim-token.js';

/** The life of an account's token, and claiming servers for the account. */
export class Account {
  readonly #core: PlexCore;

  /** Made by `PlexAPI`. */
  constructor(core: PlexCore) {
    this.#core = core;
  }

  /**
   * Whether a token works, the client's own or another. Only Plex's own word makes it invalid: a network that fails, a
   * limit, a server that stumbles and an answer that makes no sense leave it unknown, and it should be kept.
   * A token source's is invalid when no other can be had any more.
   * The rule is Plex's own: https://developer.plex.tv/pms/
   * @throws InvalidArgumentError when there is no token, or it can be none; the signal's reason when it aborts.
   */
  async checkToken(token?: string, options?: CallOptions): Promise<TokenCheck> {
    return checkToken(this.#core, token, options);
  }

  /**
   * Shows plex.tv the client's token, so that it isn't taken for one nobody uses: Plex is said to forget tokens after some
   * weeks.
   * @throws SDKError with the code `UNAUTHORIZED` when the token is dead; any other error says nothing about the token.
   */
  async ping(options?: CallOptions): Promise<void> {
    return ping(this.#core, options);
  }

  /**
   * Ends the client's token, for good and everywhere. Sent once: when no answer came, `checkToken` says whether it did.
   * @throws InvalidArgumentError when the client has a token source, which would get another token at once: what ends that
   * is `devices.remove` with `self`, and removing its credential from the store. SDKError with the code `UNAUTHORIZED` when
   * the token was dead already.
   */
  async signOut(options?: CallOptions): Promise<void> {
    return signOut(this.#core, options);
  }

  /**
   * A claim token, which ties a new media server to the account. It works once, and for four minutes, as people have seen.
   * @throws SDKError with the code `UNAUTHORIZED` when the client's token is dead.
   */
  async claimToken(options?: CallOptions): Promise<ClaimToken> {
    return getClaimToken(this.#core, options);
  }
}
