import { identifiedSettingsOf, type PlexCore } from '../core.js';
import { getClaimTokenOperation } from '../operations/get-claim-token.js';
import type { CallOptions } from '../options.js';
import { send } from '../transport/send.js';
import { systemClock } from '../transport/wait.js';
import { type ClaimToken, claimTokenAt } from '../wire/claim-token.js';

/**
 * A claim token, with which a new media server is tied to the account within four minutes.
 * @throws SDKError with the code `UNAUTHORIZED` when the client's token is dead.
 */
export async function getClaimToken(core: PlexCore, options?: CallOptions): Promise<ClaimToken> {
  const settings = identifiedSettingsOf(core);
  const asked = (settings.options.clock ?? systemClock).now();
  const { token } = await send(settings, getClaimTokenOperation, { input: undefined, options });
  return claimTokenAt(token, asked);
}
