import type { Context } from 'hono';
import { findToken } from '../../db/find-token.js';
import { NOBODY } from '../../db/servers.js';
import type { Deps, StandInEnv } from '../../deps.js';
import { PlexHttpError } from '../../errors.js';
import { mayClaim } from '../../rules/claim-tokens.js';
import { isLocal } from '../../rules/local-address.js';
import { keepsAccount } from '../../rules/versions.js';
import { writeMediaServer } from '../../views/answers.js';
import { myPlexDocument } from '../../views/my-plex.js';
import { addressOf } from '../../whereabouts.js';

type Route = (deps: Deps) => (c: Context<StandInEnv>) => Response;

/**
 * Tells of a server's ties, with the token its owner has shown.
 *
 * @rule myplex.token-presented
 */
function tell({ db, whereabouts }: Deps, c: Context<StandInEnv>, ownerId: number): Response {
  const owner = db.accounts.byId(ownerId);
  const { token = '' } = c.get('client');
  const { machineIdentifier } = c.get('server');
  const shown = db.accountTokens.find(token)?.accountId === ownerId ? token : '';
  const { address, port } = addressOf(whereabouts.servers.get(machineIdentifier) ?? whereabouts.account);
  return writeMediaServer(c, 'MyPlex', myPlexDocument(owner, { authToken: shown, address, port }));
}

/** Refuses who may come in but is no admin. */
function demandAdmin(c: Context<StandInEnv>): void {
  if (!c.get('access').admin) throw new PlexHttpError(403);
}

/**
 * Answers `GET /myplex/account`.
 *
 * @rule myplex.owner-only
 * @rule myplex.transient-refused
 */
export const getMyPlex: Route = (deps) => (c) => {
  demandAdmin(c);
  const { version, ownerId } = c.get('server');
  const { token = '' } = c.get('client');
  const transient = findToken(deps.db, token)?.kind === 'transient';
  if (transient && keepsAccount(version)) throw new PlexHttpError(403);
  return tell(deps, c, ownerId);
};

/**
 * Answers `DELETE /myplex/account`: the server is nobody's from then on.
 *
 * @rule myplex.unclaim
 * @rule myplex.unclaim-ends-shares
 */
export const deleteMyPlex: Route = (deps) => (c) => {
  demandAdmin(c);
  const { machineIdentifier } = c.get('server');
  const { db } = deps;
  db.transaction(() => {
    db.servers.giveTo(machineIdentifier, NOBODY);
    db.serverTokens.removeAllAt(machineIdentifier);
    db.transientTokens.destroyAllOf(machineIdentifier);
  });
  return tell(deps, c, NOBODY);
};

/**
 * Answers `POST /myplex/claim`: a server that is nobody's becomes that of the account behind the claim token.
 *
 * @rule myplex.claim
 * @rule claim.used-once
 */
export const postClaim: Route = (deps) => (c) => {
  const { db, clock } = deps;
  const { machineIdentifier } = c.get('server');
  const local = isLocal(c.get('client').address.ip);
  const owner = db.transaction(() => {
    const found = db.claimTokens.find(c.req.query('token') ?? '');
    // Read anew: another process may have claimed the server meanwhile.
    const claimed = db.servers.byMachineIdentifier(machineIdentifier)?.ownerId !== NOBODY;
    const wish = { local, claimed, expiresAt: found?.expiresAt };
    if (found === undefined || !mayClaim(wish, clock.now())) throw new PlexHttpError(401);
    db.claimTokens.spend(found.token);
    db.servers.giveTo(machineIdentifier, found.accountId);
    return found.accountId;
  });
  return tell(deps, c, owner);
};

/**
 * Answers `PUT /myplex/refreshReachability`: 200, and nothing happens.
 *
 * @rule myplex.reachability
 */
export const putReachability: Route = () => (c) => {
  demandAdmin(c);
  return new Response(null, { status: 200 });
};
