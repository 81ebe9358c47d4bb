/** How long a nonce lives, in milliseconds. */
const LIFETIME = 5 * 60_000;

/** A nonce that has not been used. */
export interface NonceTerms {
  readonly clientIdentifier: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/**
 * When a nonce made now stops working.
 *
 * @rule nonce.lifetime
 */
export function nonceExpiry(now: number): number {
  return now + LIFETIME;
}

/**
 * Whether a client may use a nonce now.
 *
 * @rule nonce.single-use
 * @rule nonce.belongs-to-client
 */
export function isNonceGood(nonce: NonceTerms | undefined, clientIdentifier: string, now: number): boolean {
  return nonce !== undefined && nonce.expiresAt > now && nonce.clientIdentifier === clientIdentifier;
}
