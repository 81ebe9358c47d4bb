import type { PlexCore } from '../core.js';
import { connect, type ConnectedServer, type ConnectInput } from '../flows/connect.js';
import { listResources } from '../functions/list-resources.js';
import type { ConnectableServer } from '../functions/rank-connections.js';
import type { ListResourcesInput } from '../operations/get-resources.js';
import type { CallOptions } from '../options.js';
import { demandObject } from '../wire/arguments.js';
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

  /** The first address at which a server answers. The client remembers it, and tries it first the next time. See {@link connect}. */
  async connect(server: ConnectableServer, input: ConnectInput = {}, options?: CallOptions): Promise<ConnectedServer> {
    return connect(this.#core, { ...demandObject(input, 'input'), server }, options);
  }
}
