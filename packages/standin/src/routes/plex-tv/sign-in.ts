import type { Context } from 'hono';
import type { AccountToken } from '../../db/account-tokens.js';
import type { Account } from '../../db/accounts.js';
import type { Deps, StandInEnv } from '../../deps.js';
import { PlexHttpError } from '../../errors.js';
import { passwordMatches } from '../../rules/passwords.js';
import {
  FAILURE_MEMORY,
  type SignInAttempt,
  type SignInRefusal,
  judgeSignIn,
  rememberUntil,
  splitAppendedCode,
} from '../../rules/sign-in.js';
import { acceptedStep } from '../../rules/totp.js';
import { accountDocument } from '../../views/account.js';
import { writePlexTv } from '../../views/answers.js';
import { writeXml } from '../../views/xml.js';
import { type Credentials, readCredentials } from './credentials.js';

/** A sign-in whose password has been looked at. */
interface Examined {
  readonly login: string;
  readonly ip: string;
  readonly clientIdentifier: string;
  readonly password: SignInAttempt<Account>['password'];
  /** The code that came, by field or appended. */
  readonly code: string | undefined;
}

interface SignedIn {
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
  const name = login.toLowerCase();
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
  const accountId = verdict.account.id;
  if (step !== undefined) db.accounts.spendCode(accountId, step);
  const rememberExpiresAt = rememberUntil(now);
  const token: AccountToken = { token: ids.token(), kind: 'account', accountId, clientIdentifier, rememberExpiresAt };
  db.accountTokens.rotate(token);
  return { ...verdict, token };
}

/**
 * Answers `POST /api/v2/users/signin`: 201 and the account with a fresh token, which replaces the one this account had
 * under the same client identifier.
 *
 * @rule sign-in.created-201
 */
export function postSignIn(deps: Deps): (c: Context<StandInEnv>) => Promise<Response> {
  const { db, whereabouts } = deps;
  return async (c) => {
    const given = await readCredentials(c);
    const { identifier = '', address } = c.get('client');
    // Hashing takes a while; what is decided afterwards is decided on what is true afterwards.
    const examined = await examine(db.accounts.byLogin(given.login), given);
    const attempt = { ...examined, login: given.login, ip: address.ip, clientIdentifier: identifier };
    const outcome = db.transaction(() => settle(deps, attempt));
    if (!outcome.accepted) throw new PlexHttpError(401, outcome.code);
    const context = {
      authToken: outcome.token.token,
      rememberExpiresAt: outcome.token.rememberExpiresAt,
      homeSize: db.accounts.homeSize(),
      origin: whereabouts.account,
      signingIn: true,
    };
    const document = accountDocument(outcome.account, context, new Set());
    return writePlexTv(c, 201, { json: document, xml: () => writeXml('user', document, 'wrapped') });
  };
}
