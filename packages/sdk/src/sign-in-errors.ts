import { TicketstubError } from './errors.js';

/** What ended a sign-in, and where that was found out. */
export interface SignInEnd {
  readonly operation: string;
  readonly message: string;
  readonly cause?: Error | undefined;
}

/** Plex takes a credential no more: the device was removed, or a forced sign-out ended everything. Its owner must sign in. */
export class SignInAgainError extends TicketstubError {
  /** The name of the credential, or of whose credentials they are. */
  declare readonly credential: string;

  constructor(credential: string, end: SignInEnd) {
    super({ ...end, code: 'SIGN_IN_AGAIN' });
    this.credential = credential;
  }

  override get name(): string {
    return 'SignInAgainError';
  }
}

/**
 * Why no token can be had: the server is neither the person's nor shared with them; it is not their own; it refuses the very
 * token that is right for it; they are not in the Home; no opaque token is held, which a key is linked with; no key is; or
 * what is held or plex.tv says leads nowhere.
 */
export type NoTokenReason =
  | 'not-shared'
  | 'not-owned'
  | 'refused'
  | 'not-in-home'
  | 'no-opaque-token'
  | 'no-key'
  | 'unsettled';

/** None of a person's credentials works where a token was wanted, and none that could be had would. It is no reason to sign in again. */
export class NoTokenError extends TicketstubError {
  /** The name of the credentials. */
  declare readonly credential: string;
  /** Why, one of a closed list. */
  declare readonly reason: NoTokenReason;

  constructor(credential: string, reason: NoTokenReason) {
    super({ operation: 'credentials.for', code: 'NO_TOKEN', message: `no token works there: ${reason}` });
    this.credential = credential;
    this.reason = reason;
  }

  override get name(): string {
    return 'NoTokenError';
  }
}
