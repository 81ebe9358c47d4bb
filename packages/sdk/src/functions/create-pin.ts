import { identifiedSettingsOf, type PlexCore } from '../core.js';
import { parseJws } from '../crypto/jws.js';
import { createPinOperation, type CreatePinInput } from '../operations/create-pin.js';
import type { AccessToken, CallOptions } from '../options.js';
import { isRenewable } from '../settings.js';
import { send } from '../transport/send.js';
import { systemClock } from '../transport/wait.js';
import { demandObject } from '../wire/arguments.js';
import { demandConsent } from '../wire/key-consequences.js';
import { type Pin, pinAt } from '../wire/pin.js';

/** Does what `pins.create` says. */
export async function createPin(core: PlexCore, input: CreatePinInput = {}, options?: CallOptions): Promise<Pin> {
  demandObject(input, 'input');
  const settings = identifiedSettingsOf(core);
  const { accessToken } = settings.options;
  if (input.key && mayBeOpaque(accessToken)) demandConsent(input.opaqueToken);
  const { pin } = await send(settings, createPinOperation, { input, options });
  return pinAt(pin, (settings.options.clock ?? systemClock).now());
}

/** Whether a client's token may be one that ends with the first JWT. What a function would give is not asked for. */
function mayBeOpaque(accessToken: AccessToken | undefined): boolean {
  if (typeof accessToken === 'function') return !isRenewable(accessToken);
  return Boolean(accessToken) && parseJws(accessToken ?? '') === 'malformed';
}
