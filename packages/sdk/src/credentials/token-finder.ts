import { TicketstubError } from '../errors.js';
import { NoTokenError, SignInAgainError } from '../sign-in-errors.js';
import { demandText } from '../wire/arguments.js';
import { personOf } from './fit.js';
import type { Destination, Held, HeldToken } from './held.js';
import type { ForOptions, OpenCredentialsInput, UsableToken } from './inputs.js';
import { placeOf, plan } from './plan.js';
import { heldJwt } from './records.js';
import { type Step, type StepWork, take } from './steps.js';

/** Milliseconds between two attempts to learn anew whose servers there are. */
const HOUR = 3_600_000;

/** Steps for one token, at most: the longest way has eight, and each dead token on it adds one. */
const MOST_STEPS = 16;

/** What came of asking for a JWT: neither when nobody has, or when the key is over. */
export interface FoundJwt {
  readonly jwt?: HeldToken;
  readonly failure?: Error;
}

/** What tokens are found with. */
export interface FinderInput extends Pick<OpenCredentialsInput, 'askPin'> {
  readonly work: StepWork;
  /** Sees what is left of the person's, and looks at the store. */
  readonly reconcile: () => Promise<void>;
}

/** Finds tokens: plans by what is known, and takes steps until there is one. */
export class TokenFinder {
  readonly #input: FinderInput;
  readonly #work: StepWork;
  /** Steps under way, so that many who want the same take it once. */
  readonly #steps = new Map<string, Promise<void>>();
  #refreshAt = -Infinity;

  constructor(input: FinderInput) {
    this.#input = input;
    this.#work = input.work;
  }

  /** Does what `PersonCredentials.for` says. */
  async find(destination: Destination, { signal, pin: given }: ForOptions): Promise<UsableToken> {
    const { wallet } = this.#work;
    let pin = given;
    let found: FoundJwt = {};
    let hasLooked = false;
    for (let steps = 0; steps < MOST_STEPS; steps += 1) {
      signal?.throwIfAborted();
      if (wallet.isStale) await wallet.look();
      const next = plan(destination, heldWith(wallet.held, found), wallet.facts(pin !== undefined));
      if (next.do === 'use' && (next.token.kind !== 'jwt' || next.token === found.jwt)) return this.#use(next.token);
      if (next.do === 'use' || next.do === 'renew') {
        // What was had and does not do is not asked for twice.
        found = found.jwt ? { failure: this.#unsettled() } : await this.jwt(signal);
        if (found.jwt && (next.do === 'use' || this.#isOwnAtPlexTv(destination))) return this.#use(found.jwt);
      } else if (next.do === 'ask-pin') pin = await this.#askPin(next.of);
      else if (next.do === 'none') throw found.failure ?? new NoTokenError(wallet.person, next.reason);
      else if (next.do !== 'sign-in') await this.take(next, pin);
      else if (found.failure || hasLooked) throw found.failure ?? this.#over();
      else {
        // Somebody may have signed in since the last look.
        await (wallet.isEmpty ? wallet.lookNow() : this.#input.reconcile());
        hasLooked = true;
      }
    }
    throw found.failure ?? this.#unsettled();
  }

  /**
   * The key's JWT, or why there is none at the moment.
   * @throws the signal's reason when it aborts.
   */
  async jwt(signal: AbortSignal | undefined): Promise<FoundJwt> {
    const { wallet, source } = this.#work;
    const kid = wallet.parts?.key?.credential.kid;
    try {
      const jwt = await this.#known(await source({ signal }));
      return personOf(jwt, wallet.facts(false)) === undefined ? { jwt } : { failure: this.#unsettled() };
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof TicketstubError)) throw error;
      const isOver = error instanceof SignInAgainError;
      await (isOver ? this.#input.reconcile() : wallet.lookNow());
      const { key } = wallet.held;
      // Another process may have stored another key since the last look.
      const isOther = wallet.parts?.key?.credential.kid !== kid;
      if (key === undefined || key.endedAt !== undefined || isOther) return {};
      return { failure: isOver ? nothingWorks(wallet.person, error) : error };
    }
  }

  /** One step for all who want it meanwhile. A PIN is one caller's own, and so is what comes of it. */
  take(step: Step, pin?: string): Promise<void> {
    const to = step.do === 'switch' ? step.to : step.do === 'try-jwt' ? step.trial.server : step.with.owner;
    const name = `${step.do} ${to ?? ''}`;
    // On Workers a request may not wait for what another one began.
    const underWay = pin === undefined && !('WebSocketPair' in globalThis) ? this.#steps.get(name) : undefined;
    if (underWay) return underWay;
    const taken = take(this.#work, step, { pin }).finally(() => {
      if (this.#steps.get(name) === taken) this.#steps.delete(name);
    });
    if (pin === undefined) this.#steps.set(name, taken);
    return taken;
  }

  #use({ token: accessToken, kind, clientID, expiresAt }: HeldToken): UsableToken {
    if (kind !== 'jwt' && this.#work.wallet.isToldLongAgo) this.#refresh();
    return { accessToken, kind, clientID, expiresAt };
  }

  /** Asks anew whose servers there are, while nobody waits: what is known may be used as long as plex.tv is away. */
  #refresh(): void {
    const { wallet } = this.#work;
    const now = wallet.clock.now();
    if (now < this.#refreshAt) return;
    this.#refreshAt = now + HOUR;
    const asker = plan('plex.tv', wallet.held, wallet.facts(false));
    // It is tried again; until then nothing is lost.
    if (asker.do === 'use') this.take({ do: 'ask-resources', with: asker.token }).catch(() => {});
  }

  /** What is known of a JWT that was just had. */
  async #known(jwt: string): Promise<HeldToken> {
    const { wallet } = this.#work;
    const known = (): HeldToken | undefined => wallet.held.tokens.find(({ token }) => token === jwt);
    if (known() === undefined) await wallet.look();
    // It may be that it could not be stored.
    return known() ?? heldJwt(jwt, wallet.held.key?.clientID ?? wallet.clientID);
  }

  async #askPin(uuid: string): Promise<string> {
    const pin = await this.#input.askPin?.({ uuid });
    if (pin !== undefined) return demandText(pin, 'pin');
    throw new TicketstubError({
      operation: 'credentials.for',
      code: 'HOME_PIN_REQUIRED',
      message: 'a Home PIN is wanted',
    });
  }

  /** Whether a token is wanted for the session's own person at plex.tv. */
  #isOwnAtPlexTv(destination: Destination): boolean {
    const { server, person } = placeOf(destination, this.#work.wallet.facts(false).self);
    return server === undefined && person === undefined;
  }

  /** Nothing is stored, or nothing of it works any more. */
  #over(): TicketstubError {
    const { isEmpty, person } = this.#work.wallet;
    if (!isEmpty) return nothingWorks(person);
    return new TicketstubError({
      operation: 'credentials.for',
      code: 'CREDENTIAL_MISSING',
      message: 'nothing is stored',
    });
  }

  #unsettled(): NoTokenError {
    return new NoTokenError(this.#work.wallet.person, 'unsettled');
  }
}

/** What is held with the JWT that was had, or without any when none can be. */
function heldWith(held: Held, { jwt, failure }: FoundJwt): Held {
  const { tokens, switchClientID, key } = held;
  const isOver = key === undefined || key.endedAt !== undefined;
  if (isOver || (jwt ?? failure) === undefined) return held;
  const others = tokens.filter(({ kind }) => kind !== 'jwt');
  return jwt ? { tokens: [...others, jwt], switchClientID, key } : { tokens: others, switchClientID };
}

/** That somebody has to sign in again. */
function nothingWorks(person: string, cause?: Error): SignInAgainError {
  return new SignInAgainError(person, {
    operation: 'credentials.for',
    message: 'nothing that is kept works any more',
    cause,
  });
}
