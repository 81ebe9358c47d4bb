import { InvalidArgumentError } from './errors.js';
import type { PlexCoreOptions } from './options.js';
import { resolveSettings, type Settings } from './settings.js';
import { check } from './wire/arguments.js';

const settings = new WeakMap<PlexCore, Settings>();

/**
 * A checked configuration for the standalone functions: `getTokenDetails(new PlexCore({ accessToken }))`. It never changes,
 * and shows nothing of what it holds when printed.
 */
export class PlexCore {
  /** Keeps the type apart from other objects; never there at run time. */
  declare private readonly settings: never;

  /** @throws InvalidArgumentError naming the option that is wrong. */
  constructor(options: PlexCoreOptions = {}) {
    settings.set(this, resolveSettings(options));
  }
}

/** The same client with another identifier and token, for what is held under another identifier. */
export function coreWith(
  core: PlexCore,
  { clientID, accessToken }: Pick<PlexCoreOptions, 'clientID' | 'accessToken'>,
): PlexCore {
  const given = settingsOf(core);
  const { repeat: _repeat, ...rest } = given;
  const other = new PlexCore({ ...given.options, clientID, accessToken });
  settings.set(other, {
    ...rest,
    options: { ...given.options, clientID, accessToken },
    headers: settingsOf(other).headers,
  });
  return other;
}

/**
 * What a call needs that plex.tv answers to a known device only.
 * @throws InvalidArgumentError with the code `CLIENT_ID_REQUIRED`, before anything is sent.
 */
export function identifiedSettingsOf(core: PlexCore): Settings {
  const found = settingsOf(core);
  if (found.options.clientID) return found;
  throw new InvalidArgumentError('clientID', 'needed for this call: pass it to the client', 'CLIENT_ID_REQUIRED');
}

/** @throws InvalidArgumentError when it is not a client. */
export function settingsOf(core: PlexCore): Settings {
  const found = settings.get(core);
  check(found, 'core', 'must be a PlexCore');
  return found;
}
