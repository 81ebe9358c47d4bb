/** Failures from one address for one login that block it. */
const FAILURES_THAT_BLOCK = 5;

/**
 * How long a failure counts, in milliseconds.
 *
 * @rule sign-in.blocked-threshold
 */
export const FAILURE_MEMORY = 10 * 60_000;

/** What the rule must know of the account behind a login. */
export interface SignInAccount {
  readonly email: string;
  readonly emailOnly: boolean;
  /** Null without two-factor sign-in. */
  readonly totpSecret: string | null;
}

/** Everything a sign-in is decided on. */
export interface SignInAttempt<A extends SignInAccount> {
  readonly login: string;
  /** The account of that login, if there is one. */
  readonly account: A | undefined;
  /** Whether the whole password fits, or what is left of it without six digits at its end, or neither. */
  readonly password: 'fits' | 'fits-without-code' | 'wrong';
  /** Whether the code that came, by field or appended, is right; undefined when none came. */
  readonly code: 'right' | 'wrong' | undefined;
  /** When this address failed with this login, in milliseconds. */
  readonly failures: readonly number[];
}

/** Plex's error number, and whether the failure counts towards a block. */
export interface SignInRefusal {
  readonly accepted: false;
  readonly code: 1001 | 1028 | 1029 | 1030 | 1031;
  readonly counts: boolean;
}

/** What comes of a sign-in. */
export type SignInVerdict<A> = { readonly accepted: true; readonly account: A } | SignInRefusal;

function refused(code: SignInRefusal['code'], counts: boolean): SignInRefusal {
  return { accepted: false, code, counts };
}

/**
 * Decides a sign-in that came with a client identifier: blocked address, login and password, e-mail only, code.
 *
 * @rule sign-in.order
 * @rule sign-in.blocked-address
 * @rule sign-in.wrong-password
 * @rule sign-in.email-only
 * @rule sign-in.code-required
 * @rule sign-in.code-invalid
 */
export function judgeSignIn<A extends SignInAccount>(attempt: SignInAttempt<A>, now: number): SignInVerdict<A> {
  const { account, login } = attempt;
  const recent = attempt.failures.filter((at) => at > now - FAILURE_MEMORY);
  if (recent.length >= FAILURES_THAT_BLOCK) return refused(1031, false);
  if (account === undefined || attempt.password === 'wrong') return refused(1001, true);
  const twoFactor = account.totpSecret !== null;
  if (attempt.password === 'fits-without-code' && !twoFactor) return refused(1001, true);
  if (account.emailOnly && login.toLowerCase() !== account.email.toLowerCase()) return refused(1030, false);
  if (!twoFactor || attempt.code === 'right') return { accepted: true, account };
  return attempt.code === 'wrong' ? refused(1028, true) : refused(1029, false);
}

/**
 * A password as the appended-code form reads it: the six digits at its end, and what stands before them.
 *
 * @rule sign-in.appended-code
 */
export function splitAppendedCode(password: string): { password: string; code: string } | undefined {
  const parts = /^(.+)(\d{6})$/s.exec(password);
  if (parts === null) return undefined;
  const [, rest = '', code = ''] = parts;
  return { password: rest, code };
}
