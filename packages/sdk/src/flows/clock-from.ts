import { PlexCore, settingsOf } from '../core.js';
import { getDateOperation } from '../operations/get-date.js';
import type { CallDefaults, Clock } from '../options.js';
import { send } from '../transport/send.js';
import { race, systemClock } from '../transport/wait.js';

/** Milliseconds between two looks at the clock during a wait: no more than a stand-in with rate limits bears. */
const LOOK = 500;

/** Milliseconds that a `Date` header leaves open. */
const SECOND = 1000;

/** A clock that is somebody else's. */
export interface FollowedClock extends Clock {
  /**
   * Looks at the clock again: `now` knows of a move from then on.
   * @throws TicketstubError when nobody answers, or without a `Date`.
   */
  refresh(signal?: AbortSignal): Promise<void>;
}

/**
 * Follows the clock of a stand-in by the `Date` of its answers, for a program that runs elsewhere than the test that moves it.
 * Looks once at the start, whenever `refresh` is called, and twice a second during a wait: a `sleep` ends within that time of a
 * move. In between, `now` goes on with this machine's clock. It is right to the second, and never ahead. Not for browsers, which
 * don't show pages the header.
 * @param endpoint The base of the account calls: `standIn.endpoints.account`.
 * @throws InvalidArgumentError for what is no such address, TicketstubError when nobody answers.
 */
export async function clockFrom(endpoint: string, options: CallDefaults = {}): Promise<FollowedClock> {
  const settings = settingsOf(new PlexCore({ ...options, endpoints: { account: endpoint } }));
  /** What is known of how far that clock is ahead: no less and no more. */
  let least = -Infinity;
  let most = Infinity;

  const refresh = async (signal?: AbortSignal): Promise<void> => {
    const sent = Date.now();
    const given = { input: undefined, options: { retries: { strategy: 'none' }, signal } } as const;
    const { date } = await send(settings, getDateOperation, given);
    const seen = [date - Date.now(), date + SECOND - sent] as const;
    const moved = seen[0] > most || seen[1] < least;
    least = moved ? seen[0] : Math.max(least, seen[0]);
    most = moved ? seen[1] : Math.min(most, seen[1]);
  };
  const now = (): number => Date.now() + least;

  const sleep = async (ms: number, signal?: AbortSignal): Promise<void> => {
    const until = now() + ms;
    // A clock that is put back must not make a wait longer than it was.
    const latest = Date.now() + ms;
    for (;;) {
      const left = Math.min(until - now(), latest - Date.now());
      await systemClock.sleep(Math.min(Math.max(left, 0), LOOK), signal);
      if (left <= LOOK) return;
      // A look that fails says nothing about the time.
      await race(
        refresh(signal).catch(() => {}),
        signal,
      );
    }
  };

  await refresh();
  return { now, sleep, refresh };
}
