import { SDKError, TicketstubError } from '../errors.js';
import type { Clock } from '../options.js';
import { race, systemClock } from '../transport/wait.js';
import { check } from '../wire/arguments.js';

/** Milliseconds for which plex.tv is left in peace after a question without an answer: at first, and at most. */
const FIRST_PEACE = 1000;
const LONGEST_PEACE = 300_000;

/** Seconds of peace after a 429 that doesn't say, and at most: who is told to wait for years looks again each hour. */
const BREATHER = 5;
const LONGEST_BREATHER = 3600;

/** `waited-for`: somebody waits. `ahead`: nobody does yet, so that whoever waits goes first. */
export type Urgency = 'waited-for' | 'ahead';

/** What somebody would ask plex.tv. */
export interface Asking {
  readonly urgency: Urgency;
  /** How many requests. */
  readonly requests: number;
  readonly signal?: AbortSignal | undefined;
}

/** How fast a governor lets requests through. */
export interface RateGovernorOptions {
  /** Requests a second, on the whole. Default 10: how many Plex takes is not published. */
  readonly perSecond?: number | undefined;
  /** Requests at once, at most, after a quiet time. Default as many as in two seconds. Who has more to ask goes alone. */
  readonly burst?: number | undefined;
  /** The time it goes by. Default: the system's clock. */
  readonly clock?: Clock | undefined;
}

/** Lets questions to plex.tv through, no faster than a rate: one for all who share it. */
export interface RateGovernor {
  /** Resolves once the requests may be sent, or rejects with the signal's reason. */
  admit(asking: Asking): Promise<void>;
  /** Gives back what was let through a moment ago and not sent. It is lost while others wait: they have their times. */
  refund(requests: number): void;
  /**
   * Is told how a question ended: what is ahead of its time waits while plex.tv is away, everybody after a 429. What says
   * nothing about plex.tv, such as a caller who left, changes nothing.
   */
  heard(error?: unknown): void;
}

/**
 * A rate governor for the renewals, pings and questions that keep credentials alive.
 * @throws InvalidArgumentError when a number is not positive.
 */
export function rateGovernor(options: RateGovernorOptions = {}): RateGovernor {
  const { perSecond = 10, burst = Math.max(1, perSecond * 2), clock = systemClock } = options;
  check(perSecond > 0 && Number.isFinite(perSecond), 'perSecond', 'must be a positive number');
  check(burst >= 1 && Number.isFinite(burst), 'burst', 'must be 1 or more');
  return new Governor(1000 / perSecond, burst, clock);
}

/** The outcome of a question, of which the governor is told. */
export async function heard<T>(governor: RateGovernor, question: Promise<T>): Promise<T> {
  try {
    const answer = await question;
    governor.heard();
    return answer;
  } catch (error) {
    governor.heard(error);
    throw error;
  }
}

const governors = new WeakMap<Clock, RateGovernor>();

/** The governor of all who go by this clock and have named no other: of the process, but for tests. */
export function governorFor(clock: Clock): RateGovernor {
  const known = governors.get(clock) ?? rateGovernor({ clock });
  governors.set(clock, known);
  return known;
}

/** A time at which somebody may send requests. */
interface Turn {
  readonly start: number;
  readonly requests: number;
}

/**
 * Everybody waits by their own clock until a time of their own: on Workers a request may not wait for what another one
 * began, so there is no queue that one of them would serve for all.
 */
class Governor implements RateGovernor {
  /** Milliseconds that a request takes of the rate, and that may be taken in advance. */
  readonly #each: number;
  readonly #ahead: number;
  readonly #clock: Clock;
  /** When all that was let through is paid for. */
  #paid = -Infinity;
  /** The last turn that anybody was given. */
  #booked = -Infinity;
  /** Turns to come of those who have left, for others. */
  #left: Turn[] = [];
  /** Nobody before this. */
  #closedUntil = -Infinity;
  /** Nobody who is ahead of their time before this. */
  #quietUntil = -Infinity;
  #peace = 0;
  #seen = -Infinity;
  /** Milliseconds that the clock was set back by. */
  #back = 0;

  constructor(each: number, burst: number, clock: Clock) {
    this.#each = each;
    this.#ahead = each * burst;
    this.#clock = clock;
  }

  async admit({ urgency, requests, signal }: Asking): Promise<void> {
    check(requests > 0 && Number.isFinite(requests), 'requests', 'must be a positive number');
    check(urgency === 'waited-for' || urgency === 'ahead', 'urgency', "must be 'waited-for' or 'ahead'");
    signal?.throwIfAborted();
    await (urgency === 'ahead' ? this.#goAhead(requests, signal) : this.#waitFor(requests, signal));
  }

  /** Takes a turn once there is one at once: whoever is waited for takes theirs beforehand. */
  async #goAhead(requests: number, signal: AbortSignal | undefined): Promise<void> {
    for (;;) {
      const now = this.#now();
      const { start, paid } = this.#next(requests, now);
      const wait = Math.max(start, this.#quietUntil) - now;
      if (wait <= 0) {
        this.#paid = paid;
        return;
      }
      await race(this.#clock.sleep(wait, signal), signal);
    }
  }

  async #waitFor(requests: number, signal: AbortSignal | undefined): Promise<void> {
    for (;;) {
      const now = this.#now();
      const start = this.#takeLeft(requests, now) ?? this.#book(requests, now);
      if (start <= now) return;
      try {
        await race(this.#clock.sleep(start - now, signal), signal);
      } catch (error) {
        this.#left.push({ start, requests });
        throw error;
      }
      // Whose time fell into a pause takes another.
      if (this.#now() >= this.#closedUntil) return;
    }
  }

  #next(requests: number, now: number): { readonly start: number; readonly paid: number } {
    const paid = Math.max(this.#paid, now) + requests * this.#each;
    // Who has more to ask than may be asked at once goes when all before is paid for.
    return { start: paid - Math.max(this.#ahead, requests * this.#each), paid };
  }

  #book(requests: number, now: number): number {
    const { start, paid } = this.#next(requests, now);
    this.#paid = paid;
    this.#booked = start;
    return start;
  }

  /** The first turn of somebody who left that is to come and large enough. What it has to spare is for others still. */
  #takeLeft(requests: number, now: number): number | undefined {
    const earliest = Math.max(now, this.#closedUntil);
    this.#left = this.#left.filter(({ start }) => start > earliest).sort((a, b) => a.start - b.start);
    const index = this.#left.findIndex((turn) => turn.requests >= requests);
    const turn = this.#left[index];
    if (!turn) return undefined;
    const rest = turn.requests - requests;
    this.#left.splice(index, 1, ...(rest > 0 ? [{ ...turn, requests: rest }] : []));
    return turn.start;
  }

  refund(requests: number): void {
    check(requests >= 0 && Number.isFinite(requests), 'requests', 'must be 0 or more');
    if (this.#booked > this.#now()) return;
    this.#paid = Math.max(this.#paid - requests * this.#each, this.#closedUntil + this.#ahead);
  }

  heard(error?: unknown): void {
    const now = this.#now();
    if (error instanceof SDKError && error.statusCode === 429) {
      const pause = Math.min(error.retryAfter ?? BREATHER, LONGEST_BREATHER) * 1000;
      this.#closedUntil = Math.max(this.#closedUntil, now + pause);
      // After the pause they come one by one.
      this.#paid = Math.max(this.#paid, this.#closedUntil + this.#ahead);
      return;
    }
    if (isAnswered(error)) {
      this.#peace = 0;
      this.#quietUntil = -Infinity;
    } else if (isAway(error) && now >= this.#quietUntil) {
      // What was asked together fails together, and is one failure.
      this.#peace = Math.min(Math.max(this.#peace * 2, FIRST_PEACE), LONGEST_PEACE);
      this.#quietUntil = now + this.#peace * (1 - Math.random() / 4);
    }
  }

  /** The time, on a clock that is never set back: nobody waits for what had come. */
  #now(): number {
    const now = this.#clock.now();
    this.#back += Math.max(0, this.#seen - now);
    this.#seen = now;
    return now + this.#back;
  }
}

function isAnswered(error: unknown): boolean {
  return error === undefined || (error instanceof SDKError && error.statusCode < 500);
}

function isAway(error: unknown): boolean {
  if (error instanceof SDKError) return error.statusCode >= 500;
  return error instanceof TicketstubError && (error.code === 'CONNECTION_FAILED' || error.code === 'TIMEOUT');
}
