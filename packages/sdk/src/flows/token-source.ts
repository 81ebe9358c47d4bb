import { identifiedSettingsOf, type PlexCore } from '../core.js';
import type { DeviceKey } from '../crypto/device-key.js';
import { SDKError, TicketstubError } from '../errors.js';
import type { Clock } from '../options.js';
import type { CredentialStore } from '../stores/credential-store.js';
import { race, systemClock, within } from '../transport/wait.js';
import { check, demandObject, demandText } from '../wire/arguments.js';
import { demandDeviceKey } from '../wire/device-jwk.js';
import { governorFor, type RateGovernor } from './governor.js';
import { type Held, lookInStore, type RenewalWork, renewThroughStore, SKEW } from './renewal.js';
import { tell } from './tell.js';

const DAY = 86_400_000;

/** Milliseconds to the next attempt after one that failed: at first, after a 429 that doesn't say, and at most. */
const FIRST_PAUSE = 1000;
const BREATHER = 5000;
const LONGEST_PAUSE = 300_000;

/** Milliseconds for which a token is handed out without a look whether it is stored still. */
const LOOK = 60_000;

/** Milliseconds for a look, at most: a store that hangs must not hold up a token that works. */
const LOOK_PATIENCE = 2000;

/** What plex.tv is asked. */
const ASKING: ReadonlySet<string> = new Set(['getNonce', 'issueToken']);

/** Who is to sign in again. */
export interface SignInAgainEvent {
  /** The name of the credential. */
  readonly name: string;
}

/** What a token source is made from. */
export interface TokenSourceInput {
  readonly store: CredentialStore;
  /** The name of a credential of the kind `device-key`, which `deviceKeys.credential` makes. */
  readonly name: string;
  /** The key, when it is one that cannot be stored. */
  readonly key?: DeviceKey | undefined;
  /** Milliseconds before its end at which a token is renewed, and up to half as long before that, so that many don't come at once. Default: a day. */
  readonly margin?: number | undefined;
  /** What its questions to plex.tv go by. Default: the one of the process. */
  readonly governor?: RateGovernor | undefined;
  /** Called once when Plex knows the key no more, by one of all the processes that share the store. */
  readonly onSignInAgain?: ((event: SignInAgainEvent) => void) | undefined;
  /** Called when a token could not be stored; it is handed out all the same. */
  readonly onStoreError?: ((error: unknown) => void) | undefined;
}

/** How long somebody waits for a token. */
export interface TokenWait {
  /** Ends the wait, and nobody else's: the promise rejects with `signal.reason`. */
  readonly signal?: AbortSignal | undefined;
}

/** An access token that renews itself: what `accessToken` and `withToken` take. */
export interface TokenSource {
  /** A token that works. @throws SignInAgainError once Plex knows the key no more, until another is stored. */
  (wait?: TokenWait): Promise<string>;
  /** A token other than the one that was refused; left out, than the one at hand. */
  readonly renew: (refused?: string, wait?: TokenWait) => Promise<string>;
}

/** The token at hand. */
interface Kept extends Held {
  /** When another is wanted. */
  readonly renewAt: number;
  /** When somebody last looked at what is stored: it may have been removed, or be another's by now. */
  readonly seenAt: number;
}

interface Failure {
  readonly error: unknown;
  /** No attempt before this. */
  readonly until: number;
  readonly pause: number;
}

/** Does what `deviceKeys.tokenSource` says. */
export function tokenSource(core: PlexCore, input: TokenSourceInput): TokenSource {
  const keeper = new TokenKeeper(core, input);
  return Object.assign((wait?: TokenWait) => keeper.token(wait), {
    renew: (refused?: string, wait?: TokenWait) => keeper.renew(refused, wait),
  });
}

class TokenKeeper {
  readonly #work: RenewalWork;
  readonly #clock: Clock;
  readonly #margin: number;
  #held: Kept | undefined;
  #renewing: Promise<Held> | undefined;
  #failure: Failure | undefined;

  constructor(core: PlexCore, input: TokenSourceInput) {
    const { clock = systemClock } = identifiedSettingsOf(core).options;
    const { store, name, key, margin = DAY, governor = governorFor(clock), onSignInAgain, onStoreError } = input;
    demandObject(store, 'store');
    check(margin >= 0, 'margin', 'must be 0 or more milliseconds');
    this.#clock = clock;
    this.#margin = margin;
    this.#work = {
      core,
      store,
      name: demandText(name, 'name'),
      key: key && demandDeviceKey(key),
      governor,
      onSignInAgain: () => tell(() => onSignInAgain?.({ name })),
      onStoreError: (error) => tell(() => onStoreError?.(error)),
      unwritten: new Set(),
    };
  }

  async token({ signal }: TokenWait = {}): Promise<string> {
    signal?.throwIfAborted();
    const now = this.#clock.now();
    const last = this.#held;
    if (last && Math.abs(now - last.seenAt) >= LOOK) await race(this.#look(last), signal);
    const held = this.#held;
    if (held && now < held.renewAt) return held.token;
    if (this.#failure && now < this.#failure.until && !this.#renewing) {
      if (held && now < held.expiresAt) return held.token;
      throw this.#failure.error;
    }
    const renewal = this.#renew(held?.token);
    if (held && now < held.expiresAt - SKEW) {
      // Nobody has to wait: whoever comes later gets to know how it ended.
      renewal.catch(() => {});
      return held.token;
    }
    try {
      return (await race(renewal, signal)).token;
    } catch (error) {
      const left = this.#held;
      if (!signal?.aborted && left && this.#clock.now() < left.expiresAt) return left.token;
      throw error;
    }
  }

  async renew(refused?: string, { signal }: TokenWait = {}): Promise<string> {
    signal?.throwIfAborted();
    const stale = refused ?? this.#held?.token;
    if (this.#held && this.#held.token !== stale) return this.#held.token;
    if (this.#failure && this.#clock.now() < this.#failure.until && !this.#renewing) throw this.#failure.error;
    const first = await race(this.#renew(stale), signal);
    if (first.token !== stale) return first.token;
    // It was begun before anybody knew that this token is refused.
    return (await race(this.#renew(stale), signal)).token;
  }

  /** Sees to it that the token at hand is the one that is stored. Others go on with it while one caller looks. */
  async #look(held: Kept): Promise<void> {
    this.#held = { ...held, seenAt: this.#clock.now() };
    // Meanwhile somebody may have renewed it, or found that it is over.
    const isOurs = (): boolean => this.#held?.token === held.token;
    try {
      const next = await within(LOOK_PATIENCE, lookInStore(this.#work, held), held);
      if (isOurs() && next !== held) this.#keep(next);
    } catch (error) {
      if (!isOver(error)) this.#work.onStoreError(error);
      else if (isOurs()) {
        this.#held = undefined;
        throw error;
      }
    }
  }

  /** One renewal for everybody who wants one meanwhile, whoever of them leaves. */
  #renew(stale: string | undefined): Promise<Held> {
    // On Workers a request may not wait for what another one began: it never ends once that one is over.
    if ('WebSocketPair' in globalThis) this.#renewing = undefined;
    const renewing = (this.#renewing ??= this.#attempt(stale).finally(() => {
      if (this.#renewing === renewing) this.#renewing = undefined;
    }));
    return renewing;
  }

  async #attempt(stale: string | undefined): Promise<Held> {
    try {
      const held = await renewThroughStore(this.#work, stale);
      this.#keep(held);
      this.#failure = undefined;
      return held;
    } catch (error) {
      this.#failure = this.#failureAfter(error);
      if (isOver(error)) this.#held = undefined;
      throw error;
    }
  }

  #keep(held: Held | undefined): void {
    if (held && held.token === this.#held?.token) return;
    const margin = held ? Math.min(this.#margin, (held.expiresAt - held.issuedAt) / 3) : 0;
    this.#held = held && {
      ...held,
      renewAt: held.expiresAt - margin * (1 + Math.random() / 2),
      seenAt: this.#clock.now(),
    };
  }

  /** When plex.tv may be asked again. What the store says can change at any time. */
  #failureAfter(error: unknown): Failure | undefined {
    if (!(error instanceof TicketstubError) || !ASKING.has(error.operation)) return undefined;
    const last = this.#failure?.pause ?? 0;
    const pause = Math.min(Math.max(last * 2, FIRST_PAUSE), LONGEST_PAUSE);
    const refused = error instanceof SDKError ? error : undefined;
    const asked = refused?.retryAfter ? refused.retryAfter * 1000 : refused?.statusCode === 429 ? BREATHER : 0;
    const wait = Math.max(asked, pause * (1 + Math.random() / 2));
    return { error, until: this.#clock.now() + wait, pause };
  }
}

/** Whether there is no credential any more: another may be stored at any time. */
function isOver(error: unknown): boolean {
  return error instanceof TicketstubError && (error.code === 'SIGN_IN_AGAIN' || error.code === 'CREDENTIAL_MISSING');
}
