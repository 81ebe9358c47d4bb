import { identifiedSettingsOf, type PlexCore } from '../core.js';
import { signOutOperation } from '../operations/sign-out.js';
import type { CallOptions } from '../options.js';
import { isRenewable } from '../settings.js';
import { send } from '../transport/send.js';
import { check } from '../wire/arguments.js';

/** Does what `account.signOut` says. */
export async function signOut(core: PlexCore, options?: CallOptions): Promise<void> {
  const settings = identifiedSettingsOf(core);
  const lasts = isRenewable(settings.options.accessToken);
  check(!lasts, 'accessToken', 'is a token source, which would get another: remove the device instead');
  await send(settings, signOutOperation, { input: undefined, options });
}
