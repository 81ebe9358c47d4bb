import type { Context } from 'hono';
import type { Deps, StandInEnv } from '../../deps.js';
import { claimExpiry, claimToken } from '../../rules/claim-tokens.js';
import { writePlexTv } from '../../views/answers.js';
import { writeXml } from '../../views/xml.js';

/**
 * Answers `GET /api/claim/token`: a token with which a media server can be claimed for the account.
 *
 * @rule claim.members
 * @rule claim.fresh-each-time
 */
export function getClaimToken({ db, clock, ids }: Deps): (c: Context<StandInEnv>) => Response {
  return (c) => {
    const now = clock.now();
    const token = claimToken(ids.token());
    const { id: accountId } = c.get('caller').account;
    db.transaction(() => {
      db.claimTokens.prune(now);
      db.claimTokens.insert({ token, accountId, expiresAt: claimExpiry(now) });
    });
    const json = (): string => JSON.stringify({ token });
    return writePlexTv(c, 200, { json, xml: () => writeXml('MediaContainer', { token }, 'bare') });
  };
}
