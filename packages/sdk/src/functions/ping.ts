import { identifiedSettingsOf, type PlexCore } from '../core.js';
import { pingOperation } from '../operations/ping.js';
import type { CallOptions } from '../options.js';
import { send } from '../transport/send.js';

/**
 * Shows plex.tv the client's token, so that it isn't taken for one nobody uses: Plex is said to forget tokens after some weeks.
 * @throws SDKError with the code `UNAUTHORIZED` when the token is dead; any other error says nothing about the token.
 */
export async function ping(core: PlexCore, options?: CallOptions): Promise<void> {
  await send(identifiedSettingsOf(core), pingOperation, { input: undefined, options });
}
