import type { DeviceKey } from '../db/device-keys.js';
import type { Deps } from '../deps.js';
import type { DeviceClaims } from '../device-jwts.js';
import { plexClaims } from '../rules/plex-jwts.js';

/**
 * Notes that a device is given a JWT: the first ends its opaque token, later ones leave what it has been given since.
 *
 * @rule jwt.first-ends-opaque
 */
function note({ db }: Deps, { kid, accountId, clientIdentifier }: DeviceKey): void {
  db.transaction(() => {
    const first = !db.deviceKeys.hasJwt(accountId, clientIdentifier);
    db.deviceKeys.markUsed(kid);
    if (first) db.accountTokens.revokeFor(accountId, clientIdentifier);
  });
}

/** Gives a device a JWT for its account. */
export async function issueJwt(
  deps: Deps,
  key: DeviceKey,
  { scope, nonce }: Pick<DeviceClaims, 'scope' | 'nonce'>,
): Promise<string> {
  const account = deps.db.accounts.byId(key.accountId);
  if (account === undefined) throw new TypeError('A key belongs to no account');
  note(deps, key);
  const { clientIdentifier, kid: thumbprint } = key;
  return deps.signer.sign(plexClaims(account, { clientIdentifier, thumbprint, scope, nonce }, deps.clock.now()));
}
