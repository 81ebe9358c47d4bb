import type { PlexCore } from '../core.js';
import type { OpenCredentialsInput } from '../credentials/inputs.js';
import { keep, type KeepInput } from '../credentials/keeper.js';
import { PersonCredentials } from '../credentials/person-credentials.js';

/** The right token for each destination: kept, renewed, and never lost. */
export class Credentials {
  readonly #core: PlexCore;

  /** Made by `PlexAPI`. */
  constructor(core: PlexCore) {
    this.#core = core;
  }

  /**
   * The credentials of one person, kept in a store under a name. Nothing is read or sent until something is asked of them.
   * @throws InvalidArgumentError when it is no store or name, or the client has no `clientID` (`CLIENT_ID_REQUIRED`).
   */
  open(input: OpenCredentialsInput): PersonCredentials {
    return new PersonCredentials(this.#core, input);
  }

  /**
   * Keeps alive all that a store holds, of any number of people: renews JWTs a day to a day and a half ahead of their end,
   * shows opaque tokens to plex.tv every few days, those first that this process uses. Several processes may do so with one
   * store: each credential is one process's at a time. Resolves once the signal has aborted and what was under way has ended.
   * @throws InvalidArgumentError when it is no store or no signal, or the client has no `clientID` (`CLIENT_ID_REQUIRED`).
   */
  async keep(input: KeepInput): Promise<void> {
    return keep(this.#core, input);
  }
}
