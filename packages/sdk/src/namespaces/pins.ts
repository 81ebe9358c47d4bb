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

  /**
   * Makes a PIN under the client's `clientID`: four characters that live for a quarter of an hour, or with `strong` 25 that
   * live for half an hour, as people have seen; `expiresAt` says it in milliseconds since the epoch, by the client's clock.
   * Each call makes another, so it is sent once unless its own `retries` say otherwise. https://developer.plex.tv/pms/
   * @throws InvalidArgumentError with the code `TOKEN_IN_USE` before anything is sent, when a key is given, the client's
   * token is opaque or given by a function, and nobody said what happens to it.
   */
  async create(input?: CreatePinInput, options?: CallOptions): Promise<Pin> {
    return createPin(this.#core, input, options);
  }

  /**
   * What became of a PIN: `pending`, `claimed` with its `authToken` for as long as Plex remembers it, or `gone`. Refusing on
   * Plex's page leaves it pending. One that was made with a key is asked about with that key.
   * @throws InvalidArgumentError when it is no number or no key; TicketstubError for what failed, which says nothing of the PIN.
   */
  async get(id: number, { key }: GetPinInput = {}, options?: CallOptions): Promise<PinState> {
    return getPin(this.#core, { id, key }, options);
  }

  /**
   * Asks once a second until somebody has signed in with the PIN or it is gone. A network that fails, a server that
   * stumbles and a `Retry-After` are waited out; the last questions are asked a moment before the PIN expires, and as it
   * does. `onTick` is told the milliseconds left, at once and each second. Once a second is what Plex asks of everybody:
   * https://developer.plex.tv/pms/
   * @throws InvalidArgumentError when it is not a PIN; the signal's reason as soon as it aborts; TicketstubError when
   * asking again could not help, or when the PIN has expired and the last question had no answer.
   */
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

  /**
   * Signs another program in to the account behind the client's token, as its owner would at plex.tv/link; works for strong
   * codes too. The other program gets a token of its own.
   * @throws SDKError with the code `NOT_FOUND` when the code is unknown, expired or used.
   */
  async approve(code: string, options?: CallOptions): Promise<void> {
    return approvePin(this.#core, code, options);
  }
}
