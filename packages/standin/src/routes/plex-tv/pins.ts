import type { Context } from 'hono';
import * as z from 'zod';
import { tryClaim } from '../../acts/claim-pin.js';
import { issueJwt } from '../../acts/issue-jwt.js';
import type { Pin, PinKey } from '../../db/pins.js';
import type { Deps, StandInEnv } from '../../deps.js';
import { readPublicKey } from '../../device-jwts.js';
import { PlexHttpError } from '../../errors.js';
import { pinKind } from '../../rules/pins.js';
import { callerStill } from '../../steps/authenticate.js';
import { fieldsOf, readBody } from '../../steps/read-body.js';
import { writePlexTv } from '../../views/answers.js';
import { pinJson, pinXml } from '../../views/pin.js';
import { readDeviceClaims } from './device-claims.js';
import { asTold, makePin, pinAskedFor } from './kept-pins.js';

function writePin(
  { whereabouts, behaviour }: Deps,
  c: Context<StandInEnv>,
  told: { status: number; pin: Pin; now: number },
): Response {
  const context = { origin: whereabouts.account, now: told.now, locations: behaviour.locations };
  const json = (): string => JSON.stringify(pinJson(told.pin, context));
  return writePlexTv(c, told.status, { json, xml: () => pinXml(told.pin, context) });
}

/**
 * The key that a PIN is asked to link: the member `jwk` of JSON; null when there is none.
 *
 * @rule pin.jwk-malformed
 */
async function wantedKey(jwk: unknown): Promise<PinKey | null> {
  if (jwk === undefined || jwk === null) return null;
  const key = await readPublicKey(jwk);
  if (key === undefined) throw new PlexHttpError(400, 1004);
  return key;
}

/**
 * Answers `POST /api/v2/pins`: 201 and a PIN for whoever asks, strong when the query, the form or the JSON says so.
 *
 * @rule pin.created-201
 * @rule pin.strong-anywhere
 * @rule pin.jwk-created
 */
export function postPin(deps: Deps): (c: Context<StandInEnv>) => Promise<Response> {
  return async (c) => {
    const fields = c.get('fields');
    const key = await wantedKey(fields.get('jwk'));
    const kind = pinKind(c.req.query('strong') ?? fields.get('strong'));
    const pin = makePin(deps, c, { kind, key });
    return writePin(deps, c, { status: 201, pin, now: pin.createdAt });
  };
}

/**
 * The JWT that a device gets for one of its own, once the PIN it was made with is claimed; null until then.
 *
 * @rule pin.jwk-exchange
 * @rule pin.jwk-unsigned-pending
 * @rule pin.device-jwt-refused
 */
async function jwtFor(deps: Deps, { key, clientIdentifier, id }: Pin, deviceJwt: string): Promise<string | null> {
  const { claims } = await readDeviceClaims(deps, deviceJwt, (kid) =>
    key?.kid === kid ? { jwk: key.jwk, clientIdentifier } : undefined,
  );
  // Checking took a while: the PIN may have been claimed, and the device removed.
  const now = deps.db.pins.find(id);
  const accountId = now === undefined ? null : asTold(deps, now).accountId;
  if (accountId === null) return null;
  const onFile = deps.db.deviceKeys.find(claims.kid);
  if (onFile?.accountId !== accountId || onFile.clientIdentifier !== clientIdentifier) {
    throw new PlexHttpError(422, 1097);
  }
  return issueJwt(deps, onFile, { scope: claims.scope, nonce: undefined });
}

/**
 * Answers `GET /api/v2/pins/{id}`, to the client that made the PIN and as long as it lives.
 *
 * @rule pin.no-token-needed
 */
export function getPin(deps: Deps): (c: Context<StandInEnv>) => Promise<Response> {
  return async (c) => {
    const pin = pinAskedFor(deps, c);
    const deviceJwt = c.req.query('deviceJWT');
    const authToken = deviceJwt === undefined ? pin.authToken : await jwtFor(deps, pin, deviceJwt);
    return writePin(deps, c, { status: 200, pin: { ...pin, authToken }, now: deps.clock.now() });
  };
}

const linkSchema = z.object({ code: z.string() });

/**
 * Answers `PUT /api/v2/pins/link`: whoever the token belongs to claims the PIN whose code the form says, a strong one too.
 *
 * @rule pin.link-204
 * @rule pin.link-needs-token
 * @rule pin.link-any-code
 * @rule pin.link-gone
 * @rule pin.link-malformed
 */
export function putPinLink(deps: Deps): (c: Context<StandInEnv>) => Promise<Response> {
  return async (c) => {
    const body = await readBody(c.req.raw);
    if (body === undefined) throw new PlexHttpError(413, 1004);
    const result = linkSchema.safeParse(fieldsOf(c.req.header('content-type'), body));
    if (!result.success) throw new PlexHttpError(400, 1004);
    const claim = tryClaim(deps, result.data.code, { account: callerStill(deps, c).account });
    if (claim === 'gone') throw new PlexHttpError(404, 1020);
    if (claim === 'refused') throw new PlexHttpError(403, 1068);
    return new Response(null, { status: 204 });
  };
}
