import { identifiedSettingsOf, type PlexCore } from '../core.js';
import { getClaimTokenOperation } from '../operations/get-claim-token.js';
import type { CallOptions } from '../options.js';
import { send } from '../transport/send.js';
import { systemClock } from '../transport/wait.js';
import { type ClaimToken, claimTokenAt } from '../wire/claim-token.js';

/** Does what `account.claimToken` says. */
export async function getClaimToken(core: PlexCore, options?: CallOptions): Promise<ClaimToken> {
  const settings = identifiedSettingsOf(core);
  const asked = (settings.options.clock ?? systemClock).now();
  const { token } = await send(settings, getClaimTokenOperation, { input: undefined, options });
  return claimTokenAt(token, asked);
}
