import type { DeviceKey, Pin, PinOutcome, PlexAPI } from '@ticketstub/sdk';
import { Failure, loginCommand } from './failure.js';
import type { Run } from './run.js';

/** Which PIN is waited for. */
export interface WatchedPin {
  readonly plex: PlexAPI;
  readonly pin: Pin;
  readonly key?: DeviceKey;
}

/**
 * Waits until somebody has signed in, with a countdown for whoever watches.
 * @throws Failure when the PIN is gone first.
 */
export async function watchPin(
  { context, output, settings }: Run,
  { plex, pin, key }: WatchedPin,
): Promise<Extract<PinOutcome, { state: 'claimed' }>> {
  const { signal } = context;
  const line = output.live();
  try {
    const outcome = await plex.pins.waitUntilClaimed(
      pin,
      { key, onTick: ({ remaining }) => line.say(`${left(remaining)} left: waiting for you to sign in`) },
      { signal },
    );
    if (outcome.state === 'claimed') return outcome;
  } finally {
    line.end();
  }
  throw new Failure({
    code: 'PIN_EXPIRED',
    message: 'nobody signed in before the code expired',
    next: loginCommand(settings.profile),
  });
}

/** Minutes and seconds. */
function left(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return `${Math.floor(seconds / 60)}:${`${seconds % 60}`.padStart(2, '0')}`;
}
