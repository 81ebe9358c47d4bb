import type { Context } from 'hono';
import type { Deps, StandInEnv } from '../../deps.js';
import { writeMediaContainer } from '../../views/answers.js';
import { ownerAttributes, serverAttributes } from '../../views/server-root.js';

/**
 * Answers `GET /`: what the server says about itself, and to its owner about its ties with plex.tv.
 *
 * @rule root.attributes
 * @rule root.shared-sees-fewer
 */
export function getRoot({ db, clock }: Deps): (c: Context<StandInEnv>) => Response {
  return (c) => {
    const server = c.get('server');
    const owner = db.accounts.byId(server.ownerId);
    const toOwner = c.get('access').admin && owner !== undefined ? ownerAttributes(owner) : {};
    return writeMediaContainer(c, { ...serverAttributes(server, clock.now()), ...toOwner });
  };
}
