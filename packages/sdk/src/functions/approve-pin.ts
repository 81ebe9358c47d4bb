import { identifiedSettingsOf, type PlexCore } from '../core.js';
import { approvePinOperation } from '../operations/approve-pin.js';
import type { CallOptions } from '../options.js';
import { send } from '../transport/send.js';

/**
 * Signs another program in to the account behind the client's token, as its owner would at plex.tv/link; works for strong
 * codes too. The other program gets a token of its own.
 * @throws SDKError with the code `NOT_FOUND` when the code is unknown, expired or used.
 */
export async function approvePin(core: PlexCore, code: string, options?: CallOptions): Promise<void> {
  await send(identifiedSettingsOf(core), approvePinOperation, { input: code, options });
}
