import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { findJwt } from '../acts/find-jwt.js';
import { findToken } from '../db/find-token.js';
import { NOBODY } from '../db/servers.js';
import type { Caller, Deps, PresentedJwt, StandInEnv } from '../deps.js';
import { PlexHttpError } from '../errors.js';
import { type KnownToken, admit, admitUnclaimed } from '../rules/access.js';
import { rememberUntil } from '../rules/account-tokens.js';
import { isLocal } from '../rules/local-address.js';

type Step = ReturnType<typeof createMiddleware<StandInEnv>>;

/** A live JWT of plex.tv; an expired one is refused with 498, any other text is none. */
function presentedJwt(deps: Deps, token: string): PresentedJwt | undefined {
  const found = findJwt(deps, token);
  if (found?.state === 'expired') throw new PlexHttpError(498);
  if (found?.state !== 'live') return undefined;
  const { accountId, clientIdentifier, thumbprint, issuedAt } = found;
  const managed = deps.db.accounts.byId(accountId)?.home === 'managed';
  const rememberExpiresAt = managed ? null : rememberUntil(issuedAt * 1000);
  return { kind: 'jwt', token, accountId, clientIdentifier, thumbprint, rememberExpiresAt };
}

/**
 * The account behind a token that is shown to plex.tv; undefined when it is dead or of a kind that opens nothing there.
 *
 * @throws {PlexHttpError} 498 for a JWT that has expired.
 * @rule jwt.opens-plex-tv
 */
export function callerBehind(deps: Deps, token: string): Caller | undefined {
  const found = deps.db.accountTokens.find(token) ?? presentedJwt(deps, token);
  const account = found === undefined ? undefined : deps.db.accounts.byId(found.accountId);
  return found === undefined || account === undefined ? undefined : { account, token: found };
}

/**
 * The caller of a request, looked at again: while a body was on its way the token may have died.
 *
 * @throws {PlexHttpError} 401 with 1001 when it has.
 * @rule token.plex-tv-wants-account-token
 */
export function callerStill(deps: Deps, c: Context<StandInEnv>): Caller {
  const caller = callerBehind(deps, c.get('caller').token.token);
  if (caller === undefined) throw new PlexHttpError(401, 1001);
  return caller;
}

/** Lets in who shows plex.tv a live account token, a JWT or an opaque one of either kind; refuses a dead one as told. */
function letIn(deps: Deps, dead: readonly [status: number, code: number]): Step {
  return createMiddleware<StandInEnv>(async (c, next) => {
    const { token } = c.get('client');
    if (token === undefined) throw new PlexHttpError(401, 1001);
    const caller = callerBehind(deps, token);
    if (caller === undefined) throw new PlexHttpError(...dead);
    c.set('caller', caller);
    await next();
  });
}

/**
 * Lets in who shows plex.tv a live account token; a dead one is as good as none.
 *
 * @rule token.plex-tv-wants-account-token
 */
export function authenticateAccount(deps: Deps): Step {
  return letIn(deps, [401, 1001]);
}

/**
 * Lets in who shows an old path of plex.tv a live account token; a dead one is told from none.
 *
 * @rule legacy-account.revoked-422
 * @rule legacy-account.no-token-401
 * @rule old-paths.revoked-422
 */
export function authenticateOldPath(deps: Deps): Step {
  return letIn(deps, [422, 1008]);
}

/**
 * What a media server knows of a token: of a JWT something only where it accepts them at all.
 *
 * @rule token.jwt-refused
 */
function knownToken(deps: Deps, token: string): KnownToken | undefined {
  const found = findToken(deps.db, token);
  if (found !== undefined || !deps.behaviour.acceptJwt) return found;
  const jwt = findJwt(deps, token);
  return jwt?.state === 'live' ? { kind: 'jwt', accountId: jwt.accountId } : undefined;
}

/**
 * Lets in who shows a media server a token it accepts; a dead one of any kind is as good as none.
 *
 * @rule token.server-refuses-with-401
 * @rule transient.dead-is-401
 */
export function authenticateAccess(deps: Deps): Step {
  const { db, clock } = deps;
  return createMiddleware<StandInEnv>(async (c, next) => {
    const { machineIdentifier, ownerId } = c.get('server');
    const { token, address } = c.get('client');
    const sharedWith = (accountId: number): boolean =>
      db.serverTokens.findFor(machineIdentifier, accountId) !== undefined;
    const found = token === undefined ? undefined : knownToken(deps, token);
    const access =
      ownerId === NOBODY
        ? admitUnclaimed(isLocal(address.ip), NOBODY)
        : admit(found, { machineIdentifier, ownerId, sharedWith }, clock.now());
    if (access === undefined) throw new PlexHttpError(401);
    c.set('access', access);
    await next();
  });
}
