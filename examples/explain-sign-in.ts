import { errors } from '@ticketstub/sdk';

const sentences: Partial<Record<errors.ErrorCode, string>> = {
  UNAUTHORIZED: 'The login or the password is wrong.',
  VERIFICATION_CODE_REQUIRED: 'Enter the six digits from your two-factor app.',
  VERIFICATION_CODE_INVALID: 'That code is wrong or too old. Enter a new one.',
  EMAIL_REQUIRED: 'Sign in with your e-mail address instead of your username.',
  ADDRESS_BLOCKED: 'Plex refuses sign-ins from this address for now. Try again later.',
  RATE_LIMITED: 'Too many attempts. Wait a little.',
};

/** What to tell the person whose sign-in failed. */
export function explainSignIn(error: unknown): string {
  if (!(error instanceof errors.TicketstubError)) throw error;
  return sentences[error.code] ?? 'Plex could not be asked. Nothing is wrong with your password.';
}
