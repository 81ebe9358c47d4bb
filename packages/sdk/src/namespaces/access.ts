import type { PlexCore } from '../core.js';
import { accessVerdict, type VerdictOptions } from '../flows/access-verdict.js';
import type { AccessVerdict } from '../wire/access-verdict.js';

/** Who may come in: what somebody is to your media servers. */
export class Access {
  readonly #core: PlexCore;

  /** Made by `PlexAPI`. */
  constructor(core: PlexCore) {
    this.#core = core;
  }

  /**
   * What the person behind a token is to these machines, from their own list of resources: the client's own token is not
   * sent. plex.tv is asked once for all who ask at a time, and not again for a minute unless `maxAge` says otherwise; while
   * it fails, ever less often, and the verdict is `unknown`, or within the `grace` the one before. A `stranger` is one on
   * plex.tv's own word only. Pass the `owner` where it matters: see the guide.
   * @throws InvalidArgumentError before anything is sent; the signal's reason when it aborts. What plex.tv says or doesn't
   * is in the verdict.
   */
  async verdict(
    token: string,
    machineIdentifiers: readonly string[],
    options?: VerdictOptions,
  ): Promise<AccessVerdict> {
    return accessVerdict(this.#core, { token, machineIdentifiers }, options);
  }
}
