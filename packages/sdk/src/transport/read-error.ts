import { type Answer, jsonOf } from '../answer.js';
import { type ErrorCode, type PlexErrorEntry, type Refusal, SDKError } from '../errors.js';
import { redact } from '../redact.js';
import { isRecord, list, number, text } from '../wire/read.js';
import type { Call } from './call.js';
import { parseRetryAfter } from './retry-after.js';

/** By Plex's number and the status it comes with (1029 with 401 is 1029401), or by status alone. */
const CODES: Readonly<Record<number, ErrorCode>> = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  410: 'GONE',
  422: 'UNPROCESSABLE',
  429: 'RATE_LIMITED',
  498: 'TOKEN_EXPIRED',
  1000400: 'CLIENT_ID_REQUIRED',
  1028401: 'VERIFICATION_CODE_INVALID',
  1029401: 'VERIFICATION_CODE_REQUIRED',
  1030401: 'EMAIL_REQUIRED',
  1031401: 'ADDRESS_BLOCKED',
};

/** What to do about it, by Plex's number. */
const ADVICE: Readonly<Record<number, string>> = {
  1000: 'pass clientID',
  1030: 'use your e-mail',
  1031: 'this address is blocked',
};

/** What a refusal becomes: the operation's own class for the status, `SDKError` where it has none. */
export function readError({ operation, secrets, clock }: Call, answer: Answer): SDKError {
  const { status } = answer;
  const errors = readEntries(answer, secrets);
  const [first] = errors;
  const plexCode = first?.code ?? 0;
  const code = CODES[plexCode * 1000 + status] ?? CODES[status] ?? byRange(status);
  const refusal: Refusal = {
    operation: operation.name,
    code,
    message: [`${status} ${code}`, ADVICE[plexCode], first?.message && JSON.stringify(first.message)]
      .filter(Boolean)
      .join('; '),
    answer,
    secrets,
    errors,
    retryAfter: parseRetryAfter(answer.headers.get('retry-after'), clock.now()),
  };
  return new (operation.refusals?.[status] ?? SDKError)(refusal);
}

function byRange(status: number): ErrorCode {
  if (status < 400) return 'REDIRECTED';
  return status < 500 ? 'UNEXPECTED_STATUS' : 'SERVER_ERROR';
}

function readEntries(answer: Answer, secrets: readonly string[]): PlexErrorEntry[] {
  const body = jsonOf(answer);
  const errors = list(isRecord)(isRecord(body) && body['errors']) ?? [];
  return errors.map((entry) => ({
    code: number(entry['code']),
    message: redact(text(entry['message']) ?? '', secrets),
    status: number(entry['status']),
  }));
}
