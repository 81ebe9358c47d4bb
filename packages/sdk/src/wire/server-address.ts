import type { PlexAPIOptions } from '../options.js';
import { parseAddress } from './address.js';
import { check } from './arguments.js';

/**
 * The media server's address from the seed's parts; `ip` alone means https and port 32400. Undefined without any.
 * @throws InvalidArgumentError for parts that do not make an address.
 */
export function serverAddress({ serverURL, protocol, ip, port }: PlexAPIOptions): string | undefined {
  if (serverURL !== undefined) return parseAddress(serverURL, 'serverURL');
  if ((ip ?? protocol ?? port) === undefined) return undefined;
  check(typeof ip === 'string' && /^[\w.:[\]-]+$/.test(ip), 'ip', 'must be an address or a host name alone');
  // Anything else in a part could lead the token to another address.
  check(/^https?:\d+$/.test(`${protocol ?? 'https'}:${port ?? 0}`), 'protocol, ip, port', 'must be http(s) and a port');
  const host = /:.*:/.test(ip) && !ip.startsWith('[') ? `[${ip}]` : ip;
  return parseAddress(`${protocol ?? 'https'}://${host}:${port ?? 32_400}`, 'protocol, ip, port');
}
