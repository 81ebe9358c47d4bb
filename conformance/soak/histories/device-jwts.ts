import { type KeyObject, generateKeyPairSync, sign } from 'node:crypto';

/** A key pair that devices of a history have. */
export interface Pair {
  readonly kid: string;
  readonly jwk: object;
  readonly privateKey: KeyObject;
}

/** What may be wrong with a JWT of a device. */
export type Flaw = 'none' | 'forged' | 'expired' | 'another client' | 'unheard-of key' | 'no key';

/** How many key pairs there are. */
export const PAIRS = 3;

/** Draws the key pairs, whose names every history gives alike. */
export function drawPairs(): readonly Pair[] {
  return Array.from({ length: PAIRS }, (_, index) => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const kid = `history-key-${index}`;
    const { x } = publicKey.export({ format: 'jwk' });
    return { kid, jwk: { kty: 'OKP', crv: 'Ed25519', x, kid, alg: 'EdDSA' }, privateKey };
  });
}

/** What a device claims, and when it does. */
export interface Claimed {
  readonly client: string;
  readonly nonce?: string;
  readonly now: number;
}

/** A JWT of a device, with at most one thing wrong about it. */
export function deviceJwt({ kid, privateKey }: Pair, { client, nonce, now }: Claimed, flaw: Flaw): string {
  const iat = Math.floor(now / 1000);
  const iss = flaw === 'another client' ? `${client}-2` : client;
  const exp = flaw === 'expired' ? iat - 3600 : iat + 300;
  const header = { alg: 'EdDSA', typ: 'JWT', ...(flaw !== 'no key' && { kid: named(kid, flaw) }) };
  const parts = [header, { aud: 'plex.tv', iss, iat, exp, nonce }].map((part) => Buffer.from(JSON.stringify(part)));
  const text = parts.map((part) => part.toString('base64url')).join('.');
  const signature = sign(null, Buffer.from(flaw === 'forged' ? `${text} ` : text), privateKey);
  return `${text}.${signature.toString('base64url')}`;
}

function named(kid: string, flaw: Flaw): string {
  return flaw === 'unheard-of key' ? `${kid}-unheard-of` : kid;
}
