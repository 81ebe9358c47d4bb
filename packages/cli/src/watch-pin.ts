import type { DeviceKey, Pin, PinOutcome, PlexAPI } from '@ticketstub/sdk';
import { Failure } from './failure.js';
import { duration } from './output/human.js';
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
  { context, output }: Run,
  { plex, pin, key }: WatchedPin,
): Promise<Extract<PinOutcome, { state: 'claimed' }>> {
  const { signal, stderr } = context;
  const spinner = output.isWatched ? (await import('@clack/prompts')).spinner({ output: stderr, signal }) : undefined;
  const words = (remaining: number): string => `Waiting for you to sign in, ${duration(remaining)} left`;
  spinner?.start(words(pin.expiresAt - context.now()));
  try {
    const outcome = await plex.pins.waitUntilClaimed(
      pin,
      { key, onTick: ({ remaining }) => spinner?.message(words(remaining)) },
      { signal },
    );
    if (outcome.state === 'claimed') {
      spinner?.stop('You have signed in');
      return outcome;
    }
    spinner?.error('Nobody has signed in');
  } catch (error) {
    spinner?.cancel('Left');
    throw error;
  }
  throw new Failure({
    code: 'PIN_EXPIRED',
    message: 'nobody signed in before the code expired',
    next: 'ticketstub login',
  });
}
