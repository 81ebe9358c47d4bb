import type { Identity } from '../options.js';
import { check } from './arguments.js';

const HEADERS = [
  ['clientID', 'Client-Identifier'],
  ['clientName', 'Product'],
  ['clientVersion', 'Version'],
  ['clientPlatform', 'Platform'],
  ['platformVersion', 'Platform-Version'],
  ['deviceName', 'Device-Name'],
  ['device', 'Device'],
  ['deviceVendor', 'Device-Vendor'],
  ['model', 'Model'],
  ['marketplace', 'Marketplace'],
] as const satisfies readonly (readonly [keyof Identity, string])[];

/**
 * The headers by which Plex knows the device. A device name also goes out as `X-Plex-Device`, as the seed sends it, unless
 * `device` is given. A header may only hold Latin-1, so anything else goes out as its UTF-8 bytes, which Plex reads first
 * (https://developer.plex.tv/pms/).
 * @throws InvalidArgumentError for a value that is not text, or holds a line break or another control character.
 */
export function identityHeaders(identity: Identity): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [key, header] of HEADERS) {
    const value: unknown = identity[key] || (key === 'device' && identity.deviceName);
    if (!value) continue;
    check(typeof value === 'string' && !/\p{Cc}/u.test(value), key, 'must be a string without control characters');
    headers[`X-Plex-${header}`] = String.fromCharCode(...new TextEncoder().encode(value));
  }
  return headers;
}
