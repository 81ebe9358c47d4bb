import type { Context } from 'hono';
import type { Deps, StandInEnv } from '../../deps.js';

/**
 * Answers `DELETE /api/v2/users/signout`: the token that was presented dies, and nothing else; a JWT dies with its key.
 *
 * @rule token.sign-out
 * @rule jwt.sign-out
 * @rule transient.survives-sign-out
 */
export function deleteSignOut({ db }: Deps): (c: Context<StandInEnv>) => Response {
  return (c) => {
    const { token } = c.get('caller');
    if (token.kind === 'jwt') db.deviceKeys.remove(token.thumbprint);
    else db.accountTokens.revoke(token.token);
    return new Response(null, { status: 204 });
  };
}
