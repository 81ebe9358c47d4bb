import { FAILED, NOT_SIGNED_IN } from './exit-codes.js';
import { Failure } from './failure.js';

/** What the SDK's words for a failure mean to whoever sits at a terminal, and what to do next. */
const WORDS: Readonly<Record<string, readonly [message: string, next: string]>> = {
  SIGN_IN_AGAIN: [
    'nothing that is kept works any more: a new password, or the device was signed out',
    'ticketstub login',
  ],
  CREDENTIAL_MISSING: ['nobody is signed in', 'ticketstub login'],
  UNAUTHORIZED: ['plex.tv does not take this token', 'ticketstub doctor'],
  TOKEN_EXPIRED: ['the token has expired', 'ticketstub doctor'],
  RATE_LIMITED: ['plex.tv answered 429: too many requests', 'wait a minute, then try again'],
  CONNECTION_FAILED: ['there is no connection', 'ticketstub doctor'],
  TIMEOUT: ['there was no answer in time', 'try again, or ticketstub doctor'],
  SERVER_ERROR: ['plex.tv has a problem of its own', 'try again in a few minutes; nothing that is kept was changed'],
  SERVER_UNREACHABLE: ['the server answers at none of its addresses', 'ticketstub servers'],
  VERIFICATION_CODE_REQUIRED: ['this account has two-factor authentication', 'ticketstub login'],
  VERIFICATION_CODE_INVALID: [
    'the two-factor code is wrong, or its half minute is over',
    'try again with the next code',
  ],
  ADDRESS_BLOCKED: [
    'Plex has blocked this network address after failed sign-ins',
    'sign in with a browser: ticketstub login',
  ],
  HOME_PIN_REQUIRED: ['a Home PIN is wanted', 'ticketstub home switch NAME'],
  HOME_PIN_INVALID: ['the Home PIN is wrong', 'ticketstub home switch NAME'],
  STORE_DAMAGED: ['what is kept here is damaged', 'ticketstub logout, then ticketstub login'],
  STORE_KEY_MISSING: [
    'what is kept here was sealed with a key that is gone',
    'ticketstub logout, then ticketstub login',
  ],
  STORE_FAILED: ['the credentials cannot be read or written', 'look at the rights and the free space of the folder'],
};

const WHERE_NOTED: ReadonlySet<string> = new Set(['SIGN_IN_AGAIN', 'CREDENTIAL_MISSING']);

/** Any failure in words for whoever typed the command. */
export function failureOf(error: unknown): Failure {
  if (error instanceof Failure) return error;
  const { code, message } = partsOf(error);
  const [words, next] = WORDS[code] ?? [message, 'ticketstub doctor'];
  const isFolder = /^E[A-Z]+$/.test(code);
  return new Failure({
    code: code || 'FAILED',
    message: WORDS[code] ? `${words} (${message})` : words,
    next: isFolder ? 'look at the rights and the free space of that folder, or set TICKETSTUB_CONFIG_DIR' : next,
    exitCode: WHERE_NOTED.has(code) ? NOT_SIGNED_IN : FAILED,
    cause: error,
  });
}

function partsOf(error: unknown): { readonly code: string; readonly message: string } {
  if (!(error instanceof Error)) return { code: '', message: 'something failed without a word' };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return { code, message: error.message };
}
