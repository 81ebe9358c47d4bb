import { identifiedSettingsOf, type PlexCore } from '../core.js';
import { getDevicesOperation } from '../operations/get-devices.js';
import type { CallOptions } from '../options.js';
import { send } from '../transport/send.js';
import type { PlexDevice } from '../wire/device.js';

/** Does what `devices.list` says. */
export async function listDevices(core: PlexCore, options?: CallOptions): Promise<PlexDevice[]> {
  const { devices } = await send(identifiedSettingsOf(core), getDevicesOperation, { input: undefined, options });
  return devices;
}
