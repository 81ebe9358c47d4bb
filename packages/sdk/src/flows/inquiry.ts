import { SDKError, TicketstubError } from '../errors.js';
import { isPage } from '../functions/check-token.js';
import type { Clock } from '../options.js';
import { race } from '../transport/wait.js';
import type { VerdictError } from '../wire/access-verdict.js';

/** Milliseconds before a question that failed is put again: at first, and at most. */
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 60_000;

/** The same after a 429 that doesn't say. */
const BREATHER = 5000;

/** Milliseconds that a `Retry-After` may ask for: nobody knows further ahead. */
const LONGEST_WAIT = 3_600_000;

/** What plex.tv has said. `at` is when it was asked, in milliseconds since the epoch. */
export type Known<T> =
  | { readonly state: 'answered'; readonly at: number; readonly value: T }
  /** The token it was asked with is dead, or over. */
  | { readonly state: 'dead'; readonly at: number; readonly error: VerdictError };

/** No answer, or none to the point. It says nothing about the person. */
export interface Failed {
  readonly state: 'failed';
  readonly error: VerdictError;
  /** When it failed, and when the question may be put again. */
  readonly at: number;
  readonly retryAt: number;
  readonly pause: number;
  /** How long whoever put it would wait, in milliseconds. */
  readonly patience: number;
  /** How often the question had been put by then. */
  readonly times: number;
}

/** How a question ended, and whether somebody had to be asked. */
export type Outcome<T> = (Known<T> & { readonly from: 'answer' | 'memory' }) | Failed;

/** What makes one request like another, besides where it goes. */
export interface Manner {
  readonly fetch: unknown;
  readonly timeout: number;
  readonly retries: string;
}

/** Who asks. */
export interface Asker {
  /** Milliseconds for which an answer is as good as a new one. */
  readonly maxAge: number;
  /** Who asks in the same manner may share an answer that is on its way. */
  readonly manner: Manner;
  readonly signal: AbortSignal | undefined;
}

interface Asking<T> {
  readonly at: number;
  readonly manner: Manner;
  readonly outcome: Promise<Outcome<T>>;
}

/** A question to plex.tv about one token: put once for all who ask meanwhile, and not again at once after a failure. */
export class Inquiry<T> {
  readonly #clock: Clock;
  #known: Known<T> | undefined;
  #asking: Asking<T> | undefined;
  #failure: Failed | undefined;
  /** How often it was put, and which time what is known came of. */
  #times = 0;
  #knownSince = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The last that plex.tv has said, however long ago. */
  get known(): Known<T> | undefined {
    return this.#known;
  }

  /**
   * The answer: the one that is known, if it is young enough, one that is on its way, or a new one.
   * @throws the signal's reason as soon as it aborts, which ends nobody else's wait; whatever `put` fails with that is no
   * TicketstubError.
   */
  async ask(put: () => Promise<T>, { maxAge, manner, signal }: Asker): Promise<Outcome<T>> {
    const now = this.#clock.now();
    const known = this.#known;
    // A clock that was set back makes nothing any younger.
    if (known && known.at <= now && now - known.at < maxAge) return { ...known, from: 'memory' };
    let asking = this.#shared(manner);
    if (asking && !(asking.at <= now && now - asking.at <= maxAge)) {
      // It was put too long ago to know what is asked now. Once it is answered, one more is put for all who wait so.
      await race(Promise.allSettled([asking.outcome]), signal);
      asking = this.#shared(manner);
    }
    return race(asking?.outcome ?? this.#put(put, manner), signal);
  }

  /** Takes what another question has brought to light for the answer. */
  overrule(known: Known<T>): void {
    this.#keep(known, (this.#times += 1));
  }

  #shared({ fetch, timeout, retries }: Manner): Asking<T> | undefined {
    const asking = this.#asking;
    // On Workers a request may not wait for what another one began: it never ends once that one is over.
    if (!asking || 'WebSocketPair' in globalThis) return undefined;
    const { manner } = asking;
    return manner.fetch === fetch && manner.timeout === timeout && manner.retries === retries ? asking : undefined;
  }

  #put(put: () => Promise<T>, manner: Manner): Promise<Outcome<T>> {
    const at = this.#clock.now();
    const failure = this.#failure;
    // That somebody less patient had no answer in time is no reason not to ask.
    const isOver = failure?.error.code === 'TIMEOUT' && failure.patience < manner.timeout;
    if (failure && !isOver && failure.at <= at && at < failure.retryAt) return Promise.resolve(failure);
    const outcome = this.#outcomeOf(put, { at, patience: manner.timeout }).finally(() => {
      if (this.#asking === asking) this.#asking = undefined;
    });
    const asking = { at, manner, outcome };
    this.#asking = asking;
    return outcome;
  }

  async #outcomeOf(put: () => Promise<T>, { at, patience }: { at: number; patience: number }): Promise<Outcome<T>> {
    this.#times += 1;
    const time = this.#times;
    try {
      return this.#keep({ state: 'answered', at, value: await put() }, time);
    } catch (error) {
      if (!(error instanceof TicketstubError)) throw error;
      const { code } = error;
      // Only these two say something of the token: a 401 may also be about a code or an address, or somebody's in between.
      const isWord = code === 'UNAUTHORIZED' || code === 'TOKEN_EXPIRED';
      const isDead = isWord && error instanceof SDKError && !isPage(error);
      if (isDead) return this.#keep({ state: 'dead', at, error: plainError(error) }, time);
      const newer = this.#newerThan(time);
      if (newer) return newer;
      this.#failure = this.#failureAfter(error, { time, patience });
      return this.#failure;
    }
  }

  #keep(known: Known<T>, time: number): Outcome<T> {
    this.#failure = undefined;
    const newer = this.#newerThan(time);
    if (newer) return newer;
    this.#known = known;
    this.#knownSince = time;
    return { ...known, from: 'answer' };
  }

  /** The newest question that was answered counts, whichever ends last. */
  #newerThan(time: number): Outcome<T> | undefined {
    return this.#known && this.#knownSince > time ? { ...this.#known, from: 'answer' } : undefined;
  }

  /** Of questions that were under way together, the failure that is to be waited out longest counts, as one. */
  #failureAfter(error: TicketstubError, { time, patience }: { time: number; patience: number }): Failed {
    const at = this.#clock.now();
    const before = this.#failure;
    const beside = before && time <= before.times && before.at <= at ? before : undefined;
    const pause = beside?.pause ?? Math.min((before?.pause ?? FIRST_PAUSE / 2) * 2, LONGEST_PAUSE);
    const { retryAfter, statusCode } = error instanceof SDKError ? error : {};
    const wanted = retryAfter ? Math.min(retryAfter * 1000, LONGEST_WAIT) : statusCode === 429 ? BREATHER : 0;
    const retryAt = at + Math.max(wanted, pause);
    if (beside && beside.retryAt > retryAt) return beside;
    return { state: 'failed', error: plainError(error), at, retryAt, pause, patience, times: this.#times };
  }
}

/** What is kept of an error: the error itself may hold megabytes of an answer. */
function plainError(error: TicketstubError): VerdictError {
  const { code, operation, message } = error;
  return { code, operation, message, ...(error instanceof SDKError && { statusCode: error.statusCode }) };
}
