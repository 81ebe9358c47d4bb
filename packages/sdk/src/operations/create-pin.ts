import type { DeviceKey } from '../crypto/device-key.js';
import { demandDeviceKey } from '../wire/device-jwk.js';
import type { KeyConsequences } from '../wire/key-consequences.js';
import { type PinAnswer, readPin } from '../wire/pin.js';
import type { Operation } from './operation.js';

/** What kind of PIN is wanted. */
export interface CreatePinInput extends KeyConsequences {
  /**
   * True for a code of 25 characters that travels in an address, as Plex's hosted page wants it, and lives for half an hour.
   * Default false: 4 characters that people type in at plex.tv/link within a quarter of an hour.
   */
  strong?: boolean | undefined;
  /** A key for this client identifier: whoever signs in registers it, and the PIN's token is a JWT. */
  key?: DeviceKey | undefined;
}

/** `POST /pins` below the clients base. Not repeated: each makes another PIN. https://developer.plex.tv/pms/ */
export const createPinOperation: Operation<CreatePinInput, { pin: PinAnswer }> = {
  name: 'createPin',
  target: 'clients',
  anonymous: true,
  repeatable: false,
  build({ strong, key }) {
    if (!key) return { method: 'POST', path: strong === true ? '/pins?strong=true' : '/pins' };
    const { kty, crv, x, kid, alg } = demandDeviceKey(key).publicJwk;
    const body = JSON.stringify({ jwk: { kty, crv, x, kid, alg }, ...(strong === true && { strong }) });
    return { method: 'POST', path: '/pins', body, contentType: 'application/json' };
  },
  read: (body) => ({ pin: readPin(body) }),
};
