import { identifiedSettingsOf, type PlexCore } from '../core.js';
import type { DeviceKey } from '../crypto/device-key.js';
import { SDKError } from '../errors.js';
import { getPinOperation } from '../operations/get-pin.js';
import type { CallOptions } from '../options.js';
import { send } from '../transport/send.js';
import { systemClock } from '../transport/wait.js';
import { demandDeviceKey } from '../wire/device-jwk.js';
import { pinAt, type PinState } from '../wire/pin.js';
import { deviceTokenForPins } from './device-token.js';

/** Plex's number for a PIN that is not there. */
const NO_SUCH_PIN = 1020;

/** Which key a PIN was made with. */
export interface GetPinInput {
  /** The key that `pins.create` was given: without it, Plex tells nobody the token. */
  readonly key?: DeviceKey | undefined;
}

/** Does what `pins.get` says. */
export async function getPin(
  core: PlexCore,
  { id, key }: GetPinInput & { readonly id: number },
  options?: CallOptions,
): Promise<PinState> {
  const settings = identifiedSettingsOf(core);
  const deviceJWT = key && (await deviceTokenForPins(settings, demandDeviceKey(key), options?.signal));
  try {
    const { pin } = await send(settings, getPinOperation, { input: { id, deviceJWT }, options });
    const known = pinAt(pin, (settings.options.clock ?? systemClock).now());
    const { authToken } = pin;
    return authToken ? { ...known, state: 'claimed', authToken } : { ...known, state: 'pending' };
  } catch (error) {
    // Any other 404 is about the address, not about the PIN.
    if (error instanceof SDKError && error.statusCode === 404 && error.plexCode === NO_SUCH_PIN)
      return { state: 'gone', id };
    throw error;
  }
}
