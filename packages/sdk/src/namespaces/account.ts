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

  /** Whether a token works; the client's own unless another is given. See {@link checkToken}. */
  async checkToken(token?: string, options?: CallOptions): Promise<TokenCheck> {
    return checkToken(this.#core, token, options);
  }

  /** Keeps the client's token in use. See {@link ping}. */
  async ping(options?: CallOptions): Promise<void> {
    return ping(this.#core, options);
  }

  /** Ends the client's token. See {@link signOut}. */
  async signOut(options?: CallOptions): Promise<void> {
    return signOut(this.#core, options);
  }

  /** What a new media server is claimed with. See {@link getClaimToken}. */
  async claimToken(options?: CallOptions): Promise<ClaimToken> {
    return getClaimToken(this.#core, options);
  }
}
