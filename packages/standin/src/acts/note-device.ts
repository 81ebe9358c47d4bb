import type { Deps } from '../deps.js';
import type { Device } from '../rules/device-keys.js';

/**
 * Puts a device on the list of an account, or notes that it was there again; to be done in the transaction that signs it in.
 *
 * @rule devices.listed-by-signing-in
 */
export function noteDevice({ db, clock }: Deps, { accountId, clientIdentifier }: Device): void {
  db.devices.see(accountId, clientIdentifier, clock.now());
}
