import { type Answer, jsonOf } from '../answer.js';
import { type ErrorCode, type PlexErrorEntry, type Refusal, SDKError } from '../errors.js';
import { redact } from '../redact.js';
import { isRecord, list, number, object, text } from '../wire/read.js';
import type { Call } from './call.js';
import { parseRetryAfter } from './retry-after.js';

/** By Plex's number, by status, or by a status's first digit. */
const CODES: Readonly<Record<number, ErrorCode>> = {
  0: 'REDIRECTED',
  3: 'REDIRECTED',
  5: 'SERVER_ERROR',
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  410: 'GONE',
  422: 'UNPROCESSABLE',
  429: 'RATE_LIMITED',
  498: 'TOKEN_EXPIRED',
  1000: 'CLIENT_ID_REQUIRED',
  1028: 'VERIFICATION_CODE_INVALID',
  1029: 'VERIFICATION_CODE_REQUIRED',
  1030: 'EMAIL_REQUIRED',
  1031: 'ADDRESS_BLOCKED',
};

/** What to do about it, by Plex's number. */
const ADVICE: Readonly<Record<number, string>> = {
  1000: 'pass clientID',
  1028: 'pass a fresh one',
  1029: 'pass verificationCode',
  1030: 'use your e-mail',
  1031: 'this address is blocked for now',
};

/** What a refusal becomes: the operation's own class for 400 and 401, `SDKError` for anything else. */
export function readError({ operation, secrets, clock }: Call, answer: Answer): SDKError {
  const { status } = answer;
  const errors = readEntries(answer, secrets);
  const [first] = errors;
  const plexCode = first?.code;
  const code = CODES[plexCode ?? status] ?? CODES[status] ?? CODES[Math.floor(status / 100)] ?? 'UNEXPECTED_STATUS';
  const refusal: Refusal = {
    operation: operation.name,
    code,
    message: [`${status} ${code}`, ADVICE[plexCode ?? 0], first?.message].filter(Boolean).join('; '),
    answer,
    secrets,
    errors,
    retryAfter: parseRetryAfter(answer.headers.get('retry-after'), clock.now()),
  };
  return status === 400 || status === 401 ? new operation.refusals[status](refusal) : new SDKError(refusal);
}

function readEntries(answer: Answer, secrets: readonly string[]): PlexErrorEntry[] {
  const body = jsonOf(answer);
  if (!isRecord(body)) return [];
  const { error, errors = error && [{ message: error }] } = body;
  return (list(object<Record<string, unknown>>())(errors) ?? []).map((entry) => ({
    code: number(entry['code']),
    message: redact(text(entry['message']) ?? '', secrets),
    status: number(entry['status']),
  }));
}
