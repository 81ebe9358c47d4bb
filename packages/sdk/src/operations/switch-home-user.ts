import { type ErrorCode, type Refusal, SDKError } from '../errors.js';
import { readSignedInAccount } from '../wire/account.js';
import { check } from '../wire/arguments.js';
import { type Named, withoutBlankNames } from '../wire/names.js';
import type { SignedInPlexAccount } from '../wire/user-plex-account.js';
import type { Operation } from './operation.js';

/** The account of somebody of the Home, with a token of its own. Names that managed users lack are undefined. */
export type SwitchedAccount = Named<SignedInPlexAccount>;

/** Plex's number for a Home PIN that is wrong, or was not sent. */
const PIN_WANTED = 1041;

/**
 * 403: the person has a PIN, and it was not sent (`HOME_PIN_REQUIRED`) or is wrong (`HOME_PIN_INVALID`); with any other code it
 * is no matter of a PIN. It says nothing about the token.
 */
export class SwitchHomeUserForbidden extends SDKError {
  constructor(refusal: Refusal, code: ErrorCode) {
    const { errors = [], message } = refusal;
    const aboutPin = errors[0]?.code === PIN_WANTED;
    super(aboutPin ? { ...refusal, code, message: message.replace(refusal.code, code) } : refusal);
  }

  override get name(): string {
    return 'SwitchHomeUserForbidden';
  }
}

/** Plex answers a missing PIN and a wrong one in the same words: what was sent tells them apart. */
class WithoutPin extends SwitchHomeUserForbidden {
  constructor(refusal: Refusal) {
    super(refusal, 'HOME_PIN_REQUIRED');
  }
}

class WithPin extends SwitchHomeUserForbidden {
  constructor(refusal: Refusal) {
    super(refusal, 'HOME_PIN_INVALID');
  }
}

/**
 * `POST /home/users/{uuid}/switch` below the account base, with a PIN or without. Not repeated: each makes another token.
 * https://github.com/arabcoders/watchstate/issues/542
 */
export function switchHomeUserOperation(pin: string | undefined): Operation<string, { account: SwitchedAccount }> {
  const secrets = pin === undefined ? [] : [pin];
  return {
    name: 'switchHomeUser',
    target: 'account',
    repeatable: false,
    refusals: { 403: pin === undefined ? WithoutPin : WithPin },
    build(uuid) {
      check(pin === undefined || (typeof pin === 'string' && /^\d{4}$/.test(pin)), 'pin', 'must be four digits');
      const path = `/home/users/${encodeURIComponent(uuid)}/switch`;
      return { method: 'POST', path: pin === undefined ? path : `${path}?pin=${pin}`, secrets };
    },
    read: (body) => ({ account: withoutBlankNames(readSignedInAccount(body)) }),
  };
}
