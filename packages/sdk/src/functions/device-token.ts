import { type DeviceKey, signDeviceToken } from '../crypto/device-key.js';
import type { Settings } from '../settings.js';
import { race, systemClock } from '../transport/wait.js';

/** Seconds for which a device's own JWT works: time for an exchange, and for clocks that differ. */
const LIFE = 300;

/** Milliseconds before its end from which a JWT is not used again. */
const SKEW = 60_000;

interface Kept {
  readonly clientID: string | undefined;
  readonly jwt: string;
  readonly since: number;
}

const kept = new WeakMap<DeviceKey, Kept>();

/** What a device's JWT says besides who says it and when. */
export interface DeviceTokenClaims {
  readonly nonce?: string;
  /** Names of claims, divided by commas. */
  readonly scope?: string | undefined;
}

/** A new JWT of the device's, dated by the client's clock. */
export function newDeviceToken(settings: Settings, key: DeviceKey, claims: DeviceTokenClaims): Promise<string> {
  const { clientID, clock = systemClock } = settings.options;
  const iat = Math.floor(clock.now() / 1000);
  return signDeviceToken(key, { ...claims, aud: 'plex.tv', iss: clientID, iat, exp: iat + LIFE });
}

/** A JWT of the device's to ask about PINs with: the same one for every question until it nears its end. */
export async function deviceTokenForPins(settings: Settings, key: DeviceKey, signal?: AbortSignal): Promise<string> {
  const { clientID, clock = systemClock } = settings.options;
  const now = clock.now();
  const last = kept.get(key);
  if (last?.clientID === clientID && last && now >= last.since && now - last.since < LIFE * 1000 - SKEW)
    return last.jwt;
  const jwt = await race(newDeviceToken(settings, key, {}), signal);
  kept.set(key, { clientID, jwt, since: now });
  return jwt;
}
