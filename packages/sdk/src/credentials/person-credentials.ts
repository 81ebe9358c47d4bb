import { identifiedSettingsOf, type PlexCore } from '../core.js';
import { NoTokenError, SignInAgainError, TicketstubError } from '../errors.js';
import { governorFor } from '../flows/governor.js';
import type { TokenSource, TokenWait } from '../flows/token-source.js';
import { race, systemClock } from '../transport/wait.js';
import { check, demandObject, demandText } from '../wire/arguments.js';
import { addKey } from './add-key.js';
import { adopt } from './adopt.js';
import { type Explanation, explain } from './explain.js';
import { toldTo } from './fit.js';
import type { Destination, Held, HeldToken } from './held.js';
import type { AddKeyInput, AdoptInput, ForOptions, OpenCredentialsInput, UsableToken } from './inputs.js';
import { keySource } from './key-source.js';
import { placeOf, plan, type Plan } from './plan.js';
import { demandPerson, partName } from './records.js';
import { reconcile } from './reconcile.js';
import { noteDead, type Step, type StepWork, take } from './steps.js';
import { tryJwt } from './try-jwt.js';
import { tell } from './tell.js';
import { noteUse } from './usage.js';
import { Wallet } from './wallet.js';

/** Milliseconds between two attempts to learn anew whose servers there are. */
const HOUR = 3_600_000;

/** Steps for one token, at most: the longest way has six. */
const MOST_STEPS = 12;

/**
 * The credentials of one person: the tokens that they hold, and where each works. Whatever is asked for is planned from what
 * is known, and steps are taken until there is a token; what was found out on the way is kept.
 */
export class PersonCredentials {
  readonly #input: OpenCredentialsInput;
  readonly #work: StepWork;
  /** Steps under way, so that many who want the same take it once. */
  readonly #steps = new Map<string, Promise<void>>();
  #reconciling: Promise<void> | undefined;
  #refreshAt = -Infinity;

  /** Made by `credentials.open`. */
  constructor(core: PlexCore, input: OpenCredentialsInput) {
    const { store, name, key, onStoreError } = input;
    demandObject(store, 'store');
    const { clock = systemClock } = identifiedSettingsOf(core).options;
    const { governor = governorFor(clock) } = input;
    this.#input = input;
    const report = (error: unknown): void => tell(() => onStoreError?.(error));
    const wallet = new Wallet({ core, store, person: demandPerson(name), onStoreError: report });
    const onSignInAgain = (): void => void this.#reconcile();
    const source = keySource(wallet, { core, key, governor, onSignInAgain, onStoreError: report });
    this.#work = { core, governor, wallet, source };
  }

  /**
   * A token that works at a destination: `'plex.tv'`, a media server's machine identifier as `server`, somebody of the Home
   * as `as`. From memory where that will do; else plex.tv is asked, in as many steps as it takes.
   * @throws SignInAgainError when nothing that is held works any more; NoTokenError when none could; TicketstubError with the
   * code `HOME_PIN_REQUIRED` or `CREDENTIAL_MISSING`; any other TicketstubError says nothing about the tokens.
   */
  async for(destination: Destination = 'plex.tv', options: ForOptions = {}): Promise<UsableToken> {
    const { signal } = options;
    signal?.throwIfAborted();
    const { wallet } = this.#work;
    noteUse(wallet.store, wallet.person, wallet.clock.now());
    let { pin } = options;
    let failure: Error | undefined;
    for (let steps = 0; steps < MOST_STEPS; steps += 1) {
      if (wallet.isStale) await race(wallet.look(), signal);
      const held = failure === undefined ? wallet.held : withoutKey(wallet.held);
      const next = plan(destination, held, wallet.facts(pin !== undefined));
      if (next.do === 'use' && next.token.kind !== 'jwt') {
        if (wallet.isToldLongAgo) this.#refresh();
        return usable(next.token);
      }
      if (next.do === 'ask-pin') pin = await this.#askPin(next.of, signal);
      else if ('with' in next) await race(this.#take(next, pin), signal);
      else if (next.do === 'sign-in' || next.do === 'none') throw failure ?? (await this.#end(next));
      else {
        const jwt = await this.#jwt(signal);
        if ('accessToken' in jwt) return jwt;
        ({ failure } = jwt);
      }
    }
    throw failure ?? new NoTokenError(this.#input.name, 'unsettled');
  }

  /**
   * The same as an access token, for `accessToken` and `withToken`: asked for anew before every attempt. A call that is
   * refused is made once more, if there is another token.
   */
  source(destination: Destination = 'plex.tv', { pin }: Pick<ForOptions, 'pin'> = {}): TokenSource {
    placeOf(destination);
    const get = async (wait?: TokenWait): Promise<string> =>
      (await this.for(destination, { ...wait, pin })).accessToken;
    const renew = async (refused?: string, wait?: TokenWait): Promise<string> => {
      if (refused !== undefined) await race(this.refused(refused, destination), wait?.signal);
      return get(wait);
    };
    return Object.assign(get, { renew });
  }

  /**
   * Says that a token was answered 401 at a destination: the next plan goes without it. Of what plex.tv refused, plex.tv is
   * asked once more before it is given up.
   * @throws TicketstubError when plex.tv could not be asked.
   */
  async refused(accessToken: string, destination: Destination = 'plex.tv'): Promise<void> {
    const { wallet, source } = this.#work;
    const { server } = placeOf(destination);
    const token = wallet.held.tokens.find((one) => one.token === accessToken);
    if (token === undefined) return;
    if (server !== undefined) {
      wallet.refused(accessToken, server);
      if (token.kind === 'jwt') await this.#forgetTrial(server);
    }
    if (token.kind !== 'jwt') {
      if (await noteDead(this.#work, token)) await this.#reconcile();
    } else if (server === undefined) {
      const isOver = await source.renew(accessToken).then(
        () => false,
        (error: unknown) => {
          if (error instanceof SignInAgainError) return true;
          throw error;
        },
      );
      await (isOver ? this.#reconcile() : wallet.lookNow());
    }
  }

  /**
   * Keeps what a sign-in gave. An opaque token is shown to plex.tv first, to see that it works and whose it is, unless the
   * account is given with it.
   * @throws InvalidArgumentError when it is none, or somebody else's than what is kept under this name; TicketstubError when
   * plex.tv does not take it, or could not be asked: then nothing was changed.
   */
  async adopt(input: AdoptInput, options: TokenWait = {}): Promise<void> {
    await race(adopt(this.#work, input), options.signal);
  }

  /**
   * Gives the person a device key under a client identifier of its own, linked with their opaque token, which goes on
   * working: so they hold a JWT for plex.tv, and a token for their servers. Does nothing when they have a key that works.
   * @throws TicketstubError when they hold no opaque token, or it could not be linked: then nothing was changed.
   */
  async addKey(input: AddKeyInput = {}, options: TokenWait = {}): Promise<void> {
    await race(addKey(this.#work, input), options.signal);
  }

  /**
   * Shows one of the person's own media servers their JWT, to find out whether it takes one, once it has proven to be that
   * server. It is never done unasked: no release is known that does. The answer is remembered, and believed for a day.
   * @throws InvalidArgumentError when it is no address; NoTokenError when the server is not known to be the person's own.
   */
  async tryJwt(server: string, serverURL: string | URL, { signal }: TokenWait = {}): Promise<boolean> {
    const { wallet, core } = this.#work;
    demandText(server, 'server');
    await this.for('plex.tv', { signal });
    const isOwned = (): boolean | undefined => toldTo(undefined, wallet.facts(false))?.owned.includes(server);
    if (isOwned() === undefined) await race(this.#askResources(), signal);
    if (isOwned() !== true) throw new NoTokenError(this.#input.name, 'not-shared');
    const token = wallet.held.tokens.find(({ kind }) => kind === 'jwt');
    check(token, 'credentials', 'hold no JWT: addKey gets one');
    await tryJwt({ core, wallet }, { server, url: String(serverURL), token }, signal);
    return wallet.facts(false).jwtTrials?.find((trial) => trial.server === server)?.accepted === true;
  }

  /** What is held, where each of it works and why it does not elsewhere, in words and as data; no token is in it. */
  async explain(): Promise<Explanation> {
    const { wallet } = this.#work;
    if (wallet.isStale) await wallet.look();
    return explain(wallet);
  }

  /** Takes away all that is kept under this name. At plex.tv nothing ends: `devices.remove` and `account.signOut` do that. */
  async forget(): Promise<void> {
    const { wallet } = this.#work;
    for (const part of ['account', 'key', 'session', 'sign-in-again'] as const)
      await wallet.store.remove(partName(wallet.person, part));
    await wallet.lookNow();
  }

  /** A JWT of the key's, or why there is none at the moment: undefined when its end was news. */
  async #jwt(signal: AbortSignal | undefined): Promise<UsableToken | { readonly failure: Error | undefined }> {
    const { wallet, source } = this.#work;
    try {
      const accessToken = await source({ signal });
      const held = wallet.held.tokens.find((one) => one.token === accessToken);
      if (held) return usable(held);
      await wallet.lookNow();
      const { clientID = wallet.clientID } = wallet.held.key ?? {};
      return usable(
        wallet.held.tokens.find((one) => one.token === accessToken) ?? { kind: 'jwt', token: accessToken, clientID },
      );
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof TicketstubError)) throw error;
      await (error instanceof SignInAgainError ? this.#reconcile() : wallet.lookNow());
      const isAlive = wallet.held.key !== undefined && wallet.held.key.endedAt === undefined;
      return { failure: isAlive ? error : undefined };
    }
  }

  /** One step for all who want it meanwhile. A PIN is one caller's own, and so is what comes of it. */
  #take(step: Step, pin: string | undefined): Promise<void> {
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

  async #askResources(): Promise<void> {
    const { wallet } = this.#work;
    const asker = plan('plex.tv', wallet.held, wallet.facts(false));
    if (asker.do === 'use') await this.#take({ do: 'ask-resources', with: asker.token }, undefined);
  }

  /** Asks anew whose servers there are, while nobody waits: what is known may be used as long as plex.tv is away. */
  #refresh(): void {
    const now = this.#work.wallet.clock.now();
    if (now < this.#refreshAt) return;
    this.#refreshAt = now + HOUR;
    // It is tried again; until then nothing is lost.
    this.#askResources().catch(() => {});
  }

  async #askPin(uuid: string, signal: AbortSignal | undefined): Promise<string> {
    const pin = await race(Promise.resolve(this.#input.askPin?.({ uuid })), signal);
    if (pin !== undefined) return demandText(pin, 'pin');
    throw new TicketstubError({
      operation: 'credentials.for',
      code: 'HOME_PIN_REQUIRED',
      message: 'a Home PIN is wanted',
    });
  }

  async #end(next: Extract<Plan, { do: 'sign-in' | 'none' }>): Promise<Error> {
    const { name } = this.#input;
    if (next.do === 'none') return new NoTokenError(name, next.reason);
    if (this.#work.wallet.isEmpty)
      return new TicketstubError({
        operation: 'credentials.for',
        code: 'CREDENTIAL_MISSING',
        message: 'nothing is stored',
      });
    await this.#reconcile();
    return new SignInAgainError(name, { operation: 'credentials.for', message: 'nothing that is kept works any more' });
  }

  /** Sees what is left, and tells the person to sign in again if that is nothing and nobody else has. */
  #reconcile(): Promise<void> {
    this.#reconciling ??= this.#reconcileAlone().finally(() => {
      this.#reconciling = undefined;
    });
    return this.#reconciling;
  }

  async #reconcileAlone(): Promise<void> {
    const { name, store, onSignInAgain, onStoreError } = this.#input;
    const { core, governor, wallet } = this.#work;
    const onError = (error: unknown): void => tell(() => onStoreError?.(error));
    const isToTell = await reconcile({ core, governor, store, urgency: 'waited-for', onError }, name);
    if (isToTell) tell(() => onSignInAgain?.({ name }));
    await wallet.lookNow().catch(onError);
  }

  async #forgetTrial(server: string): Promise<void> {
    await this.#work.wallet.found((session) => ({
      ...session,
      jwtTrials: session.jwtTrials.filter((trial) => trial.server !== server),
    }));
  }
}

function usable({ token: accessToken, kind, clientID, expiresAt }: HeldToken): UsableToken {
  return { accessToken, kind, clientID, expiresAt };
}

/** What is left while no JWT can be had. */
function withoutKey({ tokens, switchClientID }: Held): Held {
  return { tokens: tokens.filter(({ kind }) => kind !== 'jwt'), switchClientID };
}
