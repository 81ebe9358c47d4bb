import { encodeBase64url } from './base64url.js';
import type { PublicJwk } from './ed25519.js';

/** The name a key has by what it is: RFC 7638, SHA-256. */
export async function thumbprint({ crv, kty, x }: PublicJwk): Promise<string> {
  const canonical = new TextEncoder().encode(JSON.stringify({ crv, kty, x }));
  return encodeBase64url(new Uint8Array(await crypto.subtle.digest('SHA-256', canonical)));
}
