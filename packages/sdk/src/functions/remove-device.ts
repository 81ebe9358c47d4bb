import { identifiedSettingsOf, type PlexCore } from '../core.js';
import { InvalidArgumentError } from '../errors.js';
import { removeDeviceOperation } from '../operations/remove-device.js';
import type { CallOptions } from '../options.js';
import { send } from '../transport/send.js';
import { check, demandObject } from '../wire/arguments.js';
import type { PlexDevice } from '../wire/device.js';

/** Which device goes. */
export interface RemoveDeviceInput {
  readonly device: Pick<PlexDevice, 'id' | 'clientIdentifier'>;
  /** True to remove the very device that asks. Default false: that is refused. */
  readonly self?: boolean | undefined;
}

/** Does what `devices.remove` says. */
export async function removeDevice(core: PlexCore, input: RemoveDeviceInput, options?: CallOptions): Promise<void> {
  const { device, self = false } = input;
  demandObject(device, 'device');
  const settings = identifiedSettingsOf(core);
  const { clientIdentifier } = device;
  // Plex lists some devices without one, by null; what leaves it out may be any device.
  check(
    self || clientIdentifier !== undefined,
    'device.clientIdentifier',
    'needed, or self: it may be the one that asks',
  );
  if (!self && clientIdentifier === settings.options.clientID)
    throw new InvalidArgumentError('device', 'is the one that asks, whose token would end: say self to remove it');
  await send(settings, removeDeviceOperation, { input: device.id, options });
}
