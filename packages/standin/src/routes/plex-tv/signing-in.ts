import type { AccountToken } from '../../db/account-tokens.js';
import type { Account } from '../../db/accounts.js';
import type { Client, Deps } from '../../deps.js';
import { PlexHttpError } from '../../errors.js';
import { makeToken } from '../../rules/account-tokens.js';
import { passwordMatches } from '../../rules/passwords.js';
import {
  FAILURE_MEMORY,
  type SignInAttempt,
  type SignInRefusal,
  judgeSignIn,
  splitAppendedCode,
} from '../../rules/sign-in.js';
import { isStorable } from '../../rules/storable.js';
import { acceptedStep } from '../../rules/totp.js';
import type { Credentials } from './credentials.js';

/** A sign-in whose password has been looked at. */
interface Examined {
  readonly login: string;
  readonly ip: string;
  readonly clientIdentifier: string;
  readonly password: SignInAttempt<Account>['password'];
  /** The code that came, by field or appended. */
  readonly code: string | undefined;
}

/** An account, and the token that has just been made for it. */
export interface SignedIn {
  readonly accepted: true;
  readonly account: Account;
  readonly token: AccountToken;
}

/**
 * Compares a password with an account's; who has none is never signed in.
 *
 * @rule sign-in.no-password
 */
async function examine(account: Account | undefined, given: Credentials): Promise<Pick<Examined, 'password' | 'code'>> {
  const code = given.verificationCode;
  const hash = account?.passwordHash ?? null;
  if (hash === null) return { password: 'wrong', code };
  if (await passwordMatches(given.password, hash)) return { password: 'fits', code };
  const split = splitAppendedCode(given.password);
  if (split === undefined || !(await passwordMatches(split.password, hash))) return { password: 'wrong', code };
  return { password: 'fits-without-code', code: code ?? split.code };
}

/** The time step of a code that is right for an account, now and for the first time. */
function stepOf(account: Account | undefined, code: string | undefined, now: number): number | undefined {
  if (account === undefined || account.totpSecret === null || code === undefined) return undefined;
  return acceptedStep({ secret: account.totpSecret, lastStep: account.totpLastStep }, code, now);
}

/**
 * Decides a sign-in and writes down what follows from it: a failure, or a fresh token.
 *
 * @rule token.sign-in-rotates
 */
function settle({ db, clock, ids }: Deps, attempt: Examined): SignedIn | SignInRefusal {
  const { login, ip, password, clientIdentifier } = attempt;
  const now = clock.now();
  // Escaped, a login that the database would cut counts for itself, not for the one before the cut.
  const name = isStorable(login) ? login.toLowerCase() : JSON.stringify(login);
  const account = db.accounts.byLogin(login);
  const step = stepOf(account, attempt.code, now);
  const code = attempt.code === undefined ? undefined : step === undefined ? 'wrong' : 'right';
  db.signInFailures.prune(now - FAILURE_MEMORY);
  const failures = db.signInFailures.of(ip, name);
  const verdict = judgeSignIn({ login, account, password, code, failures }, now);
  if (!verdict.accepted) {
    if (verdict.counts) db.signInFailures.insert(ip, name, now);
    return verdict;
  }
  db.signInFailures.forget(ip, name);
  if (step !== undefined) db.accounts.spendCode(verdict.account.id, step);
  const token = makeToken(verdict.account, { token: ids.token(), clientIdentifier }, now);
  db.accountTokens.rotate(token);
  return { ...verdict, token };
}

/** Signs somebody in, or refuses with 401 and the number that says why. */
export async function signIn(deps: Deps, client: Client, given: Credentials): Promise<SignedIn> {
  const { db } = deps;
  const { identifier = '', address } = client;
  // Hashing takes a while; what is decided afterwards is decided on what is true afterwards.
  const examined = await examine(db.accounts.byLogin(given.login), given);
  const attempt = { ...examined, login: given.login, ip: address.ip, clientIdentifier: identifier };
  const outcome = db.transaction(() => settle(deps, attempt));
  if (!outcome.accepted) throw new PlexHttpError(401, outcome.code);
  return outcome;
}
