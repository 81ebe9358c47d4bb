/**
 * How long a claim token works, in milliseconds.
 *
 * @rule claim.four-minutes
 */
const LIFETIME = 4 * 60_000;

/** The text of a claim token made of fresh letters. */
export function claimToken(letters: string): string {
  return `claim-${letters}`;
}

/** When a claim token made now stops working. */
export function claimExpiry(now: number): number {
  return now + LIFETIME;
}

/** Somebody who wants to tie a media server to an account. */
export interface ClaimWish {
  /** Whether they are on the server's own machine or network. */
  readonly local: boolean;
  readonly claimed: boolean;
  /** When the token they show stops working; undefined when there is no such token. */
  readonly expiresAt: number | undefined;
}

/**
 * Whether a server lets itself be claimed.
 *
 * @rule myplex.claim-local
 * @rule myplex.claim-refused
 */
export function mayClaim({ local, claimed, expiresAt }: ClaimWish, now: number): boolean {
  return local && !claimed && expiresAt !== undefined && expiresAt > now;
}
