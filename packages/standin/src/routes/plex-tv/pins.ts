import type { Context } from 'hono';
import * as z from 'zod';
import { tryClaim } from '../../acts/claim-pin.js';
import { issueJwt } from '../../acts/issue-jwt.js';
import type { Pin, PinKey } from '../../db/pins.js';
import type { Client, Deps, StandInEnv } from '../../deps.js';
import { readPublicKey } from '../../device-jwts.js';
import { PlexHttpError } from '../../errors.js';
import { mayLink } from '../../rules/device-keys.js';
import { isSafeOrigin } from '../../rules/pin-info.js';
import { type PinKind, checkPin, codeLength, pinCode, pinExpiry, pinKind } from '../../rules/pins.js';
import { fieldsOf, readBody } from '../../steps/read-body.js';
import { saidBy } from '../../steps/said-by.js';
import { writePlexTv } from '../../views/answers.js';
import { pinJson, pinXml } from '../../views/pin.js';
import { readDeviceClaims } from './device-claims.js';

/** What stands for a product nobody named. */
const NO_PRODUCT = '0';

function writePin(
  { whereabouts, behaviour }: Deps,
  c: Context<StandInEnv>,
  told: { status: number; pin: Pin; now: number },
): Response {
  const context = { origin: whereabouts.account, now: told.now, locations: behaviour.locations };
  const json = (): string => JSON.stringify(pinJson(told.pin, context));
  return writePlexTv(c, told.status, { json, xml: () => pinXml(told.pin, context) });
}

/** A code that no other PIN has; those that are gone have been forgotten, and few of a million and a half are taken. */
function freeCode({ db, ids }: Deps, kind: PinKind): string {
  for (;;) {
    const code = pinCode(kind, ids.bytes(codeLength(kind)));
    if (db.pins.findByCode(code) === undefined) return code;
  }
}

/** What somebody wants a PIN to be. */
interface WantedPin {
  readonly kind: PinKind;
  readonly key: PinKey | null;
}

function makePin(deps: Deps, client: Client, { kind, key }: WantedPin): Pin {
  const { identifier: clientIdentifier = '', product = NO_PRODUCT, address } = client;
  const now = deps.clock.now();
  return deps.db.transaction(() => {
    if (key !== null && !mayLink(deps.db.deviceKeys.find(key.kid), { clientIdentifier, jwk: key.jwk })) {
      throw new PlexHttpError(422, 1014);
    }
    deps.db.pins.prune(now);
    return deps.db.pins.insert({
      code: freeCode(deps, kind),
      clientIdentifier,
      product,
      country: address.country,
      createdAt: now,
      expiresAt: pinExpiry(kind, now),
      authToken: null,
      key,
      accountId: null,
    });
  });
}

/** Writes down who made a PIN: the page on which it is allowed says so. */
function noteMaker({ db, whereabouts }: Deps, c: Context<StandInEnv>, { id: pinId }: Pin): void {
  const { device = null, address } = c.get('client');
  const safeOrigin = isSafeOrigin(c.req.header('origin'), whereabouts.account);
  db.pinMakers.insert({ pinId, ip: address.ip, device, safeOrigin });
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
    const pin = makePin(deps, c.get('client'), { kind, key });
    noteMaker(deps, c, pin);
    deps.db.programs.put(pin.clientIdentifier, saidBy(c));
    return writePin(deps, c, { status: 201, pin, now: pin.createdAt });
  };
}

/**
 * A PIN as it is told of: a claim that is held back has not happened yet.
 *
 * @rule auth-page.claim-after-redirect
 */
function asTold({ db, clock }: Deps, pin: Pin): Pin {
  if (pin.accountId === null) return pin;
  const toldAt = db.pinMakers.find(pin.id)?.toldAt ?? 0;
  return toldAt > clock.now() ? { ...pin, accountId: null, authToken: null } : pin;
}

/** The PIN that somebody asks for, as long as it lives. */
function pinAskedFor(deps: Deps, c: Context<StandInEnv>): Pin {
  const { db, clock } = deps;
  const { identifier = '' } = c.get('client');
  const pin = db.pins.find(Number(c.req.param('id')?.replace(/\.json$/, '')));
  const state = checkPin(pin, { clientIdentifier: identifier, code: c.req.query('code') }, clock.now());
  if (pin === undefined || state === 'gone') throw new PlexHttpError(404, 1020);
  return asTold(deps, pin);
}

/**
 * The JWT that a device gets for one of its own, once the PIN it was made with is claimed; null until then.
 *
 * @rule pin.jwk-exchange
 * @rule pin.jwk-unsigned-pending
 * @rule pin.device-jwt-refused
 */
async function jwtFor(deps: Deps, { key, clientIdentifier, id }: Pin, deviceJwt: string): Promise<string | null> {
  const claims = await readDeviceClaims(deps, deviceJwt, (kid) =>
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
    const claim = tryClaim(deps, result.data.code, c.get('caller').account);
    if (claim === 'gone') throw new PlexHttpError(404, 1020);
    if (claim === 'refused') throw new PlexHttpError(403, 1068);
    return new Response(null, { status: 204 });
  };
}
