import type { CallOptions, PlexAPIOptions } from './options.js';
import { demandSecure, joinAddress, parseAddress } from './wire/address.js';
import { check, demandObject } from './wire/arguments.js';
import { identityHeaders } from './wire/identity-headers.js';
import { resolveRetries, type RetryPolicy } from './wire/retry-config.js';

/** A client's options, checked, with what can be made of them once. */
export interface Settings {
  readonly options: PlexAPIOptions;
  /** The identity. */
  readonly headers: Readonly<Record<string, string>>;
  /** The base of the account calls. */
  readonly account: string;
  /** The media server, if one was given. */
  readonly server: string | undefined;
  readonly retries: RetryPolicy | undefined;
}

/** @throws InvalidArgumentError naming what is wrong, never repeating it. */
export function resolveSettings(options: PlexAPIOptions): Settings {
  demandObject(options, 'options');
  const { accessToken, endpoints, allowInsecure, retryConfig, timeout, serverURL, ip, protocol, port } = options;
  if (typeof accessToken !== 'function') checkToken(accessToken ?? '');
  checkTimeout(timeout);
  check(
    ip !== undefined || (protocol ?? port) === undefined || serverURL !== undefined,
    'ip',
    'needed with protocol or port',
  );
  const server = serverURL === undefined ? ip && joinAddress(ip, protocol, port) : parseAddress(serverURL, 'serverURL');
  const account = parseAddress(endpoints?.account ?? 'https://plex.tv/api/v2', 'endpoints.account');
  return {
    options: { ...options },
    headers: identityHeaders(options),
    account: demandSecure(account, 'endpoints.account', allowInsecure),
    server,
    retries: retryConfig && resolveRetries(retryConfig, 'retryConfig'),
  };
}

/**
 * The base address of a call: the call's own, or the client's.
 * @throws InvalidArgumentError with the code `SERVER_URL_REQUIRED` when a media server is wanted and none was given.
 */
export function baseAddress(settings: Settings, target: 'account' | 'server', { serverURL }: CallOptions): string {
  const base = serverURL === undefined ? settings[target] : parseAddress(serverURL, 'serverURL');
  check(base !== undefined, 'serverURL', 'needed to reach a media server', 'SERVER_URL_REQUIRED');
  return target === 'server' ? base : demandSecure(base, 'serverURL', settings.options.allowInsecure);
}

/** @throws InvalidArgumentError for what no Plex token can be. The message never repeats it. */
export function checkToken(token: unknown): string {
  check(
    typeof token === 'string' && /^[!-~]*$/.test(token),
    'accessToken',
    'must be text without spaces or line breaks',
  );
  return token;
}

/** @throws InvalidArgumentError unless it is missing or a positive number. */
export function checkTimeout(timeout: unknown): void {
  check(timeout === undefined || (typeof timeout === 'number' && timeout > 0), 'timeout', 'must be a positive number');
}
