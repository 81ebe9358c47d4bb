import { SDKError, TicketstubError } from '../errors.js';
import type { Clock } from '../options.js';
import { race, systemClock } from '../transport/wait.js';
import { check } from '../wire/arguments.js';

/** Milliseconds for which plex.tv is left in peace after a question without an answer: at first, and at most. */
const FIRST_PEACE = 1000;
const LONGEST_PEACE = 300_000;

/** Seconds of peace after a 429 that doesn't say. */
const BREATHER = 5;

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
  /** Requests at once, at most, after a quiet time. Default as many as in two seconds. */
  readonly burst?: number | undefined;
  /** The time it goes by. Default: the system's clock. */
  readonly clock?: Clock | undefined;
}

/** Lets questions to plex.tv through, no faster than a rate: one for all who share it. */
export interface RateGovernor {
  /** Resolves once the requests may be sent, or rejects with the signal's reason. */
  admit(asking: Asking): Promise<void>;
  /** Gives back what was let through and not sent. */
  refund(requests: number): void;
  /** Is told how a question ended: what is ahead of its time waits while plex.tv is away, everybody after a 429. */
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
  /** Nobody before this. */
  #closedUntil = -Infinity;
  /** Nobody who is ahead of their time before this. */
  #quietUntil = -Infinity;
  #peace = 0;
  #seen = -Infinity;

  constructor(each: number, burst: number, clock: Clock) {
    this.#each = each;
    this.#ahead = each * burst;
    this.#clock = clock;
  }

  async admit({ urgency, requests, signal }: Asking): Promise<void> {
    signal?.throwIfAborted();
    for (;;) {
      const now = this.#now();
      const paid = Math.max(this.#paid, now) + requests * this.#each;
      const start = Math.max(paid - this.#ahead, urgency === 'ahead' ? this.#quietUntil : now);
      if (start <= now || urgency === 'waited-for') this.#paid = paid;
      if (start <= now) return;
      try {
        await race(this.#clock.sleep(start - now, signal), signal);
      } catch (error) {
        if (urgency === 'waited-for') this.refund(requests);
        throw error;
      }
      // Whoever is ahead of their time asks anew, and so does whose time fell into a pause.
      if (urgency === 'waited-for' && this.#now() >= this.#closedUntil) return;
    }
  }

  refund(requests: number): void {
    this.#paid -= requests * this.#each;
  }

  heard(error?: unknown): void {
    const now = this.#now();
    if (error instanceof SDKError && error.statusCode === 429) {
      this.#closedUntil = Math.max(this.#closedUntil, now + (error.retryAfter ?? BREATHER) * 1000);
      // After the pause they come one by one.
      this.#paid = Math.max(this.#paid, this.#closedUntil + this.#ahead);
      return;
    }
    const isAway = error instanceof SDKError ? error.statusCode >= 500 : isUnanswered(error);
    this.#peace = isAway ? Math.min(Math.max(this.#peace * 2, FIRST_PEACE), LONGEST_PEACE) : 0;
    this.#quietUntil = isAway ? now + this.#peace * (1 - Math.random() / 4) : -Infinity;
  }

  /** The time. A clock that was set back leaves nobody waiting for what had come. */
  #now(): number {
    const now = this.#clock.now();
    const back = Math.max(0, this.#seen - now);
    this.#seen = now;
    this.#paid -= back;
    this.#closedUntil -= back;
    this.#quietUntil -= back;
    return now;
  }
}

function isUnanswered(error: unknown): boolean {
  return error instanceof TicketstubError && (error.code === 'CONNECTION_FAILED' || error.code === 'TIMEOUT');
}
