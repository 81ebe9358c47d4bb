import { type PlexCore, settingsOf } from '../core.js';
import { SDKError, TicketstubError } from '../errors.js';
import { getPin } from '../functions/get-pin.js';
import type { CallOptions } from '../options.js';
import { race, systemClock } from '../transport/wait.js';
import { check, demandObject } from '../wire/arguments.js';
import type { Pin, PinState } from '../wire/pin.js';

/** Milliseconds between two questions, as https://developer.plex.tv/pms/ asks of everybody, and between two ticks. */
const INTERVAL = 1000;

/** Milliseconds before it expires at which a PIN is asked for once more: at the very end Plex has forgotten a claim. */
const LAST_MOMENT = 250;

/** Milliseconds to wait after a 429 that doesn't say how long. */
const BREATHER = 5000;

/** Milliseconds for one question: a lost answer must not stop the countdown for long. */
const PATIENCE = 10_000;

/** What a countdown is drawn from. */
export interface PinTick {
  /** Milliseconds until the PIN is gone. */
  readonly remaining: number;
}

/** Which PIN is waited for, and who is told meanwhile. */
export interface WaitInput {
  readonly pin: Pin;
  /** Called at once, and about once a second. */
  readonly onTick?: ((tick: PinTick) => void) | undefined;
}

/** How a wait for a PIN ends. */
export type PinOutcome = Exclude<PinState, { state: 'pending' }>;

/**
 * Asks once a second until somebody has signed in with the PIN or it is gone. A network that fails, a server that stumbles
 * and a `Retry-After` are waited out; the last questions are asked a moment before the PIN expires, and as it does.
 * @throws InvalidArgumentError when it is not a PIN; the signal's reason as soon as it aborts; TicketstubError when asking again could not help, or when the PIN has
 * expired and the last question had no answer.
 */
export async function waitUntilClaimed(core: PlexCore, input: WaitInput, options?: CallOptions): Promise<PinOutcome> {
  const { pin, onTick } = input;
  demandObject(pin, 'pin');
  check(Number.isFinite(pin.expiresAt), 'pin.expiresAt', 'must be milliseconds since the epoch');
  const clock = settingsOf(core).options.clock ?? systemClock;
  let last: Unsettled = { pause: INTERVAL };
  let untilAsked = 0;
  for (;;) {
    const remaining = pin.expiresAt - clock.now();
    if (untilAsked <= 0 || (remaining <= LAST_MOMENT && last.pause <= INTERVAL)) {
      const found = await ask(core, pin.id, options);
      if ('state' in found) return found;
      last = found;
      untilAsked = found.pause;
    }
    if (remaining <= 0) {
      if (last.error) throw last.error;
      return { state: 'gone', id: pin.id };
    }
    onTick?.({ remaining });
    const left = Math.max(0, pin.expiresAt - clock.now());
    const pause = Math.min(INTERVAL, left > LAST_MOMENT ? left - LAST_MOMENT : left);
    await race(clock.sleep(pause, options?.signal), options?.signal);
    untilAsked -= pause;
  }
}

/** Nothing is known yet: the milliseconds until the next question, and why this one had no answer. */
interface Unsettled {
  readonly pause: number;
  readonly error?: TicketstubError;
}

async function ask(core: PlexCore, id: number, options: CallOptions | undefined): Promise<PinOutcome | Unsettled> {
  try {
    const found = await getPin(core, id, { timeout: PATIENCE, retries: { strategy: 'none' }, ...options });
    return found.state === 'pending' ? { pause: INTERVAL } : found;
  } catch (error) {
    if (!(error instanceof TicketstubError)) throw error;
    if (!(error instanceof SDKError)) return { pause: INTERVAL, error };
    const { statusCode, retryAfter } = error;
    const limited = statusCode === 429;
    if (statusCode >= 400 && statusCode < 500 && !limited) throw error;
    return { pause: retryAfter ? retryAfter * 1000 : limited ? BREATHER : INTERVAL, error };
  }
}
