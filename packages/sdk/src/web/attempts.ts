import { encodeBase64url } from '../crypto/base64url.js';
import type { Sealer } from '../crypto/seal.js';
import { isRecord } from '../wire/read.js';

/** Characters of what is opened: browsers drop a cookie above 4096, and to open what no browser keeps would only cost time. */
const LONGEST = 4096;

/** What is known of an attempt, by its browser alone and sealed. Not the PIN's code: whoever has that may claim the PIN. */
export interface Attempt {
  /** The number of the PIN. */
  readonly pin: number;
  /** In milliseconds since the epoch, as the PIN does. */
  readonly expiresAt: number;
  readonly returnTo?: string | undefined;
  readonly popUp?: boolean | undefined;
}

/** A name for an attempt that nobody can guess: 128 random bits. */
export function attemptID(): string {
  return encodeBase64url(crypto.getRandomValues(new Uint8Array(16)));
}

/** Seals an attempt, for its own id and nothing else. */
export function sealAttempt(seals: Sealer, id: string, attempt: Attempt): Promise<string> {
  return seals.seal(JSON.stringify(attempt), [id]);
}

/** The attempt that was sealed for this id; undefined for everything else. */
export async function openAttempt(seals: Sealer, id: string, sealed: string): Promise<Attempt | undefined> {
  const opened = sealed.length > LONGEST ? undefined : await seals.open(sealed, [id]);
  return typeof opened === 'object' ? readAttempt(JSON.parse(opened.text)) : undefined;
}

/** An older version of the app may have sealed it. */
function readAttempt(value: unknown): Attempt | undefined {
  if (!isRecord(value)) return undefined;
  const { pin, expiresAt, returnTo, popUp } = value;
  if (typeof pin !== 'number' || typeof expiresAt !== 'number') return undefined;
  return { pin, expiresAt, returnTo: typeof returnTo === 'string' ? returnTo : undefined, popUp: popUp === true };
}
