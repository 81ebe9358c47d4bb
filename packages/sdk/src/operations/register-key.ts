import type { DevicePublicJwk } from '../crypto/device-key.js';
import { type Refusal, SDKError } from '../errors.js';
import type { Operation } from './operation.js';

/**
 * Plex has a key of this name already. It doesn't say whose: this device's, if the answer to an earlier registration was
 * lost, or another's. `issueToken` tells: it fails with `KEY_UNKNOWN` if the key is another device's.
 */
export class DeviceKeyTakenError extends SDKError {
  constructor(refusal: Refusal) {
    super({ ...refusal, code: 'KEY_TAKEN', message: '422 KEY_TAKEN; by this device or another: issueToken tells' });
  }

  override get name(): string {
    return 'DeviceKeyTakenError';
  }
}

/** `POST /auth/jwk` below the clients base: binds a key to the device of the token. https://developer.plex.tv/pms/ */
export const registerKeyOperation: Operation<DevicePublicJwk, object> = {
  name: 'registerKey',
  target: 'clients',
  repeatable: false,
  refusals: { 422: DeviceKeyTakenError },
  build: (jwk) => ({
    method: 'POST',
    path: '/auth/jwk',
    body: JSON.stringify({ jwk }),
    contentType: 'application/json',
  }),
  // 201, and nothing in it that anybody has published.
  read: () => ({}),
};
