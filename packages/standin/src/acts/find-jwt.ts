import type { Deps } from '../deps.js';
import { type JwtState, type PlexClaims, jwtState } from '../rules/plex-jwts.js';

/** A JWT of plex.tv, and what it is worth now. */
export interface FoundJwt extends PlexClaims {
  readonly state: JwtState;
}

/**
 * Looks whether a text is a JWT that plex.tv signed; undefined when it is not.
 *
 * @rule jwt.forged-401
 */
export function findJwt({ db, signer, clock }: Deps, token: string): FoundJwt | undefined {
  const claims = signer.read(token);
  if (claims === undefined) return undefined;
  return { ...claims, state: jwtState(claims, db.deviceKeys.find(claims.thumbprint), clock.now()) };
}
