import { identifiedSettingsOf, type PlexCore } from '../core.js';
import type { DeviceKey } from '../crypto/device-key.js';
import { parseJws } from '../crypto/jws.js';
import { SDKError } from '../errors.js';
import { registerKeyOperation } from '../operations/register-key.js';
import type { CallOptions } from '../options.js';
import { checkToken, pinnedTo, type Settings } from '../settings.js';
import { send } from '../transport/send.js';
import { race } from '../transport/wait.js';
import { check } from '../wire/arguments.js';
import { demandDeviceKey } from '../wire/device-jwk.js';
import { demandConsent, type KeyConsequences } from '../wire/key-consequences.js';

/** What came of a registration. */
export interface RegisteredKey {
  /** `already-registered` when the token in use is one that was issued for this very key. */
  readonly state: 'registered' | 'already-registered';
}

/** Does what `deviceKeys.register` says. */
export async function registerKey(
  core: PlexCore,
  { key, opaqueToken }: KeyConsequences & { readonly key: DeviceKey },
  options?: CallOptions,
): Promise<RegisteredKey> {
  const settings = identifiedSettingsOf(core);
  const { publicJwk } = demandDeviceKey(key);
  const token = await tokenOf(settings, options?.signal);
  check(token, 'accessToken', 'needed to register a key: pass it to the client');
  const parsed = parseJws(token);
  if (parsed === 'malformed') demandConsent(opaqueToken);
  const { aud, thumbprint }: Record<string, unknown> = typeof parsed === 'string' ? {} : parsed.payload;
  const own = !Array.isArray(aud) || aud.includes(settings.options.clientID);
  check(own, 'accessToken', 'was issued to another client identifier, which the key would be bound to');
  try {
    await send(pinnedTo(settings, token), registerKeyOperation, { input: publicJwk, options });
    return { state: 'registered' };
  } catch (error) {
    const same = error instanceof SDKError && error.statusCode === 422 && thumbprint === publicJwk.kid;
    if (same) return { state: 'already-registered' };
    throw error;
  }
}

async function tokenOf({ options }: Settings, signal: AbortSignal | undefined): Promise<string | undefined> {
  const { accessToken } = options;
  if (typeof accessToken !== 'function') return accessToken;
  return checkToken(await race(Promise.resolve(accessToken()), signal));
}
