import type { Answer } from '../answer.js';
import { type ErrorCode, type PlexErrorEntry, type Refusal, SDKError } from '../errors.js';
import type { OperationTraits } from '../operations/operation.js';
import { redact } from '../redact.js';
import { isRecord, number, text } from '../wire/read.js';
import { parseRetryAfter } from './retry-after.js';

const CODES: Readonly<Record<number, ErrorCode>> = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  410: 'GONE',
  422: 'UNPROCESSABLE',
  429: 'RATE_LIMITED',
  498: 'TOKEN_EXPIRED',
};

/** What a refusal becomes: the operation's own class for 400 and 401, `SDKError` for anything else. */
export function readError(
  operation: OperationTraits,
  answer: Answer,
  { secrets, now }: { secrets: readonly string[]; now: number },
): SDKError {
  const { status } = answer;
  const errors = readEntries(answer, secrets);
  const plexCode = errors.find((entry) => entry.code !== undefined)?.code;
  const [code, advice] = meaning(operation, plexCode) ?? [CODES[status] ?? byRange(status), ''];
  const words = code.toLowerCase().replaceAll('_', ' ');
  const said = errors[0]?.message;
  const refusal: Refusal = {
    operation: operation.name,
    code,
    message: [`${status} ${words}`, advice, said && `Plex says: ${said}`].filter(Boolean).join('; '),
    answer,
    secrets,
    errors,
    plexCode,
    retryAfter: parseRetryAfter(answer.headers.get('retry-after'), now),
  };
  return status === 400 || status === 401 ? new operation.refusals[status](refusal) : new SDKError(refusal);
}

/** What Plex's number means, and what to do about it. */
function meaning(operation: OperationTraits, plexCode = 0): readonly [ErrorCode, string] | undefined {
  return plexCode === 1000 ? ['CLIENT_ID_REQUIRED', 'pass clientID'] : operation.plexCodes?.[plexCode];
}

function byRange(status: number): ErrorCode {
  if (status >= 500) return 'SERVER_ERROR';
  return status > 0 && (status < 300 || status >= 400) ? 'UNEXPECTED_STATUS' : 'REDIRECTED';
}

function readEntries(answer: Answer, secrets: readonly string[]): PlexErrorEntry[] {
  const body = parse(answer.text());
  if (!isRecord(body)) return [];
  const { error, errors = [{ message: error }] } = body;
  return (Array.isArray(errors) ? errors : []).filter(isRecord).map((entry) => {
    const code = number(entry['code']);
    const message = text(entry['message']);
    const status = number(entry['status']);
    return {
      ...(code !== undefined && { code }),
      ...(message !== undefined && { message: redact(message, secrets) }),
      ...(status !== undefined && { status }),
    };
  });
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
