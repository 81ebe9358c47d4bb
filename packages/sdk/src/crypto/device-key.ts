import {
  exportPrivate,
  generatePair,
  importPrivate,
  importPublic,
  isNoKey,
  type PrivateJwk,
  type PublicJwk,
  sign,
  verify,
} from './ed25519.js';
import { signJws } from './jws.js';
import { thumbprint } from './thumbprint.js';

/** The half of a key that Plex is told, as it is told. */
export interface DevicePublicJwk extends PublicJwk {
  /** The key's name. Plex calls it the thumbprint, takes any text and wants it for itself: no two devices may share one. */
  readonly kid: string;
  readonly alg: 'EdDSA';
  readonly use: 'sig';
}

/** The whole key as JSON, to be stored like a password: whoever has it is the device. */
export interface DevicePrivateJwk extends DevicePublicJwk {
  /** The private half: 32 bytes, base64url. */
  readonly d: string;
}

const privateKeys = new WeakMap<DeviceKey, CryptoKey>();

/** The key by which Plex knows a device that asks for JWTs. It shows nothing of its private half, however it is printed. */
export class DeviceKey {
  /** The key's name: its RFC 7638 thumbprint, unless it was imported with another. */
  readonly kid: string;
  /** What Plex is told of it. */
  readonly publicJwk: DevicePublicJwk;
  /** Keeps the type apart from other objects; never there at run time. */
  declare private readonly privateKey: never;

  /** Made by `deviceKeys`. */
  constructor(privateKey: CryptoKey, publicJwk: DevicePublicJwk) {
    this.kid = publicJwk.kid;
    this.publicJwk = Object.freeze({ ...publicJwk });
    privateKeys.set(this, privateKey);
  }
}

/** A new key. */
export async function generateDeviceKey(extractable: boolean): Promise<DeviceKey> {
  const { privateKey, publicJwk } = await generatePair(extractable);
  return new DeviceKey(privateKey, await named(publicJwk));
}

/** The key that somebody wrote down; undefined when the two halves are not of one key. */
export async function deviceKeyFrom(
  jwk: PrivateJwk,
  { kid, extractable }: { kid: string | undefined; extractable: boolean },
): Promise<DeviceKey | undefined> {
  try {
    const privateKey = await importPrivate(jwk, extractable);
    return await deviceKeyOf(privateKey, await named(jwk, kid));
  } catch (error) {
    if (isNoKey(error)) return undefined;
    throw error;
  }
}

/** The key with these halves; undefined when they are not of one key. */
export async function deviceKeyOf(privateKey: CryptoKey, publicJwk: DevicePublicJwk): Promise<DeviceKey | undefined> {
  // Not every runtime looks whether a private key's `x` is its own: what it signs does tell.
  const sample = new Uint8Array(1);
  const signature = await sign(privateKey, sample);
  const same = await verify(await importPublic(publicJwk), signature, sample);
  return same ? new DeviceKey(privateKey, publicJwk) : undefined;
}

/** Undefined for what is no device key. */
export function privateKeyOf(key: DeviceKey): CryptoKey | undefined {
  return privateKeys.get(key);
}

/** The whole key; undefined when it keeps its private half to itself, or is no device key. */
export async function exportDeviceKey(key: DeviceKey): Promise<DevicePrivateJwk | undefined> {
  const privateKey = privateKeyOf(key);
  const d = privateKey && (await exportPrivate(privateKey));
  return d === undefined ? undefined : { ...key.publicJwk, d };
}

/**
 * A device's own JWT, by which it asks plex.tv for the account's.
 * @throws TypeError when it is not a device key.
 */
export function signDeviceToken(key: DeviceKey, payload: Readonly<Record<string, unknown>>): Promise<string> {
  const privateKey = privateKeyOf(key);
  if (!privateKey) throw new TypeError('not a DeviceKey');
  return signJws(privateKey, { kid: key.kid }, payload);
}

/** Runtimes disagree about `alg`, so we say it. */
async function named({ kty, crv, x }: PublicJwk, kid?: string): Promise<DevicePublicJwk> {
  return { kty, crv, x, kid: kid ?? (await thumbprint({ kty, crv, x })), alg: 'EdDSA', use: 'sig' };
}
