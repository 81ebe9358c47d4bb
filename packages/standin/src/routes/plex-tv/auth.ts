import type { Context } from 'hono';
import * as z from 'zod';
import { issueJwt } from '../../acts/issue-jwt.js';
import { registerKey } from '../../acts/register-key.js';
import type { DeviceKey } from '../../db/device-keys.js';
import type { Deps, StandInEnv } from '../../deps.js';
import { readPublicKey } from '../../device-jwts.js';
import { PlexHttpError } from '../../errors.js';
import { isNonceGood, nonceExpiry } from '../../rules/nonces.js';
import { callerStill } from '../../steps/authenticate.js';
import { fieldsOf, readBody } from '../../steps/read-body.js';
import { writePlexTv } from '../../views/answers.js';
import { TextResponse } from '../../views/text-response.js';
import { writeXml } from '../../views/xml.js';
import { readDeviceClaims } from './device-claims.js';

const keySchema = z.object({ jwk: z.unknown() });
const tokenSchema = z.object({ jwt: z.string() });

/** Reads a body of JSON; refuses any other with 400 and 1004. */
async function readJson<T extends z.ZodType>(c: Context<StandInEnv>, schema: T): Promise<z.output<T>> {
  const body = await readBody(c.req.raw);
  if (body === undefined) throw new PlexHttpError(413, 1004);
  const contentType = c.req.header('content-type');
  const json = contentType?.split(';')[0]?.trim().toLowerCase() === 'application/json';
  const result = schema.safeParse(json ? fieldsOf(contentType, body) : undefined);
  if (!result.success) throw new PlexHttpError(400, 1004);
  return result.data;
}

/**
 * Answers `POST /api/v2/auth/jwk`: the key is registered on the device of the token, whatever else the request says of
 * who sends it.
 *
 * @rule jwk.created-201
 * @rule jwk.device-of-token
 */
export function postJwk(deps: Deps): (c: Context<StandInEnv>) => Promise<Response> {
  return async (c) => {
    const { jwk } = await readJson(c, keySchema);
    const key = await readPublicKey(jwk);
    if (key === undefined) throw new PlexHttpError(400, 1004);
    const { accountId, clientIdentifier } = callerStill(deps, c).token;
    if (!registerKey(deps, key, { accountId, clientIdentifier })) throw new PlexHttpError(422, 1014);
    return new Response(null, { status: 201 });
  };
}

/**
 * Answers `GET /api/v2/auth/nonce`.
 *
 * @rule nonce.uuid
 */
export function getNonce({ db, clock, ids }: Deps): (c: Context<StandInEnv>) => Response {
  return (c) => {
    const now = clock.now();
    const nonce = ids.uuid();
    const { identifier: clientIdentifier = '' } = c.get('client');
    db.transaction(() => {
      db.nonces.prune(now);
      db.nonces.insert({ nonce, clientIdentifier, expiresAt: nonceExpiry(now) });
    });
    return writePlexTv(c, 200, {
      json: () => JSON.stringify({ nonce }),
      xml: () => writeXml('nonce', { nonce }, 'wrapped'),
    });
  };
}

function isSameKey(one: DeviceKey, other: DeviceKey): boolean {
  const { jwk, accountId, clientIdentifier } = one;
  return other.jwk === jwk && other.accountId === accountId && other.clientIdentifier === clientIdentifier;
}

/** Uses a nonce up, or refuses it; to be done in a transaction, as another process may be about to use it. */
function spend({ db, clock }: Deps, nonce: string | undefined, clientIdentifier: string): void {
  const found = nonce === undefined ? undefined : db.nonces.find(nonce);
  if (found === undefined || !isNonceGood(found, clientIdentifier, clock.now())) throw new PlexHttpError(422, 1008);
  db.nonces.remove(found.nonce);
}

/**
 * Answers `POST /api/v2/auth/token`: a JWT of plex.tv for one that the device signed.
 *
 * @rule token-exchange.auth-token
 * @rule token-exchange.any-time
 * @rule token-exchange.nonce
 */
export function postToken(deps: Deps): (c: Context<StandInEnv>) => Promise<Response> {
  const { db } = deps;
  return async (c) => {
    const { jwt } = await readJson(c, tokenSchema);
    const { claims, key: proven } = await readDeviceClaims(deps, jwt, (kid) => db.deviceKeys.find(kid));
    const key = db.transaction(() => {
      // Checking took a while: the device may have been removed, and its key's name taken by another.
      const found = db.deviceKeys.find(claims.kid);
      if (found === undefined || !isSameKey(found, proven)) throw new PlexHttpError(422, 1097);
      spend(deps, claims.nonce, found.clientIdentifier);
      return found;
    });
    const token = await issueJwt(deps, key, claims);
    return writePlexTv(c, 200, {
      json: () => JSON.stringify({ auth_token: token }),
      xml: () => writeXml('token', { auth_token: token }, 'wrapped'),
    });
  };
}

/**
 * Answers `GET /api/v2/auth/keys`: JSON whatever is asked for, as verifiers expect a set of keys to be.
 *
 * @rule keys.listed
 * @rule keys.json-only
 */
export function getAuthKeys({ signer }: Deps): () => Response {
  return () => {
    const body = JSON.stringify({ keys: signer.keys() });
    return new TextResponse(body, 200, { 'content-type': 'application/json; charset=utf-8' });
  };
}
