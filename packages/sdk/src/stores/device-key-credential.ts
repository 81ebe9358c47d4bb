import type { DevicePrivateJwk } from '../crypto/device-key.js';
import { CredentialStoreError } from '../errors.js';
import { isRecord, number, text } from '../wire/read.js';
import type { Credential } from './credential.js';

/** A device's key, and the JWT that it got last. */
export interface DeviceKeyCredential extends Credential {
  readonly kind: 'device-key';
  /** The key's name. */
  readonly kid: string;
  /** The key. Left out when it never leaves the runtime: then `tokenSource` is given it. */
  readonly jwk?: DevicePrivateJwk | undefined;
  /** What the token may tell of its user. */
  readonly scope?: readonly string[] | undefined;
  /** The last token, until `expiresAt`. */
  readonly token?: string | undefined;
  /** When it was got, in milliseconds since the epoch by the clock of whoever got it. */
  readonly issuedAt?: number | undefined;
  /** Since when Plex knows the key no more: its owner must sign in again. */
  readonly endedAt?: number | undefined;
}

/**
 * A credential that holds a device key, from a store.
 * @throws CredentialStoreError with the code `STORE_DAMAGED` for any other, and for one that a later version wrote.
 */
export function deviceKeyCredential(credential: Credential): DeviceKeyCredential {
  if (isDeviceKey(credential)) return credential;
  throw new CredentialStoreError('read', 'STORE_DAMAGED');
}

function isDeviceKey(credential: Credential): credential is DeviceKeyCredential {
  const { schema, kind, kid, jwk, token, scope, issuedAt, endedAt } = credential;
  const times = [issuedAt, endedAt].every((time) => time === undefined || number(time) !== undefined);
  const texts = token === undefined || Boolean(text(token));
  const names = scope === undefined || Array.isArray(scope);
  return schema === 1 && kind === 'device-key' && Boolean(text(kid)) && isOptional(jwk) && times && texts && names;
}

function isOptional(jwk: unknown): boolean {
  return jwk === undefined || isRecord(jwk);
}
