/** How long a PIN of each kind lives, in milliseconds, and what its code is made of. */
const KINDS = {
  short: { lifetime: 900_000, length: 4, letters: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789' },
  strong: { lifetime: 1_800_000, length: 25, letters: 'abcdefghijklmnopqrstuvwxyz0123456789' },
} as const;

/** A code to type in, or one that only travels in addresses. */
export type PinKind = keyof typeof KINDS;

/** What the rules must know of a PIN. */
export interface PinTerms {
  readonly code: string;
  readonly clientIdentifier: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  /** The account that has claimed it; null until then. */
  readonly accountId: number | null;
}

/** Who asks for a PIN, and the code they say it has. */
export interface PinAsker {
  readonly clientIdentifier: string;
  /** Undefined when the request names none. */
  readonly code: string | undefined;
}

/** What became of a PIN; `gone` is also what someone is told whose it is not. */
export type PinState = 'pending' | 'claimed' | 'gone';

/** How many random bytes the code of a PIN takes. */
export function codeLength(kind: PinKind): number {
  return KINDS[kind].length;
}

/**
 * The code that random bytes make.
 *
 * @rule pin.code-shape
 */
export function pinCode(kind: PinKind, bytes: Uint8Array): string {
  const { letters } = KINDS[kind];
  return Array.from(bytes, (byte) => letters.charAt(byte % letters.length)).join('');
}

/**
 * When a PIN made now is gone.
 *
 * @rule pin.lifetime
 */
export function pinExpiry(kind: PinKind, now: number): number {
  return now + KINDS[kind].lifetime;
}

function stateAt({ expiresAt, accountId }: PinTerms, now: number): PinState {
  if (expiresAt <= now) return 'gone';
  return accountId === null ? 'pending' : 'claimed';
}

/**
 * What someone who asks for a PIN is told.
 *
 * @rule pin.belongs-to-client
 * @rule pin.code-checked
 * @rule pin.gone
 */
export function checkPin(pin: PinTerms | undefined, asker: PinAsker, now: number): PinState {
  if (pin === undefined || pin.clientIdentifier !== asker.clientIdentifier) return 'gone';
  if (asker.code !== undefined && asker.code !== pin.code) return 'gone';
  return stateAt(pin, now);
}

/**
 * Whether a PIN can be claimed now: it can be once.
 *
 * @rule pin.claimed-once
 */
export function isClaimable(pin: PinTerms, now: number): boolean {
  return stateAt(pin, now) === 'pending';
}

/** Whether a `strong` that was sent, in a query, a form or JSON, asks for a strong PIN. */
export function pinKind(strong: unknown): PinKind {
  return strong === true || strong === 'true' || strong === '1' || strong === 1 ? 'strong' : 'short';
}

/** A code as somebody typed it in. */
export type TypedCode = { readonly kind: 'short'; readonly code: string } | { readonly kind: 'strong' | 'malformed' };

/** Reads a code that was typed in: letter case, spaces and dashes aside, it is four letters and digits. */
export function readTypedCode(typed: string): TypedCode {
  const code = typed.replaceAll(/[\s-]/g, '').toUpperCase();
  if (!/^[A-Z0-9]*$/.test(code)) return { kind: 'malformed' };
  if (code.length === codeLength('short')) return { kind: 'short', code };
  return { kind: code.length === codeLength('strong') ? 'strong' : 'malformed' };
}
