import type { Context, ErrorHandler } from 'hono';
import type { ErrorDialect, StandInEnv } from './deps.js';
import type { OperationName } from './operations.js';
import { writePlexTv } from './views/answers.js';
import { htmlError, rootUnauthorizedHtml } from './views/html.js';
import { TextResponse, putHeaders } from './views/text-response.js';
import { writeXml } from './views/xml.js';

/** A refusal in Plex's terms: a status and, where plex.tv has one, its error number. */
export class PlexHttpError extends Error {
  override readonly name = 'PlexHttpError';
  readonly status: number;
  readonly plexCode: number | undefined;
  /** Seconds, sent as `Retry-After`. */
  readonly retryAfter: number | undefined;

  constructor(status: number, plexCode?: number, retryAfter?: number) {
    super(messageOf(status, plexCode));
    this.status = status;
    this.plexCode = plexCode;
    this.retryAfter = retryAfter;
  }
}

/**
 * The words plex.tv puts beside its numbers.
 *
 * @rule errors.plex-tv-codes
 */
const MESSAGES: ReadonlyMap<number, string> = new Map([
  [1000, 'X-Plex-Client-Identifier is missing'],
  [1001, 'User could not be authenticated'],
  [1002, 'Resource not found'],
  [1003, 'API rate limit exceeded'],
  [1004, 'Bad request'],
  [1007, 'Internal server error'],
  [1008, 'Unprocessable'],
  [1014, 'Thumbprint has already been taken'],
  [1020, 'Code not found or expired'],
  [1028, 'Invalid verification code'],
  [1029, 'Please enter the verification code'],
  [1030, 'This account can only be signed in to with its email address'],
  [
    1031,
    'User could not be authenticated. This IP appears to be having trouble signing in to an account (detected repeated failures)',
  ],
  [1041, 'A valid PIN is required to perform this action'],
  [1068, 'This action is not available for this device'],
  [1097, 'JWK is missing'],
]);

/** The number that usually goes with a status, for answers made on demand; some statuses have none on record. */
const USUAL_CODES: ReadonlyMap<number, number> = new Map([
  [400, 1004],
  [401, 1001],
  [404, 1002],
  [422, 1008],
  [429, 1003],
]);

/** The error number that usually goes with a status, or undefined when none is on record. */
export function usualCode(status: number): number | undefined {
  return status >= 500 ? 1007 : USUAL_CODES.get(status);
}

/** The words beside a status that has no number; those of plex.tv are not on record. */
const WORDS: ReadonlyMap<number, string> = new Map([[498, 'The token has expired']]);

function messageOf(status: number, plexCode: number | undefined): string {
  return (plexCode === undefined ? WORDS.get(status) : MESSAGES.get(plexCode)) ?? `Status ${status}`;
}

function asPlexError(error: unknown): PlexHttpError {
  return error instanceof PlexHttpError ? error : new PlexHttpError(500, 1007);
}

function withRetryAfter(response: Response, { retryAfter }: PlexHttpError): Response {
  if (retryAfter !== undefined) putHeaders(response, { 'retry-after': String(retryAfter) });
  return response;
}

function errorList({ plexCode, message, status }: PlexHttpError): object[] {
  return [plexCode === undefined ? { message, status } : { code: plexCode, message, status }];
}

/** The operations of paths older than `/api/v2`, which refuse with one sentence. */
const OLD_PATHS: ReadonlySet<OperationName> = new Set<OperationName>([
  'legacySignIn',
  'getLegacyAccount',
  'createLegacyPin',
  'getLegacyPin',
  'getClaimToken',
  'getDevices',
  'removeDevice',
]);

/** A refusal in the words of plex.tv's old paths, which put no number beside them. */
function legacySentence({ status, plexCode, message }: PlexHttpError, operation: OperationName): string {
  if (status === 422) return 'Invalid token';
  if (plexCode !== 1001) return message;
  return operation === 'legacySignIn' ? 'Invalid email, username, or password.' : 'Please sign in.';
}

/**
 * A refusal of an old path: one sentence.
 *
 * @rule errors.legacy-envelope
 * @rule claim.refusal
 */
function answerAsLegacy(c: Context<StandInEnv>, refusal: PlexHttpError, operation: OperationName): Response {
  const sentence = legacySentence(refusal, operation);
  const xml = (): string => writeXml('errors', { error: [sentence] }, 'bare');
  return writePlexTv(c, refusal.status, { json: () => JSON.stringify({ error: sentence }), xml });
}

/**
 * The one place where plex.tv's refusals are worded: an errors list, JSON or XML as the request negotiated.
 *
 * @rule negotiate.errors-follow
 */
export const answerPlexTvError: ErrorHandler<StandInEnv> = (error, c) => {
  const refusal = asPlexError(error);
  const operation = c.get('operation');
  if (operation !== undefined && OLD_PATHS.has(operation)) {
    return withRetryAfter(answerAsLegacy(c, refusal, operation), refusal);
  }
  const list = errorList(refusal);
  const xml = (): string => writeXml('errors', { error: list }, 'bare');
  return withRetryAfter(writePlexTv(c, refusal.status, { json: () => JSON.stringify({ errors: list }), xml }), refusal);
};

/** The operations the published tables give JSON errors to. */
function isTabled(c: Context<StandInEnv>): boolean {
  const operation = c.get('operation');
  return operation === 'getTransientToken' || operation === 'getSourceConnectionInformation';
}

/**
 * A refusal as the published tables have it: an errors list in JSON, and 401 where a server says 403.
 *
 * @rule errors.documented-dialect
 */
function answerAsDocumented(refusal: PlexHttpError): Response {
  const status = refusal.status === 403 ? 401 : refusal.status;
  const told = new PlexHttpError(status, usualCode(status), refusal.retryAfter);
  const body = JSON.stringify({ errors: errorList(told) });
  return new TextResponse(body, status, { 'content-type': 'application/json' });
}

/**
 * The one place where a media server's refusals are worded: HTML whatever was asked for, the root with a script.
 *
 * @rule negotiate.media-server-errors-html
 * @rule root.unauthorized-script
 * @rule headers.media-server-closes-on-401
 */
export function answerMediaServerError(dialect: ErrorDialect): ErrorHandler<StandInEnv> {
  return (error, c) => {
    const refusal = asPlexError(error);
    if (dialect === 'documented' && isTabled(c)) return withRetryAfter(answerAsDocumented(refusal), refusal);
    const atRoot = refusal.status === 401 && c.get('operation') === 'getServerRoot';
    const body = atRoot ? rootUnauthorizedHtml() : htmlError(refusal.status);
    const ending = refusal.status === 401 ? { connection: 'close' } : {};
    const response = new TextResponse(body, refusal.status, {
      'content-type': 'text/html',
      'content-length': String(body.length),
      ...ending,
    });
    return withRetryAfter(response, refusal);
  };
}
