import { errors } from '@ticketstub/sdk';

/** What to tell the person whose sign-in failed. */
export function explainSignIn(error: unknown): string {
  if (!(error instanceof errors.TicketstubError)) throw error;
  switch (error.code) {
    case 'VERIFICATION_CODE_REQUIRED':
      return 'Enter the six digits from your two-factor app.';
    case 'VERIFICATION_CODE_INVALID':
      return 'That code is wrong or too old. Enter a new one.';
    case 'EMAIL_REQUIRED':
      return 'Sign in with your e-mail address instead of your username.';
    case 'ADDRESS_BLOCKED':
      return 'Plex refuses sign-ins from this address for now. Try again later.';
    case 'UNAUTHORIZED':
      return 'The login or the password is wrong.';
    case 'RATE_LIMITED':
      return 'Too many attempts. Wait a little.';
    default:
      return 'Plex could not be asked. Nothing is wrong with your password.';
  }
}
