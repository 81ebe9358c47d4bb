import { demand, text } from './read.js';

/** What a new media server is tied to an account with. */
export interface ClaimToken {
  /** `claim-` and some twenty characters. It works once. */
  readonly token: string;
  /** When it stops working, in milliseconds since the epoch by the client's own clock: four minutes on, as Plex's own guide has it. */
  readonly expiresAt: number;
}

/** How long a claim token works, in milliseconds. https://github.com/plexinc/pms-docker */
const LIFE = 4 * 60_000;

/** @throws Mismatch when there is none. */
export function readClaimToken(body: unknown): { token: string } {
  return demand<{ token: string }>(body, { token: text }, ['token']);
}

/** A claim token that was asked for at a moment. */
export function claimTokenAt(token: string, asked: number): ClaimToken {
  return { token, expiresAt: asked + LIFE };
}
