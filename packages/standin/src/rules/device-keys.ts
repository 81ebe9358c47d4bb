/** A device, as plex.tv knows it: an account under a client identifier. */
export interface Device {
  readonly accountId: number;
  readonly clientIdentifier: string;
}

/** A key on file, or one that wants to be. */
export interface Key {
  readonly clientIdentifier: string;
  /** The public key as JSON. */
  readonly jwk: string;
}

/**
 * Whether a PIN may bring a key along under its `kid`: nobody may have it yet but the same program with the very same
 * key, which signs in again so.
 *
 * @rule pin.jwk-thumbprint-taken
 */
export function mayLink(onFile: Key | undefined, key: Key): boolean {
  return onFile === undefined || (onFile.clientIdentifier === key.clientIdentifier && onFile.jwk === key.jwk);
}

/**
 * Whether a key may be registered by a token under its thumbprint, the `kid`: nobody may have it yet, the device itself
 * included.
 *
 * @rule jwk.thumbprint-taken
 * @rule jwk.repeated
 */
export function mayRegister(onFile: Device | undefined): boolean {
  return onFile === undefined;
}
