import { check } from './arguments.js';

const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/;

/**
 * An address to send to, as a base without a trailing slash. It must be http or https and hold no user, query or fragment:
 * those are where tokens leak.
 * @throws InvalidArgumentError without repeating the value, which may hold a token.
 */
export function parseAddress(value: unknown, argument: string): string {
  const url = toURL(value);
  check(url !== undefined && /^https?:$/.test(url.protocol), argument, 'must be an http or https address');
  check(url.href === url.origin + url.pathname, argument, 'must hold no user, query or fragment');
  return url.href.replace(/\/+$/, '');
}

/**
 * The address of a media server from its parts; `ip` alone means https and port 32400.
 * @throws InvalidArgumentError for parts that do not make an address.
 */
export function joinAddress(ip: unknown, protocol: unknown = 'https', port: unknown = 32_400): string {
  check(typeof ip === 'string' && /^[\w.:[\]-]+$/.test(ip), 'ip', 'must be an address or a host name alone');
  check(/^\d+$/.test(String(port)), 'port', 'must be a whole number');
  const host = /:.*:/.test(ip) && !ip.startsWith('[') ? `[${ip}]` : ip;
  return parseAddress(`${String(protocol)}://${host}:${String(port)}`, 'ip, protocol, port');
}

/**
 * Account calls carry passwords and account tokens, so they go over https, to this very machine, or wherever the caller
 * said aloud.
 * @throws InvalidArgumentError with the code `INSECURE_URL`.
 */
export function demandSecure(address: string, argument: string, allowInsecure = false): string {
  const { protocol, hostname } = new URL(address);
  const secure = protocol === 'https:' || allowInsecure || LOOPBACK.test(hostname);
  check(secure, argument, 'must be https for account calls, or pass allowInsecure', 'INSECURE_URL');
  return address;
}

function toURL(value: unknown): URL | undefined {
  try {
    return new URL(String(value));
  } catch {
    return undefined;
  }
}
