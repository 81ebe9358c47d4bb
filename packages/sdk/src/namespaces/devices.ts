import type { PlexCore } from '../core.js';
import { listDevices } from '../functions/list-devices.js';
import { removeDevice, type RemoveDeviceInput } from '../functions/remove-device.js';
import type { CallOptions } from '../options.js';
import type { PlexDevice } from '../wire/device.js';

/** The devices that are signed in to an account, as people see them among their authorized devices. */
export class Devices {
  readonly #core: PlexCore;

  /** Made by `PlexAPI`. */
  constructor(core: PlexCore) {
    this.#core = core;
  }

  /**
   * Every device that was signed in to the account behind the client's token and has not been removed since. What
   * a device didn't say of itself is missing, null or empty.
   * @throws SDKError with the code `UNAUTHORIZED` when the token is dead; any other error says nothing about the token.
   */
  async list(options?: CallOptions): Promise<PlexDevice[]> {
    return listDevices(this.#core, options);
  }

  /**
   * Removes a device from the account: its token ends, its keys and their JWTs too. **That cannot be undone;** the device
   * that asks is refused unless `self` is true. Sent once, unless its own `retries` say otherwise.
   * @throws InvalidArgumentError when it is no device, or the one that asks; SDKError with the code `NOT_FOUND` when it is
   * gone.
   */
  async remove(
    device: RemoveDeviceInput['device'],
    { self }: Pick<RemoveDeviceInput, 'self'> = {},
    options?: CallOptions,
  ): Promise<void> {
    return removeDevice(this.#core, { device, self }, options);
  }
}
