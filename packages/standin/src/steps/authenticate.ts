import { createMiddleware } from 'hono/factory';
import { findToken } from '../db/find-token.js';
import type { Caller, Deps, StandInEnv } from '../deps.js';
import { PlexHttpError } from '../errors.js';
import { admit } from '../rules/access.js';

type Step = ReturnType<typeof createMiddleware<StandInEnv>>;

/** The account behind a token that is shown to plex.tv; undefined when it is dead or of a kind that opens nothing there. */
export function callerBehind({ db }: Deps, token: string): Caller | undefined {
  const found = db.accountTokens.find(token);
  const account = found === undefined ? undefined : db.accounts.byId(found.accountId);
  return found === undefined || account === undefined ? undefined : { account, token: found };
}

/**
 * Lets in who shows plex.tv a live account token, of either kind.
 *
 * @rule token.plex-tv-wants-account-token
 */
export function authenticateAccount(deps: Deps): Step {
  return createMiddleware<StandInEnv>(async (c, next) => {
    const { token } = c.get('client');
    const caller = token === undefined ? undefined : callerBehind(deps, token);
    if (caller === undefined) throw new PlexHttpError(401, 1001);
    c.set('caller', caller);
    await next();
  });
}

/**
 * Lets in who shows a media server a token it accepts; a dead one of any kind is as good as none.
 *
 * @rule token.server-refuses-with-401
 * @rule transient.dead-is-401
 */
export function authenticateAccess({ db, clock }: Deps): Step {
  return createMiddleware<StandInEnv>(async (c, next) => {
    const { machineIdentifier, ownerId } = c.get('server');
    const { token } = c.get('client');
    const sharedWith = (accountId: number): boolean =>
      db.serverTokens.findFor(machineIdentifier, accountId) !== undefined;
    const found = token === undefined ? undefined : findToken(db, token);
    const access = admit(found, { machineIdentifier, ownerId, sharedWith }, clock.now());
    if (access === undefined) throw new PlexHttpError(401);
    c.set('access', access);
    await next();
  });
}
