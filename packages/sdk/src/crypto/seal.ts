import { decodeBase64url, encodeBase64url } from './base64url.js';

/** A secret of 32 random bytes, plain or as base64url. */
export type SealKey = Uint8Array | string;

/** The envelope's first byte: a later form of it will say 2. */
const VERSION = 1;
const KEY_BYTES = 32;
const KEY_ID_BYTES = 4;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** The version and the key's id. No sum: bundlers keep what they would have to reckon. */
const HEAD_BYTES = 5;

/** No text of ours is longer: what is would only cost time. */
const LONGEST = 4096;

/** Closes texts so that only a holder of the same keys can read them, and nobody can change them. */
export interface Sealer {
  /** The text, sealed with the first key, for this binding alone. Base64url, and each time another. */
  seal(text: string, binding: string): Promise<string>;
  /** The text; undefined for whatever was not sealed with one of the keys, for the same purpose and binding. */
  open(sealed: string, binding: string): Promise<string | undefined>;
}

/** What is used of a key for one purpose. */
interface DerivedKey {
  /** Names the key without telling anything of it. */
  readonly id: Uint8Array<ArrayBuffer>;
  readonly key: CryptoKey;
}

/** A key's bytes, copied; undefined unless there are 32 of them. */
export function sealKeyBytes(key: unknown): Uint8Array<ArrayBuffer> | undefined {
  const bytes = typeof key === 'string' ? decodeBase64url(key) : key;
  return bytes instanceof Uint8Array && bytes.length === KEY_BYTES ? Uint8Array.from(bytes) : undefined;
}

/**
 * Seals with AES-256-GCM under a key made from the first of these for the purpose (HKDF), and opens with any of them. Nonces
 * are random: a key is good for four thousand million seals.
 */
export function sealer(keys: readonly Uint8Array<ArrayBuffer>[], purpose: string): Sealer {
  let derived: Promise<readonly DerivedKey[]> | undefined;
  const ready = (): Promise<readonly DerivedKey[]> => {
    derived ??= Promise.all(keys.map((key) => derive(key, purpose)));
    return derived;
  };
  return {
    async seal(text, binding) {
      const [current] = await ready();
      if (!current) throw new TypeError('no key to seal with');
      const head = Uint8Array.of(VERSION, ...current.id);
      const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
      const additionalData = bound(head, purpose, binding);
      const plain = new TextEncoder().encode(text);
      const closed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, current.key, plain);
      return encodeBase64url(Uint8Array.of(...head, ...iv, ...new Uint8Array(closed)));
    },
    async open(sealed, binding) {
      const bytes = sealed.length > LONGEST ? undefined : decodeBase64url(sealed);
      if (!bytes || bytes.length < HEAD_BYTES + NONCE_BYTES + TAG_BYTES || bytes[0] !== VERSION) return undefined;
      const head = bytes.slice(0, HEAD_BYTES);
      const iv = bytes.slice(HEAD_BYTES, HEAD_BYTES + NONCE_BYTES);
      const additionalData = bound(head, purpose, binding);
      const closed = bytes.slice(HEAD_BYTES + NONCE_BYTES);
      const named = (await ready()).filter(({ id }) => id.every((byte, index) => byte === head[index + 1]));
      for (const { key } of named) {
        const plain = await crypto.subtle
          .decrypt({ name: 'AES-GCM', iv, additionalData }, key, closed)
          // The only way to fail that is left: it is not what was sealed.
          .catch(() => undefined);
        if (plain) return new TextDecoder().decode(plain);
      }
      return undefined;
    },
  };
}

/** One given key serves many purposes, and what is sealed for one opens for no other. */
async function derive(bytes: Uint8Array<ArrayBuffer>, purpose: string): Promise<DerivedKey> {
  const given = await crypto.subtle.importKey('raw', bytes, 'HKDF', false, ['deriveBits']);
  const info = new TextEncoder().encode(`ticketstub seal ${VERSION} ${purpose}`);
  const length = (KEY_BYTES + KEY_ID_BYTES) * 8;
  const algorithm = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info };
  const made = new Uint8Array(await crypto.subtle.deriveBits(algorithm, given, length));
  const key = await crypto.subtle.importKey('raw', made.slice(0, KEY_BYTES), 'AES-GCM', false, ['encrypt', 'decrypt']);
  return { key, id: made.slice(KEY_BYTES) };
}

/** What isn't hidden, and yet can't be changed. JSON keeps purpose and binding apart, whatever they hold. */
function bound(head: Uint8Array, purpose: string, binding: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.of(...head, ...new TextEncoder().encode(JSON.stringify([purpose, binding])));
}
