import { createHmac } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const STEP = 30_000;

/** The 30-second step a time lies in. */
export function stepAt(time: number): number {
  return Math.floor(time / STEP);
}

/** The six digits of one step, by RFC 6238 and RFC 4226, for a base32 secret. */
export function codeOf(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', bytesOf(secret)).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) % 16;
  return String((mac.readUInt32BE(offset) % 2 ** 31) % 1_000_000).padStart(6, '0');
}

/** Six digits that are no code of the steps around a time. */
export function noCodeOf(secret: string, time: number): string {
  const near = new Set(Array.from({ length: 21 }, (_, index) => codeOf(secret, stepAt(time) - 10 + index)));
  const free = Array.from({ length: 22 }, (_, index) => String(271_828 + index));
  return free.find((digits) => !near.has(digits)) ?? '';
}

function bytesOf(base32: string): Buffer {
  const letters = base32.toUpperCase().replace(/[^A-Z2-7]/g, '');
  const bits = Array.from(letters, (letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const octets = bits.match(/.{8}/g) ?? [];
  return Buffer.from(octets.map((octet) => Number.parseInt(octet, 2)));
}
