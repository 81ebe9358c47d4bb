/** A device, as plex.tv knows it: an account under a client identifier. */
export interface Device {
  readonly accountId: number;
  readonly clientIdentifier: string;
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
