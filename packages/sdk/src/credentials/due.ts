import type { AccountTokenCredential } from '../stores/credential.js';
import type { DeviceKeyCredential } from '../stores/device-key-credential.js';

/** How far ahead credentials are kept alive. */
export interface DuePolicy {
  /** Milliseconds before its end at which a JWT is renewed, and up to half as long before that. */
  readonly margin: number;
  /** Milliseconds after which an opaque token is shown to plex.tv again, and down to half as long. */
  readonly pingEvery: number;
}

/**
 * When a credential is due, in milliseconds since the epoch: the same for every process, and spread over all credentials, so
 * that what was made together does not come together. Undefined for what nobody can keep alive.
 */
export function dueAt(
  credential: AccountTokenCredential | DeviceKeyCredential,
  { margin, pingEvery }: DuePolicy,
): number | undefined {
  if (credential.endedAt !== undefined) return undefined;
  if (credential.kind === 'account-token') {
    const { seenAt = credential.issuedAt ?? -Infinity, token } = credential;
    return seenAt + pingEvery * (1 - spread(token) / 2);
  }
  const { jwk, token, expiresAt, issuedAt, kid } = credential;
  if (jwk === undefined) return undefined;
  if (token === undefined || expiresAt === undefined) return -Infinity;
  // It was got by another clock than it ends by.
  const life = Math.max(0, expiresAt - (issuedAt ?? -Infinity));
  return expiresAt - Math.min(margin, life / 3) * (1 + spread(`${kid} ${expiresAt}`) / 2);
}

/** A number from 0 to 1 that is the same for the same text (FNV-1a). */
function spread(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return hash / 2 ** 32;
}
