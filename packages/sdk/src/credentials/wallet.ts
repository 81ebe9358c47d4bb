import { identifiedSettingsOf, type PlexCore } from '../core.js';
import { CredentialStoreError } from '../errors.js';
import type { Clock } from '../options.js';
import type { AccountTokenCredential } from '../stores/credential.js';
import { type CredentialStore, writeIf } from '../stores/credential-store.js';
import { systemClock, within } from '../transport/wait.js';
import type { Facts, Held, HeldToken, TokenRefusal } from './held.js';
import { emptySession, ownerOfJwt, partName, readParts, type SessionRecord, type StoredParts } from './records.js';

const DAY = 86_400_000;

/** Milliseconds for which what was read from the store is believed. */
const LOOK = 60_000;

/** Milliseconds for a look, at most: a store that hangs must not hold up a token that works. */
const LOOK_PATIENCE = 2000;

/** How often a write is tried again that others were faster than. */
const MOST_CONFLICTS = 20;

/** How many refusals of media servers are remembered. */
const MOST_REFUSALS = 100;

/** What a wallet is made of. */
export interface WalletInput {
  readonly core: PlexCore;
  readonly store: CredentialStore;
  readonly person: string;
  readonly onStoreError: (error: unknown) => void;
}

/** The account's token, and the key's identifier. */
export type SignIn = readonly [account: string | undefined, key: string | undefined];

/** What is held of a person: read from the store once a minute, and written there before anybody relies on it. */
export class Wallet {
  readonly person: string;
  readonly store: CredentialStore;
  readonly clock: Clock;
  readonly clientID: string;
  readonly #onStoreError: (error: unknown) => void;
  #parts: StoredParts | undefined;
  #reading: Promise<void> | undefined;
  #seenAt = 0;
  /** When plex.tv last said whose servers there are; when the store was read, if it never has. */
  #toldAt = 0;
  #held: Held = { tokens: [] };
  #facts: Omit<Facts, 'now' | 'hasPin'> = {};
  readonly #refusals = new Map<string, TokenRefusal>();

  constructor({ core, store, person, onStoreError }: WalletInput) {
    const { clientID = '', clock = systemClock } = identifiedSettingsOf(core).options;
    this.person = person;
    this.store = store;
    this.clock = clock;
    this.clientID = clientID;
    this.#onStoreError = onStoreError;
  }

  get held(): Held {
    return this.#held;
  }

  /** What is known, at this moment. */
  facts(hasPin: boolean): Facts {
    return { ...this.#facts, now: this.clock.now(), hasPin };
  }

  /** Whether nothing was ever stored that a person signs in by. */
  get isEmpty(): boolean {
    return this.#parts?.account === undefined && this.#parts?.key === undefined;
  }

  /** Whether something that a person signed in by is over. */
  get hasEnded(): boolean {
    const { account, key } = this.#parts ?? {};
    return account?.credential.endedAt !== undefined || key?.credential.endedAt !== undefined;
  }

  get parts(): StoredParts | undefined {
    return this.#parts;
  }

  /** Whether plex.tv said more than a day ago whose servers there are. */
  get isToldLongAgo(): boolean {
    return Math.abs(this.clock.now() - this.#toldAt) > DAY;
  }

  /** Whether what is known was read long enough ago to look again. */
  get isStale(): boolean {
    return this.#parts === undefined || Math.abs(this.clock.now() - this.#seenAt) >= LOOK;
  }

  /**
   * Reads what is stored. What is known already is kept while the store does not answer.
   * @throws CredentialStoreError when nothing is known yet and the store fails.
   */
  async look(): Promise<void> {
    this.#seenAt = this.clock.now();
    if (this.#parts === undefined) return this.#firstLook();
    try {
      await within(LOOK_PATIENCE, this.#read(), undefined);
    } catch (error) {
      this.#onStoreError(error);
    }
  }

  /** The first reading, for all who come meanwhile; but on Workers a request may not wait for what another one began. */
  #firstLook(): Promise<void> {
    if (this.#reading && !('WebSocketPair' in globalThis)) return this.#reading;
    const reading = this.#read().finally(() => {
      this.#reading = undefined;
    });
    this.#reading = reading;
    return reading;
  }

  /**
   * Reads what is stored, whenever it was read last.
   * @throws CredentialStoreError when the store fails.
   */
  async lookNow(): Promise<void> {
    this.#seenAt = this.clock.now();
    await this.#read();
  }

  /** What the person is signed in by, as far as is known: it names a sign-in that a question is put for. */
  get signIn(): SignIn {
    return signInOf(this.#parts);
  }

  /**
   * Changes what was found out, in the store too if that works: else until the next look. Nothing is changed when it was found
   * out for a sign-in of which nothing is stored any more: it is forgotten, or another person's by now.
   */
  async found(change: (session: SessionRecord) => SessionRecord, from?: SignIn): Promise<void> {
    const known = this.#parts?.session?.credential ?? emptySession(this.clientID);
    const changed = (session: SessionRecord): SessionRecord => ({ self: this.#facts.self, ...change(session) });
    try {
      for (let conflicts = 0; conflicts < MOST_CONFLICTS; conflicts += 1) {
        const parts = await readParts(this.store, this.person);
        if (from && !isStill(from, signInOf(parts))) return this.#take(parts);
        const credential = changed(parts.session?.credential ?? known);
        const ifVersion = parts.session?.version ?? null;
        const version = await writeIf(this.store, partName(this.person, 'session'), { credential, ifVersion });
        if (version !== undefined) return this.#take({ ...parts, session: { credential, version } });
      }
      throw new CredentialStoreError('write', 'STORE_CONFLICT');
    } catch (error) {
      this.#onStoreError(error);
    }
    const session = { credential: changed(known), version: '' };
    this.#take({ account: undefined, key: undefined, ...this.#parts, session });
  }

  /** Changes the account's token if it is still this one. */
  async accountSeen(token: string, change: (account: AccountTokenCredential) => AccountTokenCredential): Promise<void> {
    for (let conflicts = 0; conflicts < MOST_CONFLICTS; conflicts += 1) {
      const parts = await readParts(this.store, this.person);
      if (parts.account?.credential.token !== token) return this.#take(parts);
      const credential = change(parts.account.credential);
      const version = await writeIf(this.store, partName(this.person, 'account'), {
        credential,
        ifVersion: parts.account.version,
      });
      if (version !== undefined) return this.#take({ ...parts, account: { credential, version } });
    }
    throw new CredentialStoreError('write', 'STORE_CONFLICT');
  }

  /** Notes that a media server refused a token. No store is told: it may think better of it within a minute. */
  refused(token: string, server: string): void {
    this.#refusals.delete(token);
    this.#refusals.set(token, { by: server, at: this.clock.now() });
    const [oldest] = this.#refusals.keys();
    if (this.#refusals.size > MOST_REFUSALS && oldest !== undefined) this.#refusals.delete(oldest);
    if (this.#parts) this.#take(this.#parts);
  }

  /** Reads until nothing is noted meanwhile: what was read before that is older. */
  async #read(): Promise<void> {
    for (let conflicts = 0; conflicts < MOST_CONFLICTS; conflicts += 1) {
      const before = this.#parts;
      const parts = await readParts(this.store, this.person);
      if (this.#parts === before) return this.#take(parts);
    }
  }

  #take(parts: StoredParts): void {
    this.#parts = parts;
    const { account, key, session } = parts;
    const jwt = key?.credential.token;
    const owner = jwt === undefined ? undefined : ownerOfJwt(jwt);
    const found = session?.credential;
    this.#held = {
      tokens: [
        ...accountTokens(account?.credential),
        ...jwtTokens(key?.credential, owner),
        ...(found?.tokens ?? []),
      ].map((token) => this.#withRefusals(token)),
      key: key && {
        clientID: key.credential.clientID,
        used: key.credential.issuedAt !== undefined,
        endedAt: key.credential.endedAt,
      },
      switchClientID: switchClientID(parts),
    };
    const self = account?.credential.owner ?? owner ?? found?.self;
    this.#toldAt = found?.servers.find(({ person }) => person === undefined || person === self)?.at ?? this.clock.now();
    this.#facts = {
      self,
      servers: found?.servers,
      jwtTrials: found?.jwtTrials,
      home: found?.home,
    };
  }

  #withRefusals(token: HeldToken): HeldToken {
    const refusal = this.#refusals.get(token.token);
    return refusal ? { ...token, refusals: [refusal] } : token;
  }
}

function signInOf({ account, key }: Partial<StoredParts> = {}): SignIn {
  return [account?.credential.token, key?.credential.kid];
}

/** Whether the account's token or the key is the same, or there was neither and is none. */
function isStill(before: SignIn, now: SignIn): boolean {
  const isSame = before.some((part, index) => part !== undefined && part === now[index]);
  return isSame || [...before, ...now].every((part) => part === undefined);
}

function accountTokens(account: AccountTokenCredential | undefined): HeldToken[] {
  if (!account || account.endedAt !== undefined) return [];
  const { token, clientID, owner, issuedAt } = account;
  return [{ kind: 'account', token, clientID, owner, issuedAt }];
}

function jwtTokens(
  key: NonNullable<StoredParts['key']>['credential'] | undefined,
  owner: string | undefined,
): HeldToken[] {
  if (!key?.token || key.endedAt !== undefined) return [];
  const { token, clientID, issuedAt, expiresAt } = key;
  return [{ kind: 'jwt', token, clientID, owner, issuedAt, expiresAt }];
}

/** The key's, which is nobody else's, unless the key shares the installation's, or is over. */
function switchClientID({ account, key, session }: StoredParts): string | undefined {
  const { clientID: own, endedAt } = key?.credential ?? {};
  const others = [session?.credential.clientID, account?.credential.clientID];
  const isOwn = own !== undefined && endedAt === undefined && !others.includes(own);
  return isOwn ? own : session?.credential.switchClientID;
}
