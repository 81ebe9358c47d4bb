import type { Account } from '../db/accounts.js';
import type { Pin, PinKey } from '../db/pins.js';
import type { Deps } from '../deps.js';
import { makeToken } from '../rules/account-tokens.js';
import { mayLink } from '../rules/device-keys.js';
import { isClaimable } from '../rules/pins.js';
import { noteDevice } from './note-device.js';

/** What came of a claim: `refused` is a PIN that waits, and that this account must not claim. */
export type Claim = 'claimed' | 'gone' | 'refused';

/**
 * Links the program by its key; it gets its JWT when it asks with what it has signed.
 *
 * @rule pin.jwk-links-key
 */
function link(deps: Deps, pin: Pin & { readonly key: PinKey }, { id: accountId }: Account): Claim {
  const { db } = deps;
  const { clientIdentifier } = pin;
  const { kid, jwk } = pin.key;
  const onFile = db.deviceKeys.find(kid);
  if (!mayLink(onFile, { clientIdentifier, jwk })) return 'refused';
  if (onFile?.accountId !== accountId) db.deviceKeys.put({ kid, jwk, accountId, clientIdentifier });
  noteDevice(deps, { accountId, clientIdentifier });
  db.pins.claim(pin.id, accountId, null);
  return 'claimed';
}

/**
 * Gives the program a fresh token.
 *
 * @rule pin.claim-rotates
 * @rule jwt.no-opaque-again
 */
function give(deps: Deps, { id, clientIdentifier }: Pin, account: Account): Claim {
  const { db, clock, ids } = deps;
  if (db.deviceKeys.hasJwt(account.id, clientIdentifier)) return 'refused';
  const token = makeToken(account, { token: ids.token(), clientIdentifier }, clock.now());
  db.accountTokens.rotate(token);
  noteDevice(deps, token);
  db.pins.claim(id, account.id, token.token);
  return 'claimed';
}

/** Who claims a PIN, and from when on its program is told, in milliseconds since the epoch; at once by default. */
export interface Claimant {
  readonly account: Account;
  readonly toldAt?: number;
}

/**
 * Claims a PIN for an account, and says what came of it: the program it belongs to gets a fresh token, which replaces the
 * one the account had there, or has its key linked when the PIN was made with one.
 *
 * @rule auth-page.claim-after-redirect
 */
export function tryClaim(deps: Deps, code: string, { account, toldAt }: Claimant): Claim {
  const { db, clock } = deps;
  return db.transaction(() => {
    const pin = db.pins.findByCode(code);
    if (pin === undefined || !isClaimable(pin, clock.now())) return 'gone';
    const { key } = pin;
    const claim = key === null ? give(deps, pin, account) : link(deps, { ...pin, key }, account);
    if (claim === 'claimed' && toldAt !== undefined) db.pinMakers.holdBack(pin.id, toldAt);
    return claim;
  });
}

/** Claims a PIN for an account; false when no PIN with this code waits for this account. */
export function claimPin(deps: Deps, code: string, account: Account): boolean {
  return tryClaim(deps, code, { account }) === 'claimed';
}
