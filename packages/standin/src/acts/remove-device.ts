import type { Deps } from '../deps.js';
import type { Device } from '../rules/device-keys.js';

/**
 * Takes a device off the list of an account: its token and its keys end, and with the keys its JWTs; false when it is not
 * on the list.
 *
 * @rule device.removal-ends-keys
 * @rule devices.removal-ends-token
 */
export function removeDevice({ db }: Deps, { accountId, clientIdentifier }: Device): boolean {
  return db.transaction(() => {
    if (!db.devices.remove(accountId, clientIdentifier)) return false;
    db.accountTokens.revokeFor(accountId, clientIdentifier);
    db.deviceKeys.removeDevice(accountId, clientIdentifier);
    return true;
  });
}
