const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** What a character outside the alphabet stands for: whatever it is put together with is below zero too. */
const NONE = -1;
const CODES = codesOf(ALPHABET);
const VALUES = valuesOf(ALPHABET);

/** Characters that there is room for, once and for all: most texts have fewer, and making room takes longer than filling it. */
const ROOM = 4096;
let room: Uint8Array | undefined;

/** Bytes as base64url without padding (RFC 4648, section 5). */
export function encodeBase64url(bytes: Uint8Array): string {
  const length = Math.ceil((bytes.length * 4) / 3);
  const codes = length > ROOM ? new Uint8Array(length) : (room ??= new Uint8Array(ROOM));
  const whole = bytes.length - (bytes.length % 3);
  let end = 0;
  // `btoa` wants the bytes as a text first: of a kilobyte that costs ten times as much, of a megabyte the stack.
  for (let at = 0; at < whole; at += 3) {
    const three = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    codes[end] = CODES[three >> 18] ?? 0;
    codes[end + 1] = CODES[(three >> 12) & 63] ?? 0;
    codes[end + 2] = CODES[(three >> 6) & 63] ?? 0;
    codes[end + 3] = CODES[three & 63] ?? 0;
    end += 4;
  }
  const rest = ((bytes[whole] ?? 0) << 16) | ((bytes[whole + 1] ?? 0) << 8);
  for (let bits = 18; end < length; bits -= 6) {
    codes[end] = CODES[(rest >> bits) & 63] ?? 0;
    end += 1;
  }
  return new TextDecoder().decode(codes.subarray(0, length));
}

/**
 * The bytes that are written so, or undefined for anything that `encodeBase64url` would not have written: padding, another
 * alphabet, bits that are left over. Two texts never stand for the same bytes.
 */
export function decodeBase64url(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (text.length % 4 === 1) return undefined;
  const bytes = new Uint8Array((text.length * 3) >> 2);
  const whole = text.length - (text.length % 4);
  let at = 0;
  // `atob` and a second look at what it took too kindly cost twenty times as much, and a token is three such texts.
  for (let index = 0; index < whole; index += 4) {
    const half = (valueAt(text, index) << 18) | (valueAt(text, index + 1) << 12);
    const three = half | (valueAt(text, index + 2) << 6) | valueAt(text, index + 3);
    if (three < 0) return undefined;
    bytes[at] = three >> 16;
    bytes[at + 1] = three >> 8;
    bytes[at + 2] = three;
    at += 3;
  }
  let held = 0;
  let bits = 0;
  for (let index = whole; index < text.length; index += 1) {
    held = (held << 6) | valueAt(text, index);
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at] = held >> bits;
      at += 1;
    }
  }
  return (held & ((1 << bits) - 1)) === 0 && held >= 0 ? bytes : undefined;
}

function valueAt(text: string, index: number): number {
  return VALUES[text.charCodeAt(index)] ?? NONE;
}

/* @__NO_SIDE_EFFECTS__ */
function codesOf(alphabet: string): Uint8Array {
  return Uint8Array.from(alphabet, (character) => character.charCodeAt(0));
}

/* @__NO_SIDE_EFFECTS__ */
function valuesOf(alphabet: string): Int8Array {
  const values = new Int8Array(128).fill(NONE);
  for (let value = 0; value < alphabet.length; value += 1) values[alphabet.charCodeAt(value)] = value;
  return values;
}
