import { identifiedSettingsOf, type PlexCore } from '../core.js';
import { parseJws } from '../crypto/jws.js';
import { createPinOperation, type CreatePinInput } from '../operations/create-pin.js';
import type { CallOptions } from '../options.js';
import { send } from '../transport/send.js';
import { systemClock } from '../transport/wait.js';
import { demandObject } from '../wire/arguments.js';
import { demandConsent } from '../wire/key-consequences.js';
import { type Pin, pinAt } from '../wire/pin.js';

/**
 * Makes a PIN. Each call makes another, so it is sent once unless its own `retries` say otherwise.
 * @throws InvalidArgumentError with the code `TOKEN_IN_USE` before anything is sent, when a key is given, the client's token is
 * opaque, and nobody said what happens to it.
 */
export async function createPin(core: PlexCore, input: CreatePinInput = {}, options?: CallOptions): Promise<Pin> {
  demandObject(input, 'input');
  const settings = identifiedSettingsOf(core);
  const { accessToken } = settings.options;
  // What a function would give is not asked for: it may be the very token that this PIN is to replace.
  const opaque = typeof accessToken === 'string' && accessToken && parseJws(accessToken) === 'malformed';
  if (input.key && opaque) demandConsent(input.opaqueToken);
  const { pin } = await send(settings, createPinOperation, { input, options });
  return pinAt(pin, (settings.options.clock ?? systemClock).now());
}
