import { identifiedSettingsOf, type PlexCore } from '../core.js';
import { signOutOperation } from '../operations/sign-out.js';
import type { CallOptions } from '../options.js';
import { isRenewable } from '../settings.js';
import { send } from '../transport/send.js';
import { check } from '../wire/arguments.js';

/**
 * Ends the client's token, for good and everywhere. Sent once: when no answer came, `checkToken` says whether it did.
 * @throws InvalidArgumentError when the client has a token source, which would get another token at once: what ends that is
 * `devices.remove` with `self`, and removing its credential from the store. SDKError with the code `UNAUTHORIZED` when the
 * token was dead already.
 */
export async function signOut(core: PlexCore, options?: CallOptions): Promise<void> {
  const settings = identifiedSettingsOf(core);
  const lasts = isRenewable(settings.options.accessToken);
  check(!lasts, 'accessToken', 'is a token source, which would get another: remove the device instead');
  await send(settings, signOutOperation, { input: undefined, options });
}
