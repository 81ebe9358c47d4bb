import { identifiedSettingsOf, type PlexCore } from '../core.js';
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
import { issueToken, type IssuedToken, type IssueTokenInput } from '../flows/issue-token.js';
import { tokenSource, type TokenSource, type TokenSourceInput } from '../flows/token-source.js';
import { type ExpectedToken, type VerifiedToken, type VerifyOptions, verifyToken } from '../flows/verify-token.js';
import { type RegisteredKey, registerKey } from '../functions/register-key.js';
import type { CallOptions } from '../options.js';
import type { DeviceKeyCredential } from '../stores/device-key-credential.js';
import { check } from '../wire/arguments.js';
import {
  demandDeviceKey,
  type DeviceKeyHandle,
  demandHandle,
  demandPrivateJwk,
  type ForeignJwk,
} from '../wire/device-jwk.js';
import type { KeyConsequences } from '../wire/key-consequences.js';
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

  /**
   * Binds a key to the device of the client's token: its account and the client identifier that it was issued to, whatever
   * the client calls itself. Sent once, unless its own `retries` say otherwise.
   * @throws InvalidArgumentError with the code `TOKEN_IN_USE` before anything is sent, when the token is opaque and nobody
   * said what happens to it; DeviceKeyTakenError when Plex has a key of that name and cannot be seen to have it of this
   * device.
   */
  async register(key: DeviceKey, { opaqueToken }: KeyConsequences = {}, options?: CallOptions): Promise<RegisteredKey> {
    return registerKey(this.#core, { key, opaqueToken }, options);
  }

  /**
   * Gets a JWT for a registered key: asks for a nonce, signs, exchanges. The first one ends the device's opaque token;
   * later ones end nothing. It lives for a week. https://developer.plex.tv/pms/ Sent once unless its own `retries` say
   * otherwise, and then with a nonce of its own each time.
   * @throws IssueTokenError with the code `KEY_UNKNOWN` when the device's owner must sign in again.
   */
  async issueToken(
    key: DeviceKey,
    { scope }: Omit<IssueTokenInput, 'key'> = {},
    options?: CallOptions,
  ): Promise<IssuedToken> {
    return issueToken(this.#core, { key, scope }, options);
  }

  /**
   * What a store keeps of a key, for {@link tokenSource}: write it before the key is registered, so that it cannot be
   * lost. Of a key that is not extractable only the name is kept. Nothing is sent.
   * @throws InvalidArgumentError when it is no device key, or the client has no `clientID`.
   */
  async credential(key: DeviceKey, { scope }: Omit<IssueTokenInput, 'key'> = {}): Promise<DeviceKeyCredential> {
    const { clientID = '' } = identifiedSettingsOf(this.#core).options;
    const jwk = await exportDeviceKey(demandDeviceKey(key));
    return { schema: 1, kind: 'device-key', clientID, kid: key.kid, ...(jwk && { jwk }), ...(scope && { scope }) };
  }

  /**
   * An access token that renews itself, for `accessToken` and `withToken`. It hands out the token that is stored, and sees
   * that there is one: renewed a day to a day and a half ahead of its end while the old one still does, or after it; once
   * for all who wait in this process, and once for all processes that share the store, at which it looks once a minute.
   * Nothing is sent until it is asked. Plex's JWTs live for seven days: https://developer.plex.tv/pms/
   * @throws InvalidArgumentError when it is no store, name or key. What it gives throws SignInAgainError once Plex knows the
   * key no more, and TicketstubError with the code `CREDENTIAL_MISSING` when nothing is stored.
   */
  tokenSource(input: TokenSourceInput): TokenSource {
    return tokenSource(this.#core, input);
  }

  /**
   * Verifies an account token (a JWT) without asking plex.tv about it: only for its keys, once an hour, and when a token
   * names one that is new. Clocks may differ by a minute. It knows nothing of a device that was removed: plex.tv does.
   * @throws TokenRefusedError for anything but a valid token, its `reason` saying why; any other TicketstubError when the
   * keys could not be had, which says nothing about the token; InvalidArgumentError when nobody says which client it should
   * be for.
   */
  async verifyToken(token: string, expected: ExpectedToken = {}, options?: VerifyOptions): Promise<VerifiedToken> {
    return verifyToken(this.#core, { token, keys: this.#plexKeys, expected }, options);
  }
}
