import { demand, type Members, number, text } from './read.js';

/** A PIN that a program shows, or sends people to Plex's page with, to be signed in. */
export interface Pin {
  readonly id: number;
  /** 4 characters to type in, or 25 that travel in an address. Whoever signs in with it signs this program in. */
  readonly code: string;
  /** When it is gone, in milliseconds since the epoch by the client's own clock. */
  readonly expiresAt: number;
}

/** What became of a PIN. */
export type PinState =
  | (Pin & { readonly state: 'pending' })
  | (Pin & {
      readonly state: 'claimed';
      /** The account's token for this client identifier. Any other token it had there is dead. */
      readonly authToken: string;
    })
  /** Expired, or made by another client identifier. */
  | { readonly state: 'gone'; readonly id: number };

/** A PIN as plex.tv tells of it. Only `id` and `code` are sure to be there. */
export interface PinAnswer {
  id: number;
  code: string;
  /** Seconds. */
  expiresIn?: number | null;
  authToken?: string | null;
}

const members: Members<PinAnswer> = { id: number, code: text, expiresIn: number, authToken: text };

/** Seconds that a PIN of each kind has been seen to live. */
const SHORT_LIFE = 900;
const STRONG_LIFE = 1800;

/** @throws Mismatch when `id` or `code` is missing. */
export function readPin(body: unknown): PinAnswer {
  return demand<PinAnswer>(body, members, ['id', 'code']);
}

/** Whether a code is one that only travels in addresses: plex.tv/link refuses it. */
export function isStrong(code: string): boolean {
  return code.length > 4;
}

/** A PIN of which plex.tv told just now, by the client's clock: the two clocks may differ. */
export function pinAt({ id, code, expiresIn }: PinAnswer, now: number): Pin {
  const seconds = expiresIn ?? (isStrong(code) ? STRONG_LIFE : SHORT_LIFE);
  return { id, code, expiresAt: now + seconds * 1000 };
}
