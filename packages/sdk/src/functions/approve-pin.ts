import { identifiedSettingsOf, type PlexCore } from '../core.js';
import { approvePinOperation } from '../operations/approve-pin.js';
import type { CallOptions } from '../options.js';
import { send } from '../transport/send.js';

/** Does what `pins.approve` says. */
export async function approvePin(core: PlexCore, code: string, options?: CallOptions): Promise<void> {
  await send(identifiedSettingsOf(core), approvePinOperation, { input: code, options });
}
