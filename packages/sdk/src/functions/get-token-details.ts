import { type PlexCore, settingsOf } from '../core.js';
import { getTokenDetailsOperation, type GetTokenDetailsResponse } from '../operations/get-token-details.js';
import type { CallOptions } from '../options.js';
import { send } from '../transport/send.js';

/**
 * The account behind the client's token, from plex.tv.
 * @throws GetTokenDetailsUnauthorized when the token is dead; any other error says nothing about the token.
 */
export async function getTokenDetails(core: PlexCore, options?: CallOptions): Promise<GetTokenDetailsResponse> {
  return send(settingsOf(core), getTokenDetailsOperation, { input: undefined, options });
}
