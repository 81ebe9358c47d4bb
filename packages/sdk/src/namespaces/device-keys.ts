import type { PlexCore } from '../core.js';
import {
  type DeviceKey,
  deviceKeyFrom,
  deviceKeyOf,
  type DevicePrivateJwk,
  exportDeviceKey,
  generateDeviceKey,
  privateKeyOf,
} from '../crypto/device-key.js';
import { PlexKeys } from '../flows/plex-keys.js';
import { type ExpectedToken, type VerifiedToken, type VerifyOptions, verifyToken } from '../flows/verify-token.js';
import { check } from '../wire/arguments.js';
import { type DeviceKeyHandle, demandHandle, demandPrivateJwk, type ForeignJwk } from '../wire/device-jwk.js';
import { isRecord } from '../wire/read.js';

/** Whether a key can be written down. */
export interface DeviceKeyOptions {
  /** False for a key that never leaves the runtime, as browsers keep them in IndexedDB. Default true. */
  readonly extractable?: boolean | undefined;
}

/** The keys by which Plex knows a device, and the JWTs that come of them. */
export class DeviceKeys {
  readonly #core: PlexCore;
  readonly #plexKeys: PlexKeys;

  /** Made by `PlexAPI`. */
  constructor(core: PlexCore) {
    this.#core = core;
    this.#plexKeys = new PlexKeys(core);
  }

  /** A new key: Ed25519, named by its RFC 7638 thumbprint. Nothing is sent. */
  async generate({ extractable = true }: DeviceKeyOptions = {}): Promise<DeviceKey> {
    return generateDeviceKey(extractable);
  }

  /**
   * The key that was stored: what {@link export} or {@link handle} gave, or a JWK of any other tool's. Nothing is sent.
   * @throws InvalidArgumentError when it is no Ed25519 key with both its halves. It never repeats any of it.
   */
  async import(
    stored: ForeignJwk | DeviceKeyHandle,
    { extractable = true }: DeviceKeyOptions = {},
  ): Promise<DeviceKey> {
    if (isRecord(stored) && 'privateKey' in stored) {
      const { privateKey, publicJwk } = demandHandle(stored);
      const kept = await deviceKeyOf(privateKey, publicJwk);
      check(kept, 'jwk.publicJwk', 'must be the public half of the private key');
      return kept;
    }
    const { jwk, kid } = demandPrivateJwk(stored);
    const key = await deviceKeyFrom(jwk, { kid, extractable });
    check(key, 'jwk.x', 'must be the public half of d');
    return key;
  }

  /**
   * The whole key as a JWK. Store it as you would a password.
   * @throws InvalidArgumentError when the key was made not to be extractable.
   */
  async export(key: DeviceKey): Promise<DevicePrivateJwk> {
    const jwk = await exportDeviceKey(key);
    check(jwk, 'key', 'must be a DeviceKey that is extractable');
    return jwk;
  }

  /**
   * What a browser can keep in IndexedDB of a key that is not extractable: the `CryptoKey` itself, and the public half.
   * @throws InvalidArgumentError when it is not a device key.
   */
  handle(key: DeviceKey): DeviceKeyHandle {
    const privateKey = privateKeyOf(key);
    check(privateKey, 'key', 'must be a DeviceKey');
    return { privateKey, publicJwk: key.publicJwk };
  }

  /** Verifies an account token without asking plex.tv about it. See {@link verifyToken}. */
  async verifyToken(token: string, expected: ExpectedToken = {}, options?: VerifyOptions): Promise<VerifiedToken> {
    return verifyToken(this.#core, { token, keys: this.#plexKeys, expected }, options);
  }
}
