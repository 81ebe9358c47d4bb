import { identifiedSettingsOf, type PlexCore } from '../core.js';
import { TicketstubError } from '../errors.js';
import { postUsersSignInData } from '../functions/post-users-sign-in-data.js';
import type { CallOptions } from '../options.js';
import { race } from '../transport/wait.js';
import { demandObject, demandText } from '../wire/arguments.js';
import type { SignedInPlexAccount } from '../wire/user-plex-account.js';

const MOST_CODES = 3;

/** What a verification code is asked for with. */
export interface VerificationCodeAsk {
  /** 1 at first; 2 and 3 after a code that Plex refused. */
  readonly attempt: number;
}

/** What to sign in with. */
export interface SignInInput {
  /** E-mail address or username. */
  login: string;
  password: string;
  /** Default false. */
  rememberMe?: boolean | undefined;
  /** The six digits, or a function that asks for them, called only when Plex wants them. */
  verificationCode?: string | ((ask: VerificationCodeAsk) => string | Promise<string>) | undefined;
}

/** A finished sign-in. */
export interface SignedIn {
  /** The account's token for this client identifier, for `withToken`. */
  readonly accessToken: string;
  readonly account: SignedInPlexAccount;
}

/**
 * Signs in, asking for a verification code only when Plex wants one, and again when it was wrong: three times at most, for
 * Plex blocks an address after repeated failures.
 * @throws InvalidArgumentError with the code `CLIENT_ID_REQUIRED` before anything is sent, TicketstubError with
 * `VERIFICATION_CODE_REQUIRED`, `VERIFICATION_CODE_INVALID`, `EMAIL_REQUIRED`, `ADDRESS_BLOCKED` or `UNAUTHORIZED`.
 */
export async function signIn(core: PlexCore, input: SignInInput, options?: CallOptions): Promise<SignedIn> {
  demandObject(input, 'input');
  identifiedSettingsOf(core);
  const { rememberMe, verificationCode } = input;
  const login = demandText(input.login, 'input.login');
  const password = demandText(input.password, 'input.password');
  const attempt = async (code: string | undefined): Promise<SignedIn> => {
    const requestBody = { login, password, rememberMe, verificationCode: code };
    const { userPlexAccount: account } = await postUsersSignInData(core, { requestBody }, options);
    return { accessToken: account.authToken, account };
  };
  if (typeof verificationCode !== 'function') return attempt(verificationCode);
  const ask = async (asked: number): Promise<string> => {
    const code = await race(Promise.resolve(verificationCode({ attempt: asked })), options?.signal);
    return demandText(code, 'input.verificationCode').trim();
  };
  let wanted: unknown;
  for (let asked = 0; asked <= MOST_CODES; asked += 1) {
    try {
      return await attempt(asked === 0 ? undefined : await ask(asked));
    } catch (error) {
      if (!wantsCode(error)) throw error;
      wanted = error;
    }
  }
  throw wanted;
}

function wantsCode(error: unknown): boolean {
  return (
    error instanceof TicketstubError &&
    (error.code === 'VERIFICATION_CODE_REQUIRED' || error.code === 'VERIFICATION_CODE_INVALID')
  );
}
