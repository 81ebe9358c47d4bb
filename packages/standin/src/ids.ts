import { randomBytes, randomUUID } from 'node:crypto';

/** Where everything random comes from. */
export interface Ids {
  /** A fresh opaque token: 20 characters of `[A-Za-z0-9_-]`. */
  token(): string;
  /** A fresh lower-case UUID. */
  uuid(): string;
  /** `length` random bytes. */
  bytes(length: number): Uint8Array;
}

/**
 * Ids drawn from the operating system's randomness.
 *
 * @rule token.opaque-shape
 */
export function createIds(): Ids {
  return {
    token: () => randomBytes(15).toString('base64url'),
    uuid: () => randomUUID(),
    bytes: (length) => randomBytes(length),
  };
}
