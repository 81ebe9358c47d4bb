import { type PlexCore, settingsOf } from '../core.js';
import type { DeviceKey } from '../crypto/device-key.js';
import type { CallOptions } from '../options.js';
import { race, systemClock, ticking } from '../transport/wait.js';
import { check, demandObject } from '../wire/arguments.js';
import type { Pin } from '../wire/pin.js';
import { askPin, INTERVAL, type PinOutcome, type Unsettled } from './ask-pin.js';

/** Milliseconds before it expires at which a PIN is asked for once more: at the very end Plex has forgotten a claim. */
const LAST_MOMENT = 250;

/** What a countdown is drawn from. */
export interface PinTick {
  /** Milliseconds until the PIN is gone. */
  readonly remaining: number;
}

/** Which PIN is waited for, and who is told meanwhile. */
export interface WaitInput {
  readonly pin: Pin;
  /** The key it was made with. */
  readonly key?: DeviceKey | undefined;
  /** Called at once, and about once a second. */
  readonly onTick?: ((tick: PinTick) => void) | undefined;
}

/** Does what `pins.waitUntilClaimed` says. */
export async function waitUntilClaimed(core: PlexCore, input: WaitInput, options?: CallOptions): Promise<PinOutcome> {
  const { pin, key, onTick } = input;
  demandObject(pin, 'pin');
  check(Number.isFinite(pin.expiresAt), 'pin.expiresAt', 'must be milliseconds since the epoch');
  const clock = settingsOf(core).options.clock ?? systemClock;
  const tick = (): void => onTick?.({ remaining: Math.max(0, pin.expiresAt - clock.now()) });
  let last: Unsettled = { pause: 0 };
  let asked = clock.now();
  let slept = 0;
  tick();
  for (;;) {
    const remaining = pin.expiresAt - clock.now();
    // A pause is over once it has been slept, whatever the clock says: timers are early, and clocks are put back.
    const waited = Math.max(clock.now() - asked, slept);
    if (waited >= last.pause || (remaining <= LAST_MOMENT && last.pause <= INTERVAL)) {
      const question = askPin(core, { id: pin.id, key }, options);
      const found = await (onTick ? ticking(question, INTERVAL, tick) : question);
      if ('state' in found) return found;
      last = found;
      asked = clock.now();
      slept = 0;
    }
    if (remaining <= 0) {
      if (last.error) throw last.error;
      return { state: 'gone', id: pin.id };
    }
    const left = Math.max(0, pin.expiresAt - clock.now());
    const pause = Math.min(INTERVAL, left > LAST_MOMENT ? left - LAST_MOMENT : left);
    const over = clock.sleep(pause, options?.signal);
    // A clock of somebody else's may pay the signal no heed.
    await (clock === systemClock ? over : race(over, options?.signal));
    slept += pause;
    tick();
  }
}
