import { identifiedSettingsOf, type PlexCore } from '../core.js';
import { type SwitchedAccount, switchHomeUserOperation } from '../operations/switch-home-user.js';
import type { CallOptions } from '../options.js';
import { send } from '../transport/send.js';
import { demandObject, demandText } from '../wire/arguments.js';
import type { HomeUser } from '../wire/home-user.js';

/** Whom to switch to, and their PIN. */
export interface SwitchInput {
  /** Somebody `home.users` gave, or their uuid. */
  readonly user: Pick<HomeUser, 'uuid'> | string;
  /** Four digits, for who is `protected`. */
  readonly pin?: string | undefined;
}

/** A finished switch. */
export interface Switched {
  /** The person's token for this client identifier, for `withToken`. Media servers take it, as they do not take a JWT. */
  readonly accessToken: string;
  readonly account: SwitchedAccount;
}

/** Does what `home.switchTo` says. */
export async function switchHomeUser(core: PlexCore, input: SwitchInput, options?: CallOptions): Promise<Switched> {
  demandObject(input, 'input');
  const { user, pin } = input;
  const uuid = demandText(typeof user === 'string' ? user : demandObject(user, 'user')['uuid'], 'user');
  const operation = switchHomeUserOperation(pin);
  const { account } = await send(identifiedSettingsOf(core), operation, { input: uuid, options });
  return { accessToken: account.authToken, account };
}
