import { decodeBase64url, encodeBase64url } from './base64url.js';

/** A secret of 32 random bytes, plain or as base64url. */
export type SealKey = Uint8Array | string;

/** The envelope's first byte: a later form of it will say 2. */
const VERSION = 1;
const KEY_BYTES = 32;
const KEY_ID_BYTES = 4;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** The version and the key's id, and the nonce behind them. No sums: bundlers keep what they would have to reckon. */
const HEAD_BYTES = 5;
const CLEAR_BYTES = 17;

/** What was sealed. */
export interface Opened {
  readonly text: string;
  /** Whether the first key sealed it. */
  readonly isCurrent: boolean;
}

/** What a text is sealed for: it opens for nothing else. Numbers are finite: others are taken for undefined. */
export type Binding = readonly (string | number | undefined)[];

/** Why something does not open: a key sealed it that is not among these, or it is not what one of them sealed. */
export type Unopened = 'unknown-key' | 'damaged';

/** Closes texts so that only a holder of the same keys can read them, and nobody can change them. */
export interface Sealer {
  /** The text, sealed with the first key, for this binding alone. Base64url, and each time another. */
  seal(text: string, binding: Binding): Promise<string>;
  /** What was sealed with one of the keys, for the same purpose and binding; for anything else, why it does not open. */
  open(sealed: string, binding: Binding): Promise<Opened | Unopened>;
}

/** What is used of a key for one purpose. */
interface DerivedKey {
  /** The version, and what names the key without telling anything of it. */
  readonly head: Uint8Array<ArrayBuffer>;
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
  return new AesSealer(keys, purpose);
}

class AesSealer implements Sealer {
  readonly #keys: readonly Uint8Array<ArrayBuffer>[];
  readonly #purpose: string;
  readonly #encoder = new TextEncoder();
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  #derived: Promise<readonly DerivedKey[]> | undefined;

  constructor(keys: readonly Uint8Array<ArrayBuffer>[], purpose: string) {
    this.#keys = keys;
    this.#purpose = purpose;
  }

  async seal(text: string, binding: Binding): Promise<string> {
    const [current] = await this.#ready();
    if (!current) throw new TypeError('no key to seal with');
    const { head, key } = current;
    const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
    const algorithm = { name: 'AES-GCM', iv, additionalData: this.#bound(head, binding) };
    const closed = await crypto.subtle.encrypt(algorithm, key, this.#encoder.encode(text));
    const envelope = new Uint8Array(CLEAR_BYTES + closed.byteLength);
    envelope.set(head);
    envelope.set(iv, HEAD_BYTES);
    envelope.set(new Uint8Array(closed), CLEAR_BYTES);
    return encodeBase64url(envelope);
  }

  async open(sealed: string, binding: Binding): Promise<Opened | Unopened> {
    const envelope = decodeBase64url(sealed);
    if (!envelope || envelope.length < CLEAR_BYTES + TAG_BYTES || envelope[0] !== VERSION) return 'damaged';
    const iv = envelope.subarray(HEAD_BYTES, CLEAR_BYTES);
    const closed = envelope.subarray(CLEAR_BYTES);
    const keys = await this.#ready();
    let outcome: Unopened = 'unknown-key';
    for (const one of keys) {
      if (!isNamed(one, envelope)) continue;
      const additionalData = this.#bound(one.head, binding);
      try {
        const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, one.key, closed);
        return { text: this.#decoder.decode(plain), isCurrent: one === keys[0] };
      } catch {
        // The only way to fail that is left: it is not what was sealed.
        outcome = 'damaged';
      }
    }
    return outcome;
  }

  /** Made when first needed: some runtimes let nobody reckon while a program starts. */
  #ready(): Promise<readonly DerivedKey[]> {
    this.#derived ??= Promise.all(this.#keys.map((key) => derive(key, this.#purpose)));
    return this.#derived;
  }

  /** What isn't hidden, and yet can't be changed. JSON keeps purpose and binding apart, whatever they hold. */
  #bound(head: Uint8Array, binding: Binding): Uint8Array<ArrayBuffer> {
    const text = JSON.stringify([this.#purpose, ...binding]);
    // Room for any text; most need a third of it.
    const bytes = new Uint8Array(HEAD_BYTES + text.length * 3);
    bytes.set(head);
    return bytes.subarray(0, HEAD_BYTES + this.#encoder.encodeInto(text, bytes.subarray(HEAD_BYTES)).written);
  }
}

/** Whether an envelope names this key. */
function isNamed({ head }: DerivedKey, envelope: Uint8Array): boolean {
  for (let index = 0; index < HEAD_BYTES; index += 1) if (head[index] !== envelope[index]) return false;
  return true;
}

/** One given key serves many purposes, and what is sealed for one opens for no other. */
async function derive(bytes: Uint8Array<ArrayBuffer>, purpose: string): Promise<DerivedKey> {
  const given = await crypto.subtle.importKey('raw', bytes, 'HKDF', false, ['deriveBits']);
  const info = new TextEncoder().encode(`ticketstub seal ${VERSION} ${purpose}`);
  const length = (KEY_BYTES + KEY_ID_BYTES) * 8;
  const algorithm = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info };
  const made = new Uint8Array(await crypto.subtle.deriveBits(algorithm, given, length));
  const key = await crypto.subtle.importKey('raw', made.slice(0, KEY_BYTES), 'AES-GCM', false, ['encrypt', 'decrypt']);
  return { key, head: Uint8Array.of(VERSION, ...made.subarray(KEY_BYTES)) };
}
