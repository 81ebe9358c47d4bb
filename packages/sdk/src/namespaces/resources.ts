import type { PlexCore } from '../core.js';
import { listResources } from '../functions/list-resources.js';
import type { ListResourcesInput } from '../operations/get-resources.js';
import type { CallOptions } from '../options.js';
import type { PlexResource } from '../wire/resource.js';

/** The servers and players that an account may reach, and how. */
export class Resources {
  readonly #core: PlexCore;

  /** Made by `PlexAPI`. */
  constructor(core: PlexCore) {
    this.#core = core;
  }

  /** What the account may reach. See {@link listResources}. */
  async list(input?: ListResourcesInput, options?: CallOptions): Promise<PlexResource[]> {
    return listResources(this.#core, input, options);
  }
}
