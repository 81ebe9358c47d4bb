import { noteDevice } from '../../acts/note-device.js';
import type { AccountToken } from '../../db/account-tokens.js';
import type { Account } from '../../db/accounts.js';
import type { Caller, Client, Deps } from '../../deps.js';
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
import { accountDocument } from '../../views/account.js';
import type { Credentials } from './credentials.js';

/** A sign-in whose password has been looked at. */
interface Examined {
  readonly login: string;
  readonly ip: string;
  readonly password: SignInAttempt<Account>['password'];
  /** The code that came, by field or appended. */
  readonly code: string | undefined;
}

/** Somebody who has proved who they are. */
interface Proven {
  readonly accepted: true;
  readonly account: Account;
}

/** An account, and the token that has just been made for it. */
export interface SignedIn extends Proven {
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

/** Decides a sign-in and writes down what follows from it for the next one. */
function settle({ db, clock }: Deps, attempt: Examined): Proven | SignInRefusal {
  const { login, ip, password } = attempt;
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
  return verdict;
}

async function examinedFor({ db }: Deps, { address }: Client, given: Credentials): Promise<Examined> {
  // Hashing takes a while; what is decided afterwards is decided on what is true afterwards.
  const examined = await examine(db.accounts.byLogin(given.login), given);
  return { ...examined, login: given.login, ip: address.ip };
}

/** The account document of who has just been given a token. */
export function signedInDocument({ db, whereabouts }: Deps, { account, token }: Caller): object {
  const context = {
    authToken: token.token,
    rememberExpiresAt: token.rememberExpiresAt,
    homeSize: () => db.accounts.homeSize(),
    origin: whereabouts.account,
    signingIn: true,
  };
  return accountDocument(account, context, new Set());
}

/** Goes on with a sign-in whose password was right, by the two-factor code that it lacked; no token is made. */
export function proveByCode(
  deps: Deps,
  { address }: Client,
  { login, code }: Pick<Examined, 'login' | 'code'>,
): Proven | SignInRefusal {
  return deps.db.transaction(() => settle(deps, { login, ip: address.ip, password: 'fits', code }));
}

/** Finds out whether somebody is who they say, by the rules of a sign-in; no token is made. */
export async function prove(deps: Deps, client: Client, given: Credentials): Promise<Proven | SignInRefusal> {
  const attempt = await examinedFor(deps, client, given);
  return deps.db.transaction(() => settle(deps, attempt));
}

/**
 * Signs somebody in with a fresh token, or refuses with 401 and the number that says why.
 *
 * @rule token.sign-in-rotates
 * @rule jwt.no-opaque-again
 */
export async function signIn(deps: Deps, client: Client, given: Credentials): Promise<SignedIn> {
  const { db, ids, clock } = deps;
  const attempt = await examinedFor(deps, client, given);
  const outcome = db.transaction((): SignedIn | SignInRefusal => {
    const verdict = settle(deps, attempt);
    if (!verdict.accepted) return verdict;
    const material = { token: ids.token(), clientIdentifier: client.identifier ?? '' };
    if (db.deviceKeys.hasJwt(verdict.account.id, material.clientIdentifier)) throw new PlexHttpError(403, 1068);
    const token = makeToken(verdict.account, material, clock.now());
    db.accountTokens.rotate(token);
    noteDevice(deps, token);
    return { ...verdict, token };
  });
  if (!outcome.accepted) throw new PlexHttpError(401, outcome.code);
  return outcome;
}
