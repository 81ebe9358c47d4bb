/**
 * How long a sign-in is remembered, in seconds.
 *
 * @rule account.remember-fourteen-days
 */
const REMEMBERED = 14 * 24 * 60 * 60;

/** Whom an account token is made for. */
export interface TokenOwner {
  readonly id: number;
  readonly home: 'admin' | 'adult' | 'managed' | null;
}

/** What an account token is made of: fresh letters, and the client identifier it is made under. */
export interface TokenMaterial {
  readonly token: string;
  readonly clientIdentifier: string;
}

/** An account token as the records keep it. */
export interface MadeToken extends TokenMaterial {
  readonly kind: 'account' | 'home';
  readonly accountId: number;
  /** Seconds since the epoch; null for managed users. */
  readonly rememberExpiresAt: number | null;
}

/**
 * The moment a sign-in is no longer remembered, in seconds; `rememberMe` changes nothing.
 *
 * @rule sign-in.remember-me-ignored
 */
export function rememberUntil(now: number): number {
  return Math.floor(now / 1000) + REMEMBERED;
}

/** The token of somebody who has just proved who they are; a managed user has one of the Home. */
export function makeToken({ id, home }: TokenOwner, material: TokenMaterial, now: number): MadeToken {
  const managed = home === 'managed';
  return {
    ...material,
    kind: managed ? 'home' : 'account',
    accountId: id,
    rememberExpiresAt: managed ? null : rememberUntil(now),
  };
}

/** The token that a switch to somebody of the Home makes: it opens the servers this person has access to, too. */
export function makeHomeToken(owner: TokenOwner, material: TokenMaterial, now: number): MadeToken {
  return { ...makeToken(owner, material, now), kind: 'home' };
}
