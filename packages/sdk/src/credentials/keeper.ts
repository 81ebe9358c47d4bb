import { coreWith, identifiedSettingsOf, type PlexCore } from '../core.js';
import { SDKError } from '../errors.js';
import { SignInAgainError } from '../sign-in-errors.js';
import { governorFor, heard, type RateGovernor } from '../flows/governor.js';
import { renewIfFree } from '../flows/renewal.js';
import { tell } from '../flows/tell.js';
import type { SignInAgainEvent } from '../flows/token-source.js';
import { ping } from '../functions/ping.js';
import type { Clock } from '../options.js';
import { type AccountTokenCredential, accountTokenCredential, type ListedCredential } from '../stores/credential.js';
import { type CredentialStore, isConflict } from '../stores/credential-store.js';
import { type DeviceKeyCredential, deviceKeyCredential } from '../stores/device-key-credential.js';
import { race, systemClock } from '../transport/wait.js';
import { check, demandObject } from '../wire/arguments.js';
import { isDead } from './asking.js';
import { dueAt, type DuePolicy } from './due.js';
import { partName, personOfPart, readParts } from './records.js';
import { reconcile } from './reconcile.js';
import { isSignInOver } from './sign-in-again.js';
import { lastUse } from './usage.js';

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;

/** Milliseconds for which one process has a ping to itself. */
const LEASE = 60_000;

/** What went wrong with one credential. It is tried again in the next round. */
export interface KeepFailure {
  /** What the credential is stored under; undefined when the store could not be listed. */
  readonly name: string | undefined;
  readonly error: unknown;
}

/** Which credentials are kept alive, and how. */
export interface KeepInput {
  readonly store: CredentialStore;
  /** What their names begin with. Default: all. */
  readonly prefix?: string | undefined;
  /** Ends it. */
  readonly signal: AbortSignal;
  /** Milliseconds between two looks at all of them. Default a quarter of an hour. */
  readonly every?: number | undefined;
  /** Milliseconds before its end at which a JWT is renewed, and up to half as long before that. Default a day. */
  readonly margin?: number | undefined;
  /** Milliseconds after which an opaque token is shown to plex.tv again, and down to half as long. Default a week. */
  readonly pingEvery?: number | undefined;
  /** How many are at work at once. Default 4. */
  readonly atOnce?: number | undefined;
  /** What questions to plex.tv go by. Default: the one of the process. */
  readonly governor?: RateGovernor | undefined;
  /** Called once when nothing of a person's works any more, by one of all the processes that share the store. */
  readonly onSignInAgain?: ((event: SignInAgainEvent) => void) | undefined;
  readonly onError?: ((failure: KeepFailure) => void) | undefined;
}

/** Does what `credentials.keep` says. */
export async function keep(core: PlexCore, input: KeepInput): Promise<void> {
  demandObject(input, 'input');
  const { signal, every = 15 * MINUTE } = input;
  demandObject(input.store, 'store');
  check(typeof signal?.aborted === 'boolean', 'signal', 'needed: what else would end it');
  check(every > 0, 'every', 'must be a positive number of milliseconds');
  const keeper = new Keeper(core, input);
  const stop = (): void => keeper.stop();
  signal.addEventListener('abort', stop);
  while (!signal.aborted) {
    const isDone = await keeper.round();
    // What others are at, or what failed, is looked at again once their lease is over.
    const pause = isDone ? every * (1 - Math.random() / 4) : Math.min(every, MINUTE);
    await race(keeper.clock.sleep(pause, signal), signal).catch(() => {});
  }
  signal.removeEventListener('abort', stop);
}

/** A credential that is due. */
interface Due {
  readonly listed: ListedCredential;
  /** When somebody last wanted it, in milliseconds since the epoch. */
  readonly usedAt: number;
  /** The hour in which it ends. */
  readonly hour: number;
  readonly chance: number;
}

/** A token to show to plex.tv. */
interface Pinging {
  readonly credential: AccountTokenCredential;
  readonly version: string;
  readonly signal: AbortSignal;
}

class Keeper {
  readonly clock: Clock;
  readonly #core: PlexCore;
  readonly #input: KeepInput;
  readonly #policy: DuePolicy;
  readonly #governor: RateGovernor;
  /** One for each that works, for many who listened to one signal would seem a leak to Node. */
  readonly #stops: readonly AbortController[];

  constructor(core: PlexCore, input: KeepInput) {
    const { margin = DAY, pingEvery = 7 * DAY, atOnce = 4 } = input;
    check(margin >= 0, 'margin', 'must be 0 or more milliseconds');
    check(Number.isInteger(atOnce) && atOnce > 0, 'atOnce', 'must be a positive whole number');
    check(pingEvery > 0, 'pingEvery', 'must be a positive number of milliseconds');
    const { clock = systemClock } = identifiedSettingsOf(core).options;
    this.clock = clock;
    this.#core = core;
    this.#input = input;
    this.#policy = { margin, pingEvery };
    this.#governor = input.governor ?? governorFor(clock);
    this.#stops = Array.from({ length: atOnce }, () => new AbortController());
  }

  /** Ends all waits. */
  stop(): void {
    for (const one of this.#stops) one.abort(this.#input.signal.reason);
  }

  /** Sees to all that is due. True when nothing is left that should be looked at soon. */
  async round(): Promise<boolean> {
    const { due, isWhole } = await this.#due();
    let isDone = isWhole;
    const work = async ({ signal }: AbortController): Promise<void> => {
      for (let next = due.pop(); next && !signal.aborted; next = due.pop()) {
        const isKept = await this.#keep(next.listed, signal);
        isDone &&= isKept;
      }
    };
    await Promise.all(this.#stops.map(work));
    return isDone;
  }

  /**
   * What may be due, the most urgent last: what is in use, and of the rest what ends first. Within an hour chance decides:
   * processes that went in one order would all be at the same credential, of which one has the lease.
   */
  async #due(): Promise<{ readonly due: Due[]; readonly isWhole: boolean }> {
    const { store, prefix, signal } = this.#input;
    const due: Due[] = [];
    const inOrder = (a: Due, b: Due): number => a.usedAt - b.usedAt || b.hour - a.hour || a.chance - b.chance;
    try {
      for await (const listed of store.list({ prefix, signal }))
        if (this.#mayBeDue(listed)) due.push(this.#dueOf(listed));
      return { due: due.sort(inOrder), isWhole: true };
    } catch (error) {
      if (!signal.aborted) this.#fail(undefined, error);
      // One that is damaged must not be the end of all others.
      return { due: due.sort(inOrder), isWhole: false };
    }
  }

  #dueOf(listed: ListedCredential): Due {
    const usedAt = lastUse(this.#input.store, personOfPart(listed.name)) ?? 0;
    return { listed, usedAt, hour: Math.floor(endOf(listed) / HOUR), chance: Math.random() };
  }

  #mayBeDue({ kind, expiresAt }: ListedCredential): boolean {
    if (kind === 'account-token') return true;
    return (
      kind === 'device-key' && (expiresAt === undefined || this.clock.now() >= expiresAt - this.#policy.margin * 1.5)
    );
  }

  /** Sees to one. False when it is still due. */
  async #keep({ name, kind }: ListedCredential, signal: AbortSignal): Promise<boolean> {
    try {
      return kind === 'device-key' ? await this.#renew(name, signal) : await this.#ping(name, signal);
    } catch (error) {
      // It was over before, or somebody has stored another meanwhile: neither is ours to mend.
      if (error instanceof SignInAgainError || isConflict(error)) return true;
      if (!signal.aborted) this.#fail(name, error);
      return false;
    }
  }

  async #renew(name: string, signal: AbortSignal): Promise<boolean> {
    const { store } = this.#input;
    const stored = await store.read(name);
    if (!stored) return true;
    const credential = deviceKeyCredential(stored.credential);
    if (credential.endedAt !== undefined) return this.#endedBefore(name);
    if (!this.#isDue(credential) || (await this.#endsOpaque(name, credential))) return true;
    const core = coreWith(this.#core, { clientID: credential.clientID, accessToken: undefined });
    let isOver = false;
    const work = {
      core,
      store,
      name,
      key: undefined,
      governor: this.#governor,
      unwritten: new Set<string>(),
      onSignInAgain: () => {
        isOver = true;
      },
      onStoreError: (error: unknown) => this.#fail(name, error),
    };
    try {
      return (await renewIfFree(work, credential.token, { urgency: 'ahead', signal })) !== undefined;
    } finally {
      if (isOver) await this.#ended(name);
    }
  }

  /** Whether a key has had no JWT yet, and its first one would end an opaque token of the same person's that works. */
  async #endsOpaque(name: string, { issuedAt, clientID }: DeviceKeyCredential): Promise<boolean> {
    const person = personOfPart(name);
    if (issuedAt !== undefined || person === name) return false;
    const stored = await this.#input.store.read(partName(person, 'account'));
    const account = stored && accountTokenCredential(stored.credential);
    return account !== undefined && account.endedAt === undefined && account.clientID === clientID;
  }

  async #ping(name: string, signal: AbortSignal): Promise<boolean> {
    const { store } = this.#input;
    const read = async (): Promise<{ credential: AccountTokenCredential; version: string } | undefined> => {
      const stored = await store.read(name);
      return stored && { ...stored, credential: accountTokenCredential(stored.credential) };
    };
    const first = await read();
    if (first?.credential.endedAt !== undefined) return this.#endedBefore(name);
    if (!first || !this.#isDue(first.credential)) return true;
    // Its turn comes first: a lease would run out while it waits.
    await this.#governor.admit({ urgency: 'ahead', requests: 1, signal });
    let isUsed = false;
    try {
      const lease = await store.lease(name, LEASE);
      if (!lease) return false;
      try {
        const found = await read();
        isUsed = found !== undefined && this.#isDue(found.credential);
        return !found || !isUsed || (await this.#pingAlone(name, { ...found, signal }));
      } finally {
        await lease.release().catch((error: unknown) => this.#fail(name, error));
      }
    } finally {
      if (!isUsed) this.#governor.refund(1);
    }
  }

  async #pingAlone(name: string, { credential, version, signal }: Pinging): Promise<boolean> {
    const { store } = this.#input;
    const { clientID, token } = credential;
    const core = coreWith(this.#core, { clientID, accessToken: token });
    const work = { core, governor: this.#governor };
    try {
      await heard(this.#governor, ping(core, { signal, retries: { strategy: 'none' } }));
      await store.write(name, { ...credential, seenAt: this.clock.now() }, { ifVersion: version });
    } catch (error) {
      if (!(error instanceof SDKError) || error.code !== 'UNAUTHORIZED') throw error;
      // Only plex.tv's own word ends a token, and not one word alone.
      if (!(await isDead(work, { core, urgency: 'ahead', signal }))) throw error;
      await store.write(name, { ...credential, endedAt: this.clock.now() }, { ifVersion: version });
      await this.#ended(name);
    }
    return true;
  }

  #isDue(credential: AccountTokenCredential | DeviceKeyCredential): boolean {
    const at = dueAt(credential, this.#policy);
    return at !== undefined && this.clock.now() >= at;
  }

  /** One has ended. A credential that is stored by itself is all that there is of its person. */
  async #ended(name: string): Promise<void> {
    const { store, onSignInAgain } = this.#input;
    const person = personOfPart(name);
    const onError = (error: unknown): void => this.#fail(name, error);
    const work = { core: this.#core, store, governor: this.#governor, urgency: 'ahead', onError } as const;
    if (person === name || (await reconcile(work, person))) tell(() => onSignInAgain?.({ name: person }));
  }

  /** One ended before this round. Whoever found out may have died before anybody was told, or not have got an answer. */
  async #endedBefore(name: string): Promise<boolean> {
    const { store } = this.#input;
    const person = personOfPart(name);
    if (person === name || (await store.read(partName(person, 'sign-in-again')))) return true;
    if (isSignInOver(await readParts(store, person))) await this.#ended(name);
    return true;
  }

  #fail(name: string | undefined, error: unknown): void {
    tell(() => this.#input.onError?.({ name, error }));
  }
}

/** When it ends, in milliseconds since the epoch: what has no end comes last, a key without a token first. */
function endOf({ kind, expiresAt }: ListedCredential): number {
  return expiresAt ?? (kind === 'device-key' ? 0 : Number.MAX_SAFE_INTEGER);
}
