import { identifiedSettingsOf, type PlexCore } from '../core.js';
import { pingOperation } from '../operations/ping.js';
import type { CallOptions } from '../options.js';
import { send } from '../transport/send.js';

/** Does what `account.ping` says. */
export async function ping(core: PlexCore, options?: CallOptions): Promise<void> {
  await send(identifiedSettingsOf(core), pingOperation, { input: undefined, options });
}
