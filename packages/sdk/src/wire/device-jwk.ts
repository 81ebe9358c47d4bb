import { decodeBase64url } from '../crypto/base64url.js';
import { type DeviceKey, type DevicePublicJwk, privateKeyOf } from '../crypto/device-key.js';
import type { PrivateJwk, PublicJwk } from '../crypto/ed25519.js';
import { check, demandObject, demandText } from './arguments.js';
import { isRecord } from './read.js';

/** What can be kept of a key whose private half never leaves the runtime: an object that IndexedDB takes. */
export interface DeviceKeyHandle {
  readonly privateKey: CryptoKey;
  readonly publicJwk: DevicePublicJwk;
}

/** A private key as this or any other tool has written it down. Its `alg`, `use`, `key_ops` and `ext` are not looked at. */
export interface ForeignJwk {
  readonly kty?: string | undefined;
  readonly crv?: string | undefined;
  readonly x?: string | undefined;
  readonly d?: string | undefined;
  /** The key's name; its RFC 7638 thumbprint if there is none. */
  readonly kid?: string | undefined;
}

/** The public half of an Ed25519 key; undefined for any other key, and for what is none. */
export function readPublicJwk(value: unknown): PublicJwk | undefined {
  if (!isRecord(value)) return undefined;
  const { kty, crv, x } = value;
  return kty === 'OKP' && crv === 'Ed25519' && isHalf(x) ? { kty, crv, x } : undefined;
}

/** @throws InvalidArgumentError unless it is an Ed25519 key with its private half. It never repeats any of it. */
export function demandPrivateJwk(value: unknown): { jwk: PrivateJwk; kid: string | undefined } {
  const { d, kid } = demandObject(value, 'jwk');
  const half = readPublicJwk(value);
  check(half, 'jwk', 'must be an Ed25519 key: kty OKP, crv Ed25519, x of 32 bytes in base64url');
  check(isHalf(d), 'jwk.d', 'must be the private half of the key: 32 bytes in base64url');
  return { jwk: { ...half, d }, kid: kid && typeof kid === 'string' ? kid : undefined };
}

/** @throws InvalidArgumentError unless a key that can sign is in it, and its public half. */
export function demandHandle(value: unknown): DeviceKeyHandle {
  const { privateKey, publicJwk } = demandObject(value, 'jwk');
  const signs = privateKey instanceof CryptoKey && privateKey.type === 'private';
  check(signs && privateKey.algorithm.name === 'Ed25519', 'jwk.privateKey', 'must be an Ed25519 private key');
  const half = readPublicJwk(publicJwk);
  check(half, 'jwk.publicJwk', 'must be an Ed25519 key');
  const kid = demandText(isRecord(publicJwk) && publicJwk['kid'], 'jwk.publicJwk.kid');
  return { privateKey, publicJwk: { ...half, kid, alg: 'EdDSA', use: 'sig' } };
}

/** @throws InvalidArgumentError unless it is a device key. */
export function demandDeviceKey(value: DeviceKey): DeviceKey {
  check(privateKeyOf(value), 'key', 'must be a DeviceKey');
  return value;
}

/** Either half of a key: 32 bytes, in the one spelling there is for them. */
function isHalf(value: unknown): value is string {
  return typeof value === 'string' && value.length === 43 && decodeBase64url(value) !== undefined;
}
