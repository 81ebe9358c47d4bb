import { InvalidArgumentError } from '../errors.js';
import { check } from './arguments.js';

/** Whom a call goes to; the site is plex.tv itself, for what is not below the base of the account calls. */
export type Target = 'account' | 'clients' | 'site' | 'server';

/**
 * An address to send to, as a base without a trailing slash. It must be http or https and hold no user, query or fragment:
 * those are where tokens leak.
 * @throws InvalidArgumentError without repeating the value, which may hold a token.
 */
export function parseAddress(value: unknown, argument: string): string {
  const given = String(value);
  const { href, origin, pathname } = new URL(URL.canParse(given) ? given : 'none:');
  const base = origin + pathname;
  check(/^https?:/.test(base) && href === base, argument, 'must be a plain http(s) address');
  return base.replace(/\/+$/, '');
}

/**
 * Account calls carry passwords and account tokens, so they go over https, to this very machine, or wherever the caller
 * said aloud.
 * @throws InvalidArgumentError with the code `INSECURE_URL`.
 */
export function demandSecure(
  address: string,
  argument: string,
  { allowInsecure }: { allowInsecure?: boolean | undefined },
): string {
  const secure =
    allowInsecure || /^(https:|http:\/\/(([^/]+\.)?localhost|127(\.\d+){3}|\[::1\])(:|\/|$))/.test(address);
  if (secure) return address;
  throw new InvalidArgumentError(argument, 'must be https or allowInsecure', 'INSECURE_URL');
}
