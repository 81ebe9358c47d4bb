import type { Context } from 'hono';
import type { Account } from '../../db/accounts.js';
import type { Deps, StandInEnv } from '../../deps.js';
import { PlexHttpError } from '../../errors.js';
import { type Attempt, type SignInProblem, wantsCode } from '../../memory/attempts.js';
import type { SignInRefusal } from '../../rules/sign-in.js';
import { signInPage } from '../../views/sign-in-page.js';
import { prove, proveByCode } from '../plex-tv/signing-in.js';
import { field, leadTo, signedIn, standingOf } from './attempt.js';

/** How many can be picked: a seed may have ten thousand people. */
const PICKED = 12;

const PROBLEMS: Readonly<Record<SignInRefusal['code'], SignInProblem>> = {
  1001: 'wrong',
  1028: 'code-wrong',
  1029: 'code-needed',
  1030: 'email-only',
  1031: 'blocked',
};

type Handler = (c: Context<StandInEnv>) => Response | Promise<Response>;

/** Whether somebody has a sign-in of their own; a managed Home user has none. */
function signsIn({ home }: Account): boolean {
  return home !== 'managed';
}

/** Answers `GET /auth/sign-in`: the page that asks who somebody is, with 401 after a failure. */
export function getSignIn(deps: Deps): Handler {
  return (c) => {
    const { attempt, app } = standingOf(deps, c, c.req.query('attempt') ?? '');
    // Who came back here, or waits in another tab, is asked for leave only.
    if (signedIn(deps, c) !== undefined) return leadTo(c, 'allow', attempt);
    const all = deps.db.accounts.all().filter(signsIn);
    const people = all.slice(0, PICKED).map(({ key, title, email }) => ({ key, title, email }));
    const csrf = deps.visitors.formToken(c.get('visitor'));
    const page = signInPage({ csrf, attempt, app, people, others: all.length - people.length });
    return c.html(page, attempt.problem === undefined ? 200 : 401);
  };
}

function pick({ db }: Deps, key: string): Account {
  const account = db.accounts.byKey(key);
  if (account === undefined || !signsIn(account)) throw new PlexHttpError(400);
  return account;
}

/** Who somebody proves to be with what the form says; undefined when they do not, and the sign-in says why. */
async function proven(deps: Deps, c: Context<StandInEnv>, attempt: Attempt): Promise<Account | undefined> {
  const code = field(c, 'verificationCode').trim() || undefined;
  const typed = { login: field(c, 'login').trim(), password: field(c, 'password'), verificationCode: code };
  const isCodeAlone = typed.login === '' && wantsCode(attempt);
  const login = isCodeAlone ? (attempt.login ?? '') : typed.login;
  const client = c.get('client');
  const outcome = isCodeAlone ? proveByCode(deps, client, { login, code }) : await prove(deps, client, typed);
  if (outcome.accepted) return outcome.account;
  deps.attempts.change(attempt.id, { problem: PROBLEMS[outcome.code], login });
  return undefined;
}

/**
 * Answers `POST /auth/sign-in`: signs somebody in to the pages, whom the form picks or who proves to be it.
 *
 * @rule auth-page.sign-in-rules
 */
export function postSignIn(deps: Deps): (c: Context<StandInEnv>) => Promise<Response> {
  return async (c) => {
    const { attempt, pin } = standingOf(deps, c, field(c, 'attempt'));
    // Whoever comes too late has nothing to sign in for: not with half a sign-in of an hour ago either.
    if (pin === undefined || pin.expiresAt <= deps.clock.now()) return leadTo(c, 'done', attempt);
    const key = field(c, 'person');
    const account = key === '' ? await proven(deps, c, attempt) : pick(deps, key);
    if (account === undefined) return leadTo(c, 'sign-in', attempt);
    deps.attempts.change(attempt.id, { problem: undefined, login: undefined });
    deps.visitors.put(c.get('visitor'), { accountId: account.id });
    return leadTo(c, 'allow', attempt);
  };
}

/** Answers `POST /auth/sign-out`: nobody is signed in to the pages any more, so that somebody else can be. */
export function postSignOut(deps: Deps): Handler {
  return (c) => {
    const { attempt } = standingOf(deps, c, field(c, 'attempt'));
    deps.attempts.change(attempt.id, { problem: undefined, login: undefined });
    deps.visitors.put(c.get('visitor'), {});
    return leadTo(c, 'sign-in', attempt);
  };
}
