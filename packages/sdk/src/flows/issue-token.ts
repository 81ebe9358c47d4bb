import { identifiedSettingsOf, type PlexCore } from '../core.js';
import type { DeviceKey } from '../crypto/device-key.js';
import { parseJws } from '../crypto/jws.js';
import { newDeviceToken } from '../functions/device-token.js';
import { getNonceOperation } from '../operations/get-nonce.js';
import { issueTokenOperation } from '../operations/issue-token.js';
import type { CallOptions } from '../options.js';
import { withRetries } from '../transport/retry.js';
import { send } from '../transport/send.js';
import { race, systemClock } from '../transport/wait.js';
import { check } from '../wire/arguments.js';
import { readClaims, type TokenUser } from '../wire/claims.js';
import { demandDeviceKey } from '../wire/device-jwk.js';
import { NO_RETRIES, resolveRetries } from '../wire/retry-config.js';

/** Milliseconds that Plex's tokens live: for those that don't say. */
const WEEK = 604_800_000;

/** What a token may tell of its user. It opens no more for it. Plex passes over what it doesn't know. */
export type TokenScope =
  | 'username'
  | 'email'
  | 'friendly_name'
  | 'restricted'
  | 'anonymous'
  | 'joinedAt'
  | (string & Record<never, never>);

/** What a token is asked for with. */
export interface IssueTokenInput {
  readonly key: DeviceKey;
  readonly scope?: readonly TokenScope[] | undefined;
}

/** A JWT of the account's. plex.tv takes it; media servers do not. */
export interface IssuedToken {
  readonly accessToken: string;
  /** When it ends, in milliseconds since the epoch by the client's own clock. */
  readonly expiresAt: number;
  /** Undefined when the token cannot be read. */
  readonly user: TokenUser | undefined;
  /** Everything it says, as it says it. Nobody has verified it: `verifyToken` does. */
  readonly claims: Readonly<Record<string, unknown>>;
}

/** Does what `deviceKeys.issueToken` says. */
export async function issueToken(core: PlexCore, input: IssueTokenInput, options?: CallOptions): Promise<IssuedToken> {
  const settings = identifiedSettingsOf(core);
  const key = demandDeviceKey(input.key);
  const scope = scopeOf(input.scope);
  const { retries, signal } = options ?? {};
  const { clock = systemClock } = settings.options;
  const once: CallOptions = { ...options, retries: { strategy: 'none' } };
  const exchange = async (): Promise<IssuedToken> => {
    const { nonce } = await send(settings, getNonceOperation, { input: undefined, options: once });
    const jwt = await race(newDeviceToken(settings, key, { nonce, scope }), signal);
    const now = clock.now();
    const { authToken } = await send(settings, issueTokenOperation, { input: { jwt, nonce }, options: once });
    return issued(authToken, now);
  };
  const policy = retries ? resolveRetries(retries, 'retries') : NO_RETRIES;
  return withRetries(exchange, { policy, clock, signal });
}

/** What a token is to whoever got it at a time, in milliseconds since the epoch. Its own clock may differ from Plex's, so only how long it lives is believed. */
export function issued(accessToken: string, now: number): IssuedToken {
  const parsed = parseJws(accessToken);
  const claims = typeof parsed === 'string' ? {} : parsed.payload;
  const read = readClaims(claims);
  const life = read ? read.expiresAt - read.issuedAt : WEEK;
  return { accessToken, expiresAt: now + (life > 0 ? life : WEEK), user: read?.user, claims };
}

function scopeOf(scope: IssueTokenInput['scope']): string | undefined {
  if (scope === undefined) return undefined;
  const names = Array.isArray(scope) && scope.every((name) => typeof name === 'string' && /^\w+$/.test(name));
  check(names, 'scope', 'must be a list of names');
  return scope.join(',');
}
