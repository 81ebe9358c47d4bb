import { encodeBase64url } from './base64url.js';

const ALGORITHM = 'Ed25519';

/** A public key as RFC 8037 writes it: what `alg`, `use` and `kid` say stands beside it. */
export interface PublicJwk {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  /** 32 bytes, base64url. */
  readonly x: string;
}

/** The same with the private half. */
export interface PrivateJwk extends PublicJwk {
  /** 32 bytes, base64url. Whoever has it is the device. */
  readonly d: string;
}

/** A new pair. */
export async function generatePair(extractable: boolean): Promise<{ privateKey: CryptoKey; publicJwk: PublicJwk }> {
  const pair = await crypto.subtle.generateKey(ALGORITHM, extractable, ['sign', 'verify']);
  if (!('privateKey' in pair)) throw new TypeError('Ed25519 keys come in pairs');
  const raw = await crypto.subtle.exportKey('raw', pair.publicKey);
  const x = encodeBase64url(new Uint8Array(raw));
  return { privateKey: pair.privateKey, publicJwk: { kty: 'OKP', crv: 'Ed25519', x } };
}

/**
 * A key to verify with. Nothing but the key itself goes in: runtimes disagree about the name of the algorithm in a JWK.
 * @throws whatever the runtime throws for what is no key.
 */
export function importPublic({ kty, crv, x }: PublicJwk): Promise<CryptoKey> {
  return crypto.subtle.importKey('jwk', { kty, crv, x }, ALGORITHM, true, ['verify']);
}

/**
 * A key to sign with.
 * @throws whatever the runtime throws for what is no key.
 */
export function importPrivate({ kty, crv, x, d }: PrivateJwk, extractable: boolean): Promise<CryptoKey> {
  return crypto.subtle.importKey('jwk', { kty, crv, x, d }, ALGORITHM, extractable, ['sign']);
}

/** The private half of a key, base64url; undefined when the key keeps it to itself. */
export async function exportPrivate(key: CryptoKey): Promise<string | undefined> {
  return key.extractable ? (await crypto.subtle.exportKey('jwk', key)).d : undefined;
}

/** Whether a runtime's error says that something is no key, rather than that it knows no such keys. */
export function isNoKey(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'DataError';
}

/** 64 bytes. */
export async function sign(key: CryptoKey, data: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.sign(ALGORITHM, key, data));
}

/** Whether the signature is the key's, for these very bytes. */
export function verify(
  key: CryptoKey,
  signature: Uint8Array<ArrayBuffer>,
  data: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  return crypto.subtle.verify(ALGORITHM, key, signature, data);
}
