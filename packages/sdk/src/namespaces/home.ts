import type { PlexCore } from '../core.js';
import { getHomeUsers } from '../functions/get-home-users.js';
import { switchHomeUser, type Switched, type SwitchInput } from '../functions/switch-home-user.js';
import type { CallOptions } from '../options.js';
import type { HomeUser } from '../wire/home-user.js';

/** The Plex Home: its people, and switching to one of them. */
export class Home {
  readonly #core: PlexCore;

  /** Made by `PlexAPI`. */
  constructor(core: PlexCore) {
    this.#core = core;
  }

  /**
   * Everybody in the Home of the account behind the client's token; who is in none is alone there.
   * @throws SDKError with the code `UNAUTHORIZED` when the token is dead.
   */
  async users(options?: CallOptions): Promise<HomeUser[]> {
    return getHomeUsers(this.#core, options);
  }

  /**
   * Switches to somebody of the Home. The client and its token stay as they are; what comes is another token. It ends the
   * opaque one that this person had under the same client identifier.
   * @throws SwitchHomeUserForbidden with the code `HOME_PIN_REQUIRED` or `HOME_PIN_INVALID`, SDKError with `NOT_FOUND` for
   * who is not in this Home.
   */
  async switchTo(
    user: SwitchInput['user'],
    { pin }: Pick<SwitchInput, 'pin'> = {},
    options?: CallOptions,
  ): Promise<Switched> {
    return switchHomeUser(this.#core, { user, pin }, options);
  }
}
