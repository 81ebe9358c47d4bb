import { type Answer, contentTypeOf, textOf, toResponse } from './answer.js';
import { redact } from './redact.js';

/** Why a call failed, for a `switch`. */
export type ErrorCode =
  | 'BAD_REQUEST'
  | 'UNAUTHORIZED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'GONE'
  | 'UNPROCESSABLE'
  | 'RATE_LIMITED'
  | 'TOKEN_EXPIRED'
  | 'TOKEN_INVALID'
  | 'REDIRECTED'
  | 'SERVER_ERROR'
  | 'UNEXPECTED_STATUS'
  | 'CLIENT_ID_REQUIRED'
  | 'VERIFICATION_CODE_REQUIRED'
  | 'VERIFICATION_CODE_INVALID'
  | 'EMAIL_REQUIRED'
  | 'ADDRESS_BLOCKED'
  | 'HOME_PIN_REQUIRED'
  | 'HOME_PIN_INVALID'
  | 'INVALID_RESPONSE'
  | 'RESPONSE_TOO_LARGE'
  | 'CONNECTION_FAILED'
  | 'TIMEOUT'
  | 'KEY_TAKEN'
  | 'KEY_UNKNOWN'
  | 'SIGN_IN_AGAIN'
  | 'CREDENTIAL_MISSING'
  | 'NO_TOKEN'
  | 'STORE_CONFLICT'
  | 'STORE_DAMAGED'
  | 'STORE_KEY_MISSING'
  | 'STORE_FAILED';

/** What a {@link TicketstubError} is made from. */
export interface Failure {
  readonly operation: string;
  readonly code: ErrorCode;
  readonly message: string;
  readonly cause?: Error | undefined;
}

/** The parent of every error that a call ends with, except a caller's mistake ({@link InvalidArgumentError}). */
export class TicketstubError extends Error {
  /** What went wrong, one of a closed list. */
  declare readonly code: ErrorCode;
  /** The operation that failed, such as `getTokenDetails`. */
  declare readonly operation: string;

  constructor(failure: Failure) {
    const { operation, code, message, cause } = failure;
    super(`${operation}: ${message}`, cause && { cause });
    this.code = code;
    this.operation = operation;
  }
}

/** No answer came: refused, unreachable, cut off. It says nothing about the token. */
export class ConnectionError extends TicketstubError {
  override get name(): string {
    return 'ConnectionError';
  }
}

/** An attempt ran out of its time. It says nothing about the token. */
export class TimeoutError extends TicketstubError {
  override get name(): string {
    return 'TimeoutError';
  }
}

/**
 * Why a token was refused: it is no signed token, not signed with EdDSA, by no key of Plex's, or not by the key it names; it
 * is another's than Plex's, for another client identifier, for another device key; its time has not come, or is over.
 */
export type TokenRefusal =
  | 'malformed'
  | 'algorithm'
  | 'unknown-key'
  | 'signature'
  | 'issuer'
  | 'audience'
  | 'thumbprint'
  | 'not-yet-valid'
  | 'expired';

/** A token was looked at and is not to be believed: `TOKEN_EXPIRED` when only its time is over, else `TOKEN_INVALID`. */
export class TokenRefusedError extends TicketstubError {
  /** What is wrong with the token, one of a closed list. */
  declare readonly reason: TokenRefusal;

  constructor(operation: string, reason: TokenRefusal) {
    const code = reason === 'expired' ? 'TOKEN_EXPIRED' : 'TOKEN_INVALID';
    super({ operation, code, message: `the token is refused: ${reason}` });
    this.reason = reason;
  }

  override get name(): string {
    return 'TokenRefusedError';
  }
}

/** What can go wrong with a store. */
export type StoreErrorCode = Extract<ErrorCode, `STORE_${string}`>;

const STORE_WORDS: Readonly<Record<StoreErrorCode, string>> = {
  STORE_CONFLICT: 'another version is there',
  STORE_DAMAGED: 'what is stored cannot be read',
  STORE_KEY_MISSING: 'what is stored was sealed with a key that is not among these',
  STORE_FAILED: 'the store does not work',
};

/**
 * A credential store could not do what it was asked. Tell by `code`, not by class: a store from elsewhere has a class of its
 * own. It shows nothing of what is stored.
 */
export class CredentialStoreError extends TicketstubError {
  /** `method` is the store's, such as `read`. */
  constructor(method: string, code: StoreErrorCode, cause?: Error) {
    super({ operation: `credentialStore.${method}`, code, message: STORE_WORDS[code], cause });
  }

  override get name(): string {
    return 'CredentialStoreError';
  }
}

/** One entry of the list of errors in which plex.tv explains a refusal. */
export interface PlexErrorEntry {
  /** Plex's number, such as 1001. */
  readonly code: number | undefined;
  /** Plex's words, with every secret left out. Never decide by them. */
  readonly message: string;
  /** The HTTP status, repeated. Often missing. */
  readonly status: number | undefined;
}

/** One address of a server that was tried in vain. */
export interface ConnectionAttempt {
  readonly uri: string;
  /** Why it would not do: `ANOTHER_SERVER` when a machine answered that is not the one that was looked for. */
  readonly outcome: ErrorCode | 'ANOTHER_SERVER';
  /** What went wrong there, unless another server answered. */
  readonly error?: TicketstubError;
}

/** None of a server's addresses answered as that server. It says nothing about the token, which was not sent. */
export class ServerUnreachableError extends TicketstubError {
  /** Every address that was tried, in the order in which they failed. Empty when the server has none that would do. */
  declare readonly attempts: readonly ConnectionAttempt[];

  constructor(operation: string, attempts: readonly ConnectionAttempt[]) {
    const tried = attempts.map(({ uri, outcome }) => `${uri} ${outcome}`).join(', ');
    const message = tried ? `no address answered as the server: ${tried}` : 'the server has no address to try';
    super({ operation, code: 'CONNECTION_FAILED', message });
    this.attempts = attempts;
  }

  override get name(): string {
    return 'ServerUnreachableError';
  }
}

/** What an {@link SDKError} is made from. */
export interface Refusal extends Failure {
  readonly answer: Answer;
  /** Everything secret that was sent, so that no echo of it is shown. */
  readonly secrets: readonly string[];
  readonly errors?: readonly PlexErrorEntry[];
  readonly retryAfter?: number | undefined;
}

/**
 * The server refused. The parent of the classes for 400 and 401, and itself the error for every other status: a 403, for
 * one, says nothing about the token.
 */
export class SDKError extends TicketstubError {
  /** The HTTP status. */
  declare readonly statusCode: number;
  /** The answer's media type, or an empty string. */
  declare readonly contentType: string;
  /** Plex's own explanation; empty when there is none, as from a media server. */
  declare readonly errors: readonly PlexErrorEntry[];
  /** Plex's number for the first of them, such as 1001. */
  declare readonly plexCode: number | undefined;
  /** Seconds the server asked to wait. */
  declare readonly retryAfter: number | undefined;
  readonly #answer: Answer;
  readonly #secrets: readonly string[];

  constructor(refusal: Refusal) {
    super(refusal);
    const { answer, secrets, errors = [], retryAfter } = refusal;
    this.statusCode = answer.status;
    this.contentType = redact(contentTypeOf(answer), secrets);
    this.errors = errors;
    this.plexCode = errors[0]?.code;
    this.retryAfter = retryAfter;
    this.#answer = answer;
    this.#secrets = secrets;
  }

  /** The answer's body as text, with every secret left out. Not enumerable. */
  get body(): string {
    return redact(textOf(this.#answer), this.#secrets);
  }

  /** The whole answer as a web `Response`, made at each use. Its body is as it came and may hold secrets; in its headers they are left out. Not enumerable. */
  get rawResponse(): Response {
    return toResponse(this.#answer, this.#secrets);
  }

  override get name(): string {
    return 'SDKError';
  }
}

/** The server answered, but not with what the operation promises: not JSON, too large, or without what cannot be missing. */
export class InvalidResponseError extends SDKError {
  override get name(): string {
    return 'InvalidResponseError';
  }
}

/** Why an argument was refused. */
export type ArgumentCode =
  | 'INVALID_ARGUMENT'
  | 'SERVER_URL_REQUIRED'
  | 'CLIENT_ID_REQUIRED'
  | 'INSECURE_URL'
  | 'TOKEN_IN_USE';

/** The caller's mistake, found before anything was sent. Its message never repeats the value. */
export class InvalidArgumentError extends TypeError {
  /** What is wrong, one of a closed list. */
  declare readonly code: ArgumentCode;
  /** The path of the argument, such as `retries.backoff.exponent`. */
  declare readonly argument: string;

  constructor(argument: string, message: string, code: ArgumentCode = 'INVALID_ARGUMENT') {
    super(`${argument}: ${message}`);
    this.argument = argument;
    this.code = code;
  }

  override get name(): string {
    return 'InvalidArgumentError';
  }
}
