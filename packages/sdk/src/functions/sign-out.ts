import { identifiedSettingsOf, type PlexCore } from '../core.js';
import { signOutOperation } from '../operations/sign-out.js';
import type { CallOptions } from '../options.js';
import { send } from '../transport/send.js';

/**
 * Ends the client's token, for good and everywhere. Sent once: when no answer came, `checkToken` says whether it did.
 * @throws SDKError with the code `UNAUTHORIZED` when the token was dead already.
 */
export async function signOut(core: PlexCore, options?: CallOptions): Promise<void> {
  await send(identifiedSettingsOf(core), signOutOperation, { input: undefined, options });
}
