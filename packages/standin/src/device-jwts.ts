import { decodeProtectedHeader, errors, importJWK, jwtVerify } from 'jose';
import * as z from 'zod';
import { isStorable } from './rules/storable.js';

/** How far a device's clock may be off, in seconds. */
const SKEW = 60;

const base64url = z.string().regex(/^[\w-]+$/);
const storable = z.string().refine(isStorable);
const named = { kid: storable.min(1).max(1024), use: z.literal('sig').exactOptional() };

const publicKeySchema = z.discriminatedUnion('kty', [
  z.object({
    kty: z.literal('OKP'),
    crv: z.literal('Ed25519'),
    x: base64url.length(43),
    alg: z.literal('EdDSA'),
    ...named,
  }),
  z.object({
    kty: z.literal('RSA'),
    n: base64url,
    e: base64url,
    alg: z.literal('RS256'),
    ...named,
  }),
]);

/** A device's public key. */
export interface PublicJwk {
  readonly kid: string;
  /** The key as JSON, what makes it up alone. */
  readonly jwk: string;
}

/**
 * Reads the public key that somebody sends; undefined when it is none, or of a kind that devices cannot have.
 *
 * @rule jwk.algorithms
 * @rule jwk.malformed
 */
export async function readPublicKey(value: unknown): Promise<PublicJwk | undefined> {
  // A key that brings its private half along was sent by mistake.
  const isPrivate = typeof value === 'object' && value !== null && 'd' in value;
  const result = publicKeySchema.safeParse(value);
  if (isPrivate || !result.success) return undefined;
  const { use: _, ...key } = result.data;
  try {
    const imported = await importJWK(key, key.alg);
    if (imported instanceof Uint8Array) return undefined;
    const { modulusLength } = z.object({ modulusLength: z.number().default(2048) }).parse(imported.algorithm);
    // Shorter ones sign nothing by the standard of RS256.
    return modulusLength < 2048 ? undefined : { kid: key.kid, jwk: JSON.stringify(key) };
  } catch {
    return undefined;
  }
}

/** What a device says in a JWT of its own. */
export interface DeviceClaims {
  /** The name of the key that it is signed with. */
  readonly kid: string;
  readonly iss: string;
  readonly nonce: string | undefined;
  /** Names of claims, divided by commas. */
  readonly scope: string;
}

const claimsSchema = z.object({
  iss: z.string(),
  nonce: storable.optional(),
  scope: z.string().default(''),
});

/** A JWS in its compact form: decoders are kinder than the standard. */
const COMPACT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/**
 * The name of the key that a device's JWT was signed with, which its header must give; undefined for a text that is none.
 *
 * @rule device-jwt.kid-in-header
 */
export function kidOf(jwt: string): string | undefined {
  if (!COMPACT.test(jwt)) return undefined;
  try {
    const { kid } = decodeProtectedHeader(jwt);
    return kid !== undefined && isStorable(kid) ? kid : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Checks what a device has signed against its key, at a time in milliseconds.
 *
 * @rule device-jwt.signature
 * @rule device-jwt.audience
 * @rule device-jwt.expired
 * @rule device-jwt.times-optional
 * @rule device-jwt.clock-skew
 */
export async function readDeviceJwt(
  jwt: string,
  { jwk }: Pick<PublicJwk, 'jwk'>,
  now: number,
): Promise<DeviceClaims | 'expired' | 'refused'> {
  const key = publicKeySchema.parse(JSON.parse(jwk));
  try {
    const { payload } = await jwtVerify(jwt, await importJWK(key, key.alg), {
      algorithms: [key.alg],
      audience: 'plex.tv',
      typ: 'JWT',
      currentDate: new Date(now),
      clockTolerance: SKEW,
    });
    return { kid: key.kid, nonce: undefined, ...claimsSchema.parse(payload) };
  } catch (error) {
    return error instanceof errors.JWTExpired ? 'expired' : 'refused';
  }
}
