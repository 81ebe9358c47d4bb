import type { Context } from 'hono';
import type { Deps, StandInEnv } from '../../deps.js';

/**
 * Answers `DELETE /api/v2/users/signout`: the token that was presented dies, and nothing else.
 *
 * @rule token.sign-out
 * @rule transient.survives-sign-out
 */
export function deleteSignOut({ db }: Deps): (c: Context<StandInEnv>) => Response {
  return (c) => {
    db.accountTokens.revoke(c.get('caller').token.token);
    return new Response(null, { status: 204 });
  };
}
