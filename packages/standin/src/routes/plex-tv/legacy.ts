import type { Context } from 'hono';
import type { Caller, Deps, StandInEnv } from '../../deps.js';
import { PlexHttpError } from '../../errors.js';
import { callerBehind } from '../../steps/authenticate.js';
import { saidBy } from '../../steps/said-by.js';
import { writePlexTv } from '../../views/answers.js';
import { legacyAccountJson, legacyAccountXml } from '../../views/legacy-account.js';
import { readLegacyCredentials } from './credentials.js';
import { signIn, signedInDocument } from './signing-in.js';

interface Answer extends Caller {
  readonly status: number;
}

/** Writes an account, with its token, in the form of the old paths. */
function answer(deps: Deps, c: Context<StandInEnv>, told: Answer): Response {
  const document = signedInDocument(deps, told);
  const json = (): string => JSON.stringify(legacyAccountJson(document));
  return writePlexTv(c, told.status, { json, xml: () => legacyAccountXml(document) });
}

/**
 * Answers `POST /users/sign_in.json` and `.xml`, as `/api/v2/users/signin` does but for the form of question and answer;
 * who brings no password but a live token gets the account behind it and no new token.
 *
 * @rule legacy-sign-in.created-201
 * @rule legacy-sign-in.same-rules
 * @rule legacy-sign-in.token-instead
 * @rule legacy-sign-in.nothing-given
 */
export function postLegacySignIn(deps: Deps): (c: Context<StandInEnv>) => Promise<Response> {
  return async (c) => {
    const client = c.get('client');
    const given = await readLegacyCredentials(c);
    if (given !== undefined) {
      const signedIn = await signIn(deps, client, given);
      deps.db.programs.put(signedIn.token.clientIdentifier, saidBy(c));
      return answer(deps, c, { ...signedIn, status: 201 });
    }
    const found = client.token === undefined ? undefined : callerBehind(deps, client.token);
    if (found === undefined) throw new PlexHttpError(401, 1001);
    return answer(deps, c, { ...found, status: 201 });
  };
}

/** Answers `GET /users/account`, with `.json`, `.xml` or neither: the account behind the token. */
export function getLegacyAccount(deps: Deps): (c: Context<StandInEnv>) => Response {
  return (c) => answer(deps, c, { ...c.get('caller'), status: 200 });
}
