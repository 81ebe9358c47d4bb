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

  /** Everybody in the Home. See {@link getHomeUsers}. */
  async users(options?: CallOptions): Promise<HomeUser[]> {
    return getHomeUsers(this.#core, options);
  }

  /** A token of somebody else in the Home. See {@link switchHomeUser}. */
  async switchTo(
    user: SwitchInput['user'],
    { pin }: Pick<SwitchInput, 'pin'> = {},
    options?: CallOptions,
  ): Promise<Switched> {
    return switchHomeUser(this.#core, { user, pin }, options);
  }
}
