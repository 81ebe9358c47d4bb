import type { Answer } from './answer.js';
import { InvalidArgumentError } from './errors.js';
import type { CallOptions, PlexCoreOptions, PlexEndpoints } from './options.js';
import { demandSecure, parseAddress, type Target } from './wire/address.js';
import { check, demandObject } from './wire/arguments.js';
import { identityHeaders } from './wire/identity-headers.js';
import { DEFAULT_RETRIES, resolveRetries, type RetryPolicy } from './wire/retry-config.js';

/** A client's options, checked, with what can be made of them once. */
export interface Settings {
  readonly options: PlexCoreOptions;
  /** The identity. */
  readonly headers: Readonly<Record<string, string>>;
  /** The base of the account calls. */
  readonly account: string;
  /** The base of the calls to clients.plex.tv, once {@link resolveEndpoints} was asked. */
  clients?: string;
  /** plex.tv itself, once a `PlexAPI` was made of it. */
  site?: string;
  /** The media server, if one was given. */
  readonly server: string | undefined;
  readonly retries: RetryPolicy;
  /** Where servers have answered, for a `PlexAPI` and those that are the same but for their token. */
  winners?: Winners;
  /** The same object for a `PlexAPI` and those that are the same but for their token: what they remember together is found by it. */
  family?: object;
  /** Told of every attempt. */
  log?: ExchangeLog;
  /** Makes an attempt that may be made once more. */
  repeat?: Repeat;
}

/** The address at which a server has answered, and when, in milliseconds since the epoch. */
export interface Winner {
  readonly url: string;
  readonly at: number;
}

/** Winners by machine identifier. */
export type Winners = Map<string, Winner>;

/** What makes an attempt, and perhaps another one. */
export type Repeat = <Call extends Attempted>(
  attempt: (call: Call) => Promise<Answer>,
) => (call: Call) => Promise<Answer>;

/** What it may know of an attempt. */
export interface Attempted {
  readonly operation: { readonly name: string; readonly target: Target; readonly anonymous?: boolean };
  readonly signal: AbortSignal | undefined;
  /** The token that was sent comes last. */
  readonly secrets: readonly string[];
}

/** What a log is told of one attempt. */
export type ExchangeLog = (
  call: { operation: { name: string }; method: string; url: string; secrets: readonly string[] },
  answer: Answer | undefined,
  /** Milliseconds since the epoch. */
  started: number,
) => void;

/** @throws InvalidArgumentError naming what is wrong, never repeating it. */
export function resolveSettings(given: PlexCoreOptions): Settings {
  demandObject(given, 'options');
  const options = { ...given };
  const { accessToken = '', endpoints = {}, serverURL, retryConfig } = options;
  if (typeof accessToken !== 'function') checkToken(accessToken);
  const { account: base = 'https://plex.tv/api/v2' } = demandObject(endpoints, 'endpoints');
  const account = parseAddress(base, 'endpoints.account');
  return {
    options,
    headers: identityHeaders(options),
    account: demandSecure(account, 'endpoints.account', options),
    server: serverURL && parseAddress(serverURL, 'serverURL'),
    retries: retryConfig ? resolveRetries(retryConfig, 'retryConfig') : DEFAULT_RETRIES,
  };
}

/**
 * The base address of a call: the call's own, or the client's.
 * @throws InvalidArgumentError with the code `SERVER_URL_REQUIRED` when a media server is wanted and none was given.
 */
export function baseAddress(settings: Settings, target: Target, { serverURL }: CallOptions): string {
  const base = serverURL === undefined ? settings[target] : parseAddress(serverURL, 'serverURL');
  if (!base) throw new InvalidArgumentError('serverURL', 'must be given', 'SERVER_URL_REQUIRED');
  return target === 'server' ? base : demandSecure(base, 'serverURL', settings.options);
}

/**
 * The addresses that only a `PlexAPI` has calls for.
 * @throws InvalidArgumentError naming what is wrong.
 */
export function resolveEndpoints({ options }: Settings): Pick<PlexEndpoints, 'clients' | 'authApp'> {
  const {
    account,
    clients = account ?? 'https://clients.plex.tv/api/v2',
    authApp = 'https://app.plex.tv/auth',
  } = options.endpoints ?? {};
  const resolve = (value: string, argument: string): string =>
    demandSecure(parseAddress(value, argument), argument, options);
  return {
    clients: resolve(clients, 'endpoints.clients'),
    authApp: resolve(authApp, 'endpoints.authApp'),
  };
}

/** A client's settings with a token instead of its own: one that nobody renews. */
export function pinnedTo(given: Settings, accessToken: string): Settings {
  const { repeat: _repeat, ...settings } = given;
  return { ...settings, options: { ...settings.options, accessToken } };
}

/** An access token that can be renewed. */
export interface RenewableToken {
  readonly renew: (refused?: string, wait?: { readonly signal?: AbortSignal | undefined }) => Promise<string>;
  /** True when it is for a media server, false or left out when it is for plex.tv: there a refusal counts. */
  readonly isForServer?: boolean;
}

/** Whether an access token is one that can be renewed. */
export function isRenewable(accessToken: unknown): accessToken is RenewableToken {
  return typeof accessToken === 'function' && 'renew' in accessToken && typeof accessToken.renew === 'function';
}

/** plex.tv itself. */
export function siteOf({ account }: Settings): string {
  return account.replace(/\/api\/v2$/, '');
}

/** @throws InvalidArgumentError for what no Plex token can be. The message never repeats it. */
export function checkToken(token: unknown): string {
  check(typeof token === 'string' && /^[!-~]*$/.test(token), 'accessToken', 'must be text');
  return token;
}
