import type { Account } from '../db/accounts.js';
import type { Deps } from '../deps.js';
import { makeToken } from '../rules/account-tokens.js';
import { isClaimable } from '../rules/pins.js';

/**
 * Claims a PIN for an account: the program it belongs to gets a fresh token, which replaces the one the account had there.
 * False when no PIN with this code waits to be claimed.
 *
 * @rule pin.claim-rotates
 */
export function claimPin({ db, clock, ids }: Deps, code: string, account: Account): boolean {
  return db.transaction(() => {
    const now = clock.now();
    const pin = db.pins.findByCode(code);
    if (pin === undefined || !isClaimable(pin, now)) return false;
    const token = makeToken(account, { token: ids.token(), clientIdentifier: pin.clientIdentifier }, now);
    db.accountTokens.rotate(token);
    db.pins.claim(pin.id, token.token);
    return true;
  });
}
