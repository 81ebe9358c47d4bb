import type { Pin } from '../db/pins.js';
import type { Locations } from '../rules/locations.js';
import { locationOf } from './location.js';
import { isoOf } from './dates.js';
import { writeXml } from './xml.js';

/** What a PIN's document is made of besides the PIN. */
export interface PinContext {
  /** The origin of plex.tv. */
  readonly origin: string;
  readonly now: number;
  readonly locations: Locations;
}

/** A moment in words: `2026-11-24 06:28:00 UTC`. */
function wordsOf(ms: number): string {
  return isoOf(ms).replace('T', ' ').replace('Z', ' UTC');
}

/**
 * The members of a PIN, with dates as the form has them.
 *
 * @rule pin.members
 * @rule pin.product-zero
 * @rule pin.expires-in
 * @rule pin.claimed-carries-token
 * @rule pin.qr-address
 */
function membersOf(pin: Pin, { origin, now, locations }: PinContext, dateOf: (ms: number) => string): object {
  return {
    id: pin.id,
    code: pin.code,
    product: pin.product,
    trusted: false,
    qr: `${origin}/api/v2/pins/qr/${pin.code}`,
    clientIdentifier: pin.clientIdentifier,
    location: locationOf(pin.country, locations),
    expiresIn: Math.ceil((pin.expiresAt - now) / 1000),
    createdAt: dateOf(pin.createdAt),
    expiresAt: dateOf(pin.expiresAt),
    authToken: pin.authToken,
    newRegistration: pin.authToken === null ? null : false,
  };
}

/** A PIN in JSON. */
export function pinJson(pin: Pin, context: PinContext): object {
  return membersOf(pin, context, isoOf);
}

/**
 * A PIN in XML.
 *
 * @rule pin.xml
 */
export function pinXml(pin: Pin, context: PinContext): string {
  return writeXml('pin', membersOf(pin, context, wordsOf), 'wrapped');
}
