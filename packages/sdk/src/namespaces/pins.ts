import { identifiedSettingsOf, type PlexCore, settingsOf } from '../core.js';
import type { PinOutcome } from '../flows/ask-pin.js';
import { type WaitInput, waitUntilClaimed } from '../flows/wait-until-claimed.js';
import { approvePin } from '../functions/approve-pin.js';
import { createPin } from '../functions/create-pin.js';
import { getPin, type GetPinInput } from '../functions/get-pin.js';
import type { CreatePinInput } from '../operations/create-pin.js';
import type { CallOptions } from '../options.js';
import { check, demandText } from '../wire/arguments.js';
import { authAppAddress, type AuthAppInput } from '../wire/auth-app.js';
import { isStrong, type Pin, type PinState } from '../wire/pin.js';

/** Signing in without a password: a PIN is shown or sent along, and its owner signs in with it on a page of Plex's. */
export class Pins {
  readonly #core: PlexCore;
  readonly #authApp: string;

  /** Made by `PlexAPI`. */
  constructor(core: PlexCore, authApp: string) {
    this.#core = core;
    this.#authApp = authApp;
  }

  /** Makes a PIN. See {@link createPin}. */
  async create(input?: CreatePinInput, options?: CallOptions): Promise<Pin> {
    return createPin(this.#core, input, options);
  }

  /** What became of a PIN. See {@link getPin}. */
  async get(id: number, { key }: GetPinInput = {}, options?: CallOptions): Promise<PinState> {
    return getPin(this.#core, { id, key }, options);
  }

  /** Waits until somebody has signed in with a PIN. See {@link waitUntilClaimed}. */
  async waitUntilClaimed(
    pin: Pin,
    { key, onTick }: Omit<WaitInput, 'pin'> = {},
    options?: CallOptions,
  ): Promise<PinOutcome> {
    return waitUntilClaimed(this.#core, { pin, key, onTick }, options);
  }

  /**
   * The address of Plex's page for a PIN, which people are sent to; a strong PIN is what it is made for. Nothing is sent.
   * @throws InvalidArgumentError when `forwardURL` is no absolute address, or the client has no `clientID`.
   */
  authAppURL({ code }: Pick<Pin, 'code'>, input: AuthAppInput = {}): string {
    const identity = identifiedSettingsOf(this.#core).options;
    return authAppAddress(this.#authApp, { code: demandText(code, 'pin.code'), identity }, input);
  }

  /**
   * The address of the page on which people type in a short code, with the code filled in. Nothing is sent.
   * @throws InvalidArgumentError for a strong PIN: that page refuses it.
   */
  linkURL({ code }: Pick<Pin, 'code'>): string {
    check(!isStrong(demandText(code, 'pin.code')), 'pin.code', 'must be a short code');
    return `${settingsOf(this.#core).site}/link/?pin=${encodeURIComponent(code)}`;
  }

  /** Signs another program in by its code. See {@link approvePin}. */
  async approve(code: string, options?: CallOptions): Promise<void> {
    return approvePin(this.#core, code, options);
  }
}
