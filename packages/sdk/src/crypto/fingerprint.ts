import { encodeBase64url } from './base64url.js';

/** What a secret may be known by without being told: its SHA-256. Only for one that nobody can guess. */
export async function fingerprint(secret: string): Promise<string> {
  const bytes = new TextEncoder().encode(secret);
  return encodeBase64url(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}
