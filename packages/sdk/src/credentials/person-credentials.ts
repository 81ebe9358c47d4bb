import { identifiedSettingsOf, type PlexCore } from '../core.js';
import { parseJws } from '../crypto/jws.js';
import { TicketstubError } from '../errors.js';
import { NoTokenError, SignInAgainError } from '../sign-in-errors.js';
import { governorFor } from '../flows/governor.js';
import { tell } from '../flows/tell.js';
import type { TokenSource, TokenWait } from '../flows/token-source.js';
import { race, systemClock } from '../transport/wait.js';
import { parseAddress } from '../wire/address.js';
import { demandObject, demandText } from '../wire/arguments.js';
import { addKey } from './add-key.js';
import { adopt } from './adopt.js';
import { type Explanation, explain } from './explain.js';
import { isFresh, toldTo } from './fit.js';
import type { Destination, HeldToken } from './held.js';
import type { AddKeyInput, AdoptInput, ForOptions, OpenCredentialsInput, UsableToken } from './inputs.js';
import { keySource } from './key-source.js';
import { placeOf } from './plan.js';
import { demandPerson, heldJwt, partName } from './records.js';
import { reconcile } from './reconcile.js';
import { noteDead, type StepWork } from './steps.js';

import { TokenFinder } from './token-finder.js';
import { type JwtTrialInput, tryJwt } from './try-jwt.js';
import { noteUse } from './usage.js';
import { Wallet } from './wallet.js';

/**
 * The credentials of one person: the tokens that they hold, and where each works. Whatever is asked for is planned from what
 * is known, and steps are taken until there is a token; what was found out on the way is kept.
 */
export class PersonCredentials {
  readonly #input: OpenCredentialsInput;
  readonly #work: StepWork;
  readonly #finder: TokenFinder;
  #reconciling: Promise<void> | undefined;

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
    this.#finder = new TokenFinder({ work: this.#work, askPin: input.askPin, reconcile: () => this.#reconcile() });
  }

  /**
   * A token that works at a destination: `'plex.tv'`, a media server's machine identifier as `server`, somebody of the Home
   * as `as`. From memory where that will do; else plex.tv is asked, in as many steps as it takes.
   * @throws SignInAgainError when nothing that is held works any more; NoTokenError when none could; TicketstubError with the
   * code `HOME_PIN_REQUIRED` or `CREDENTIAL_MISSING`; any other TicketstubError says nothing about the tokens.
   */
  async for(destination: Destination = 'plex.tv', options: ForOptions = {}): Promise<UsableToken> {
    options.signal?.throwIfAborted();
    placeOf(destination);
    const { wallet } = this.#work;
    noteUse(wallet.store, wallet.person, wallet.clock.now());
    return race(this.#finder.find(destination, options), options.signal);
  }

  /**
   * The same as an access token, for `accessToken` and `withToken`: asked for anew before every attempt. A call that is
   * refused is made once more, if there is another token.
   */
  source(destination: Destination = 'plex.tv', { pin }: Pick<ForOptions, 'pin'> = {}): TokenSource {
    const { server } = placeOf(destination);
    const get = async (wait?: TokenWait): Promise<string> =>
      (await this.for(destination, { ...wait, pin })).accessToken;
    const renew = async (refused?: string, wait?: TokenWait): Promise<string> => {
      if (refused !== undefined) await race(this.refused(refused, destination), wait?.signal);
      return get(wait);
    };
    return Object.assign(get, { renew, isForServer: server !== undefined });
  }

  /**
   * Says that a token was answered 401 at a destination: the next plan goes without it. Of what plex.tv refused, plex.tv is
   * asked once more before it is given up.
   * @throws TicketstubError when plex.tv could not be asked, or the store fails.
   */
  async refused(accessToken: string, destination: Destination = 'plex.tv'): Promise<void> {
    const { wallet } = this.#work;
    const { server } = placeOf(destination);
    if (wallet.parts === undefined) await wallet.look();
    const token = wallet.held.tokens.find((one) => one.token === accessToken) ?? this.#jwtOfKey(accessToken);
    // Somebody else was told before. What ended it may have ended what is left.
    if (token === undefined) return server === undefined && wallet.hasEnded ? this.#reconcile() : undefined;
    if (server !== undefined) {
      wallet.refused(accessToken, server);
      if (token.kind === 'jwt') await this.#forgetTrial(server);
    }
    const isOver =
      token.kind === 'jwt' ? server === undefined && (await this.#isKeyOver(token)) : await noteDead(this.#work, token);
    if (isOver) await this.#reconcile();
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
   * @throws InvalidArgumentError when it is no address; NoTokenError when the server is not the person's own, or they have no
   * key that works; any other TicketstubError when plex.tv could not be asked.
   */
  async tryJwt(server: string, serverURL: string | URL, { signal }: TokenWait = {}): Promise<boolean> {
    demandText(server, 'server');
    const url = parseAddress(serverURL, 'serverURL');
    return race(this.#tryJwt({ server, url }, signal), signal);
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

  async #tryJwt(at: Pick<JwtTrialInput, 'server' | 'url'>, signal: AbortSignal | undefined): Promise<boolean> {
    const { name } = this.#input;
    const { wallet, core } = this.#work;
    await wallet.look();
    const isOver = (): boolean => wallet.held.key === undefined || wallet.held.key.endedAt !== undefined;
    const { jwt: token, failure } = isOver() ? {} : await this.#finder.jwt(signal);
    if (token === undefined) throw failure ?? new NoTokenError(name, 'no-key');
    const isOwned = (): boolean => toldTo(undefined, wallet.facts(false))?.owned.includes(at.server) === true;
    if (!isOwned()) await this.#finder.take({ do: 'ask-resources', with: token });
    if (!isOwned()) throw new NoTokenError(name, isOver() ? 'no-key' : 'not-owned');
    return tryJwt({ core, wallet }, { ...at, token }, signal);
  }

  /** Sees what is left, and tells the person to sign in again if that is nothing and nobody else has. */
  #reconcile(): Promise<void> {
    // On Workers a request may not wait for what another one began.
    if ('WebSocketPair' in globalThis) return this.#reconcileAlone();
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

  /** What is known of a JWT in whose place another is by now. */
  #jwtOfKey(accessToken: string): HeldToken | undefined {
    const { key } = this.#work.wallet.held;
    const isOver = key === undefined || key.endedAt !== undefined;
    return isOver || parseJws(accessToken) === 'malformed' ? undefined : heldJwt(accessToken, key.clientID);
  }

  /** Whether no other JWT can be had than the refused one. One that was had before anybody knew may be no better. */
  async #isKeyOver(refused: HeldToken): Promise<boolean> {
    const { wallet, source } = this.#work;
    const another = async ({ token }: HeldToken): Promise<HeldToken | undefined> => {
      await source.renew(token);
      await wallet.lookNow();
      return wallet.held.tokens.find(({ kind }) => kind === 'jwt');
    };
    try {
      const other = await another(refused);
      if (other && !isFresh(other.issuedAt ?? 0, wallet.clock.now())) await another(other);
      return false;
    } catch (error) {
      if (error instanceof SignInAgainError) return true;
      if (!(error instanceof TicketstubError) || error.code !== 'CREDENTIAL_MISSING') throw error;
      // Another process has stored another key since the last look, or has taken this one away.
      await wallet.lookNow();
      return false;
    }
  }

  async #forgetTrial(server: string): Promise<void> {
    await this.#work.wallet.found((session) => ({
      ...session,
      jwtTrials: session.jwtTrials.filter((trial) => trial.server !== server),
    }));
  }
}
