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

  /**
   * The servers and players that the account behind the client's token may reach, each server with a token that it accepts.
   * @throws SDKError with the code `UNAUTHORIZED` when the token is dead; any other error says nothing about the token.
   */
  async list(input?: ListResourcesInput, options?: CallOptions): Promise<PlexResource[]> {
    return listResources(this.#core, input, options);
  }

  /**
   * Finds an address at which a server answers, which has five seconds for it unless a `timeout` says otherwise.
   * Addresses are asked by rank: of each kind all at once, the next kind when those before have had their head start (250
   * ms by default) or have all failed. The first that proves to be this machine wins, and every other request is ended.
   * The winner is asked before all others for five minutes, by this client and those made of it by `withToken`, unless it
   * is a relay, or plain http where the server has https. **No token and no identity is sent**: whoever answers has yet
   * to prove who they are.
   * @throws InvalidArgumentError when it is no server, the signal's reason as soon as it aborts, ServerUnreachableError
   * when no address answered as the server.
   */
  async connect(server: ConnectableServer, input: ConnectInput = {}, options?: CallOptions): Promise<ConnectedServer> {
    return connect(this.#core, { ...demandObject(input, 'input'), server }, options);
  }
}
