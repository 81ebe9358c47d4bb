import type { Deps } from '../../deps.js';
import { type DeviceClaims, type PublicJwk, kidOf, readDeviceJwt } from '../../device-jwts.js';
import { PlexHttpError } from '../../errors.js';

/** A key, and the client identifier that a JWT signed with it must give as `iss`. */
export interface KeyOfClient extends Pick<PublicJwk, 'jwk'> {
  readonly clientIdentifier: string;
}

/** What a device says, and the key by which it is known. */
export interface ProvenClaims<Key> {
  readonly claims: DeviceClaims;
  readonly key: Key;
}

/**
 * What a device says in a JWT of its own, which must be signed with the key that `keyNamed` finds by its `kid`.
 *
 * @rule token-exchange.refused-422
 * @rule token-exchange.no-key-1097
 */
export async function readDeviceClaims<Key extends KeyOfClient>(
  { clock }: Deps,
  jwt: string,
  keyNamed: (kid: string) => Key | undefined,
): Promise<ProvenClaims<Key>> {
  const kid = kidOf(jwt);
  if (kid === undefined) throw new PlexHttpError(422, 1008);
  const key = keyNamed(kid);
  if (key === undefined) throw new PlexHttpError(422, 1097);
  const claims = await readDeviceJwt(jwt, key, clock.now());
  if (claims === 'expired') throw new PlexHttpError(498);
  if (claims === 'refused') throw new PlexHttpError(422, 1008);
  if (claims.iss !== key.clientIdentifier) throw new PlexHttpError(422, 1097);
  return { claims, key };
}
