import type { Context } from 'hono';
import type { Caller, Deps, StandInEnv } from '../../deps.js';
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
 * @rule jwt.user-echo
 */
export function getUser({ db, whereabouts }: Deps): (c: Context<StandInEnv>) => Response {
  // A token read from the database is the same object until anything is written there: so is all that is made of it.
  const written = new WeakMap<Caller['token'], Map<string, string>>();
  return (c) => {
    const { account, token } = c.get('caller');
    const asked = FLAGS.filter(([flag]) => c.req.query(flag) === '1').map(([, member]) => member);
    const documentOf = (): object => {
      const { token: authToken, rememberExpiresAt } = token;
      const standing = { homeSize: () => db.accounts.homeSize(), origin: whereabouts.account, signingIn: false };
      return accountDocument(account, { authToken, rememberExpiresAt, ...standing }, new Set<string>(asked));
    };
    const json = (): string => {
      const texts = written.get(token) ?? new Map<string, string>();
      const text = texts.get(asked.join()) ?? JSON.stringify(documentOf());
      written.set(token, texts.set(asked.join(), text));
      return text;
    };
    return writePlexTv(c, 200, { json, xml: () => writeXml('user', documentOf(), 'wrapped') });
  };
}
