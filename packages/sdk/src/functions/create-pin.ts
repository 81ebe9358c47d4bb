import { identifiedSettingsOf, type PlexCore } from '../core.js';
import { createPinOperation, type CreatePinInput } from '../operations/create-pin.js';
import type { CallOptions } from '../options.js';
import { send } from '../transport/send.js';
import { systemClock } from '../transport/wait.js';
import { demandObject } from '../wire/arguments.js';
import { type Pin, pinAt } from '../wire/pin.js';

/** Makes a PIN. Each call makes another, so it is sent once unless its own `retries` say otherwise. */
export async function createPin(core: PlexCore, input: CreatePinInput = {}, options?: CallOptions): Promise<Pin> {
  demandObject(input, 'input');
  const settings = identifiedSettingsOf(core);
  const { pin } = await send(settings, createPinOperation, { input, options });
  return pinAt(pin, (settings.options.clock ?? systemClock).now());
}
