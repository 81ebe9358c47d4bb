import type { Deps } from '../deps.js';
import type { PublicJwk } from '../device-jwts.js';
import { type Device, mayRegister } from '../rules/device-keys.js';

/** Registers a key on a device; false when its thumbprint is taken. */
export function registerKey({ db }: Deps, { kid, jwk }: PublicJwk, device: Device): boolean {
  const { accountId, clientIdentifier } = device;
  return db.transaction(() => {
    if (!mayRegister(db.deviceKeys.find(kid))) return false;
    db.deviceKeys.put({ kid, jwk, accountId, clientIdentifier });
    return true;
  });
}
