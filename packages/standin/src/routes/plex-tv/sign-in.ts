import type { Context } from 'hono';
import type { Deps, StandInEnv } from '../../deps.js';
import { saidBy } from '../../steps/said-by.js';
import { writePlexTv } from '../../views/answers.js';
import { writeXml } from '../../views/xml.js';
import { readCredentials } from './credentials.js';
import { signIn, signedInDocument } from './signing-in.js';

/**
 * Answers `POST /api/v2/users/signin`: 201 and the account with a fresh token, which replaces the one this account had
 * under the same client identifier.
 *
 * @rule sign-in.created-201
 */
export function postSignIn(deps: Deps): (c: Context<StandInEnv>) => Promise<Response> {
  return async (c) => {
    const signedIn = await signIn(deps, c.get('client'), await readCredentials(c));
    deps.db.programs.put(signedIn.token.clientIdentifier, saidBy(c));
    const document = signedInDocument(deps, signedIn);
    const json = (): string => JSON.stringify(document);
    return writePlexTv(c, 201, { json, xml: () => writeXml('user', document, 'wrapped') });
  };
}
