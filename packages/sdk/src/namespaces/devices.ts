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

  /** What is signed in to the account. See {@link listDevices}. */
  async list(options?: CallOptions): Promise<PlexDevice[]> {
    return listDevices(this.#core, options);
  }

  /** Signs a device out for good. See {@link removeDevice}. */
  async remove(
    device: RemoveDeviceInput['device'],
    { self }: Pick<RemoveDeviceInput, 'self'> = {},
    options?: CallOptions,
  ): Promise<void> {
    return removeDevice(this.#core, { device, self }, options);
  }
}
