import type { Context } from 'hono';
import * as z from 'zod';
import { claimPin } from '../../acts/claim-pin.js';
import type { Pin } from '../../db/pins.js';
import type { Client, Deps, StandInEnv } from '../../deps.js';
import { PlexHttpError } from '../../errors.js';
import { type PinKind, checkPin, codeLength, pinCode, pinExpiry, pinKind } from '../../rules/pins.js';
import { fieldsOf, readBody } from '../../steps/read-body.js';
import { writePlexTv } from '../../views/answers.js';
import { pinJson, pinXml } from '../../views/pin.js';

/** What stands for a product nobody named. */
const NO_PRODUCT = '0';

function writePin(
  { whereabouts }: Deps,
  c: Context<StandInEnv>,
  told: { status: number; pin: Pin; now: number },
): Response {
  const context = { origin: whereabouts.account, now: told.now };
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

function makePin(deps: Deps, { identifier = '', product = NO_PRODUCT, address }: Client, kind: PinKind): Pin {
  const now = deps.clock.now();
  return deps.db.transaction(() => {
    deps.db.pins.prune(now);
    return deps.db.pins.insert({
      code: freeCode(deps, kind),
      clientIdentifier: identifier,
      product,
      country: address.country,
      createdAt: now,
      expiresAt: pinExpiry(kind, now),
      authToken: null,
    });
  });
}

/**
 * Answers `POST /api/v2/pins`: 201 and a PIN for whoever asks, strong when the query, the form or the JSON says so.
 *
 * @rule pin.created-201
 * @rule pin.strong-anywhere
 */
export function postPin(deps: Deps): (c: Context<StandInEnv>) => Response {
  return (c) => {
    const pin = makePin(deps, c.get('client'), pinKind(c.req.query('strong') ?? c.get('fields').get('strong')));
    return writePin(deps, c, { status: 201, pin, now: pin.createdAt });
  };
}

/**
 * Answers `GET /api/v2/pins/{id}`, to the client that made the PIN and as long as it lives.
 *
 * @rule pin.no-token-needed
 */
export function getPin(deps: Deps): (c: Context<StandInEnv>) => Response {
  return (c) => {
    const { identifier = '' } = c.get('client');
    const now = deps.clock.now();
    const pin = deps.db.pins.find(Number(c.req.param('id')?.replace(/\.json$/, '')));
    const state = checkPin(pin, { clientIdentifier: identifier, code: c.req.query('code') }, now);
    if (pin === undefined || state === 'gone') throw new PlexHttpError(404, 1020);
    return writePin(deps, c, { status: 200, pin, now });
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
    if (!claimPin(deps, result.data.code, c.get('caller').account)) throw new PlexHttpError(404, 1020);
    return new Response(null, { status: 204 });
  };
}
