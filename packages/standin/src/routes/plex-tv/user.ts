import type { Context } from 'hono';
import type { Deps, StandInEnv } from '../../deps.js';
import { accountDocument } from '../../views/account.js';
import { writePlexTv } from '../../views/answers.js';
import { writeXml } from '../../views/xml.js';

/** The query flags, and the member each asks for. */
const FLAGS = [
  ['includeSubscriptions', 'subscriptions'],
  ['includeProviders', 'providers'],
  ['includeSettings', 'settings'],
  ['includeSharedSettings', 'sharedSettings'],
] as const;

/**
 * Answers `GET /api/v2/user`: the account behind the token.
 *
 * @rule account.client-id-optional
 * @rule account.include-flags
 */
export function getUser({ db, whereabouts }: Deps): (c: Context<StandInEnv>) => Response {
  return (c) => {
    const { account, token } = c.get('caller');
    const asked = new Set<string>(FLAGS.filter(([flag]) => c.req.query(flag) === '1').map(([, member]) => member));
    const context = {
      authToken: token.token,
      rememberExpiresAt: token.rememberExpiresAt,
      homeSize: db.accounts.homeSize(),
      origin: whereabouts.account,
      signingIn: false,
    };
    const document = accountDocument(account, context, asked);
    return writePlexTv(c, 200, { json: document, xml: () => writeXml('user', document, 'wrapped') });
  };
}
