import { type KeyObject, createPrivateKey, createPublicKey, verify } from 'node:crypto';
import { SignJWT, decodeJwt } from 'jose';
import * as z from 'zod';
import type { Database } from './db/database.js';
import type { SigningKey } from './db/signing-keys.js';
import type { Ids } from './ids.js';
import type { PlexClaims } from './rules/plex-jwts.js';

/** A public key as plex.tv lists it. */
export interface PublicKey {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly x: string;
  readonly use: 'sig';
  readonly alg: 'EdDSA';
  readonly kid: string;
}

/** What signs in the name of plex.tv, and knows its own hand. */
export interface Signer {
  /** The keys to check signatures with, the newest first. */
  keys(): PublicKey[];
  /** Makes a JWT of these claims, signed with the newest key. */
  sign(claims: Record<string, unknown>): Promise<string>;
  /** What a JWT says that a listed key has signed; undefined for any other text. */
  read(token: string): PlexClaims | undefined;
  /** Signs with a fresh key from now on; the keys before it stay listed unless they are dropped. */
  rotate(before: 'keep' | 'drop'): void;
}

/** What stands before the 32 bytes of an Ed25519 key in PKCS #8. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

const claimsSchema = z
  .object({
    thumbprint: z.string(),
    aud: z.tuple([z.string(), z.string()]),
    iat: z.number(),
    exp: z.number(),
    user: z.object({ id: z.number() }),
  })
  .transform(({ thumbprint, aud: [, clientIdentifier], iat, exp, user }) => ({
    accountId: user.id,
    clientIdentifier,
    thumbprint,
    issuedAt: iat,
    expiresAt: exp,
  }));

function privateKeyOf({ seed }: SigningKey): KeyObject {
  return createPrivateKey({
    key: Buffer.concat([PKCS8, Buffer.from(seed, 'base64url')]),
    format: 'der',
    type: 'pkcs8',
  });
}

/**
 * The public half of a signing key.
 *
 * @rule keys.ed25519
 */
function publicKeyOf(key: SigningKey): PublicKey {
  const { x = '' } = createPublicKey(privateKeyOf(key)).export({ format: 'jwk' });
  return { kty: 'OKP', crv: 'Ed25519', x, use: 'sig', alg: 'EdDSA', kid: key.kid };
}

/** A JWS in its compact form. */
const COMPACT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

function isSignedBy(token: string, key: SigningKey): boolean {
  const end = token.lastIndexOf('.');
  const signature = Buffer.from(token.slice(end + 1), 'base64url');
  // Letters that stand for the same bytes would make many tokens of one.
  if (signature.toString('base64url') !== token.slice(end + 1)) return false;
  return verify(null, Buffer.from(token.slice(0, end)), createPublicKey(privateKeyOf(key)), signature);
}

/**
 * Makes a signer whose keys live in the database; the first is drawn when it is first needed.
 *
 * @rule keys.several-listed
 * @rule keys.kid-is-text
 */
export function createSigner(db: Database, ids: Ids): Signer {
  const draw = (): SigningKey => {
    const [kid, seed] = [ids.bytes(32), ids.bytes(32)].map((bytes) => Buffer.from(bytes).toString('base64url'));
    const key = { kid: kid ?? '', seed: seed ?? '' };
    db.signingKeys.insert(key);
    return key;
  };
  const listed = (): SigningKey[] => {
    const keys = db.signingKeys.listed();
    return keys.length === 0 ? [draw()] : keys;
  };
  return {
    keys: () => listed().map(publicKeyOf),
    sign(claims) {
      const [newest = draw()] = listed();
      const header = { kid: newest.kid, typ: 'JWT', alg: 'EdDSA' };
      return new SignJWT(claims).setProtectedHeader(header).sign(privateKeyOf(newest));
    },
    read(token) {
      if (!COMPACT.test(token)) return undefined;
      const isOurs = db.signingKeys.listed().some((key) => isSignedBy(token, key));
      return isOurs ? claimsSchema.parse(decodeJwt(token)) : undefined;
    },
    rotate(before) {
      // There is a key before this one, whether or not anybody has needed it yet.
      listed();
      if (before === 'drop') db.signingKeys.unlistAll();
      draw();
    },
  };
}
