import { InvalidArgumentError } from './errors.js';
import type { PlexAPIOptions } from './options.js';
import { resolveSettings, type Settings } from './settings.js';

let read: (core: PlexCore) => Settings | undefined = () => undefined;

/**
 * A checked configuration for the standalone functions: `getTokenDetails(new PlexCore({ accessToken }))`. It never changes,
 * and shows nothing of what it holds when printed.
 */
export class PlexCore {
  readonly #settings: Settings;

  static {
    read = (core) => (#settings in core ? core.#settings : undefined);
  }

  /** @throws InvalidArgumentError naming the option that is wrong. */
  constructor(options: PlexAPIOptions = {}) {
    this.#settings = resolveSettings(options);
  }
}

/** @throws InvalidArgumentError when it is not a client. */
export function settingsOf(core: PlexCore): Settings {
  const settings = core instanceof PlexCore ? read(core) : undefined;
  if (settings) return settings;
  throw new InvalidArgumentError('core', 'must be a PlexCore or a PlexAPI');
}
