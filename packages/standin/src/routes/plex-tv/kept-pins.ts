import type { Context } from 'hono';
import type { Pin, PinKey } from '../../db/pins.js';
import type { Client, Deps, StandInEnv } from '../../deps.js';
import { PlexHttpError } from '../../errors.js';
import { mayLink } from '../../rules/device-keys.js';
import { isSafeOrigin } from '../../rules/pin-info.js';
import { type PinKind, checkPin, codeLength, pinCode, pinExpiry } from '../../rules/pins.js';
import { saidBy } from '../../steps/said-by.js';

/** What stands for a product nobody named. */
const NO_PRODUCT = '0';

/** A code that no other PIN has; those that are gone have been forgotten, and few of a million and a half are taken. */
function freeCode({ db, ids }: Deps, kind: PinKind): string {
  for (;;) {
    const code = pinCode(kind, ids.bytes(codeLength(kind)));
    if (db.pins.findByCode(code) === undefined) return code;
  }
}

/** What somebody wants a PIN to be. */
export interface WantedPin {
  readonly kind: PinKind;
  readonly key: PinKey | null;
}

function keepPin(deps: Deps, client: Client, { kind, key }: WantedPin): Pin {
  const { identifier: clientIdentifier = '', product = NO_PRODUCT, address } = client;
  const now = deps.clock.now();
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
}

/** Writes down who made a PIN: the page on which it is allowed says so. */
function noteMaker({ db, whereabouts }: Deps, c: Context<StandInEnv>, { id: pinId }: Pin): void {
  const { device = null, address } = c.get('client');
  const safeOrigin = isSafeOrigin(c.req.header('origin'), whereabouts.account);
  db.pinMakers.insert({ pinId, ip: address.ip, device, safeOrigin });
}

/** Makes a PIN for whoever asks, and remembers who that is. */
export function makePin(deps: Deps, c: Context<StandInEnv>, wanted: WantedPin): Pin {
  return deps.db.transaction(() => {
    const pin = keepPin(deps, c.get('client'), wanted);
    noteMaker(deps, c, pin);
    deps.db.programs.put(pin.clientIdentifier, saidBy(c));
    return pin;
  });
}

/**
 * A PIN as it is told of: a claim that is held back has not happened yet.
 *
 * @rule auth-page.claim-after-redirect
 */
export function asTold({ db, clock }: Deps, pin: Pin): Pin {
  if (pin.accountId === null) return pin;
  const toldAt = db.pinMakers.find(pin.id)?.toldAt ?? 0;
  return toldAt > clock.now() ? { ...pin, accountId: null, authToken: null } : pin;
}

/** The PIN that somebody asks for, as long as it lives. */
export function pinAskedFor(deps: Deps, c: Context<StandInEnv>): Pin {
  const { db, clock } = deps;
  const { identifier = '' } = c.get('client');
  const pin = db.pins.find(Number(c.req.param('id')?.replace(/\.(?:json|xml)$/, '')));
  const state = checkPin(pin, { clientIdentifier: identifier, code: c.req.query('code') }, clock.now());
  if (pin === undefined || state === 'gone') throw new PlexHttpError(404, 1020);
  return asTold(deps, pin);
}
