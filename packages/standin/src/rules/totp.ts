import { createHmac } from 'node:crypto';

/** Seconds a code is shown. */
const PERIOD = 30;
const DIGITS = 6;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function base32Bytes(secret: string): Buffer {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const letter of secret) {
    held = (held << 5) | ALPHABET.indexOf(letter);
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >> bits) & 0xff);
      held &= (1 << bits) - 1;
    }
  }
  return Buffer.from(bytes);
}

/** The time step a moment (ms) falls in. */
export function totpStep(now: number): number {
  return Math.floor(now / 1000 / PERIOD);
}

/** When the time step that a moment (ms) falls in is over. */
export function nextStepAt(now: number): number {
  return (totpStep(now) + 1) * PERIOD * 1000;
}

/** The six digits of a base32 secret in a time step: RFC 6238 with SHA-1, as every authenticator app shows them. */
export function totpCode(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac('sha1', base32Bytes(secret)).update(counter).digest();
  const offset = digest.readUInt8(digest.length - 1) & 0xf;
  const value = (digest.readUInt32BE(offset) & 0x7fffffff) % 10 ** DIGITS;
  return value.toString().padStart(DIGITS, '0');
}

/** Someone's second factor. */
export interface Factor {
  /** Base32. */
  readonly secret: string;
  /** The time step of the last code that was accepted. */
  readonly lastStep: number | null;
}

/**
 * The time step whose code was given, or undefined when the code is wrong, stale or already spent.
 *
 * @rule sign-in.code-window
 * @rule sign-in.code-once
 */
export function acceptedStep({ secret, lastStep }: Factor, code: string, now: number): number | undefined {
  const current = totpStep(now);
  const candidates = [current, current - 1, current + 1];
  return candidates.find((step) => step > (lastStep ?? -1) && step >= 0 && totpCode(secret, step) === code);
}

/** A code that will be accepted as soon as its step is near: the current one, or the next once that is spent. */
export function freshCode({ secret, lastStep }: Factor, now: number): string {
  return totpCode(secret, Math.max(totpStep(now), (lastStep ?? -1) + 1));
}
