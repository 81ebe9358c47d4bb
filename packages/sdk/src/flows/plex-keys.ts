import { type PlexCore, settingsOf } from '../core.js';
import { importPublic, isNoKey } from '../crypto/ed25519.js';
import { getAuthKeysOperation } from '../operations/get-auth-keys.js';
import type { CallOptions } from '../options.js';
import { send } from '../transport/send.js';
import { race, systemClock } from '../transport/wait.js';
import type { SigningKey } from '../wire/signing-keys.js';

/** Milliseconds for which keys are believed without a question: a key that Plex withdrew verifies no longer than this. */
const FRESH = 3_600_000;

/** Milliseconds for which they are kept while plex.tv does not answer. */
const KEPT = 86_400_000;

/** Milliseconds between two questions: a token with a key nobody knows costs one in this time. */
const COOL_DOWN = 60_000;

/** Milliseconds to the next question while no key is known at all, after one that had no answer. */
const BREATHER = 5000;

/** Milliseconds for a question while the keys of an hour ago still do: nobody should have to wait for it. */
const PATIENCE = 5000;

/** A key of Plex's, ready for use. */
interface Ready {
  readonly kid: string;
  readonly key: CryptoKey;
}

/** The keys that plex.tv signs with, asked for when they are needed and kept. They rotate. */
export class PlexKeys {
  readonly #core: PlexCore;
  #known: { readonly since: number; readonly keys: readonly Ready[] } | undefined;
  #askedAt = -Infinity;
  #failure: { readonly error: unknown } | undefined;
  #asking: Promise<void> | undefined;

  constructor(core: PlexCore) {
    this.#core = core;
  }

  /**
   * The keys of that name: none when Plex has no such key, more than one when it has two.
   * @throws the signal's reason; TicketstubError when plex.tv had to be asked and no answer came: then nothing is known.
   */
  async find(kid: string, signal: AbortSignal | undefined): Promise<readonly CryptoKey[]> {
    const now = this.#now();
    const usable = this.#known && within(now - this.#known.since, KEPT);
    const found = usable ? this.#named(kid) : [];
    if (this.#known && found.length > 0 && within(now - this.#known.since, FRESH)) return found;
    if (!this.#asking && within(now - this.#askedAt, usable ? COOL_DOWN : BREATHER)) {
      if (found.length === 0 && this.#failure) throw this.#failure.error;
      return found;
    }
    try {
      await race(this.#ask(usable ? this.#inPassing() : {}), signal);
    } catch (error) {
      if (found.length > 0 && !signal?.aborted) return found;
      throw error;
    }
    return this.#named(kid);
  }

  /** Asks plex.tv, once for everybody who wants to know meanwhile, whoever of them leaves. */
  #ask(options: CallOptions): Promise<void> {
    // On Workers a request may not wait for what another one began: it never ends once that one is over.
    if ('WebSocketPair' in globalThis) this.#asking = undefined;
    const asking = (this.#asking ??= this.#fetch(options).finally(() => {
      if (this.#asking === asking) this.#asking = undefined;
    }));
    return asking;
  }

  #inPassing(): CallOptions {
    const { timeout = PATIENCE } = settingsOf(this.#core).options;
    return { timeout: Math.min(timeout, PATIENCE), retries: { strategy: 'none' } };
  }

  /** What fails here leaves the known keys as they are. */
  async #fetch(options: CallOptions): Promise<void> {
    this.#askedAt = this.#now();
    try {
      const { keys } = await send(settingsOf(this.#core), getAuthKeysOperation, { input: undefined, options });
      const ready = await Promise.all(keys.map(readyKey));
      this.#known = { since: this.#now(), keys: ready.flat() };
      this.#failure = undefined;
    } catch (error) {
      this.#failure = { error };
      throw error;
    }
  }

  #named(kid: string): CryptoKey[] {
    return (this.#known?.keys ?? []).filter((ready) => ready.kid === kid).map(({ key }) => key);
  }

  #now(): number {
    return (settingsOf(this.#core).options.clock ?? systemClock).now();
  }
}

async function readyKey({ kid, jwk }: SigningKey): Promise<Ready[]> {
  try {
    return [{ kid, key: await importPublic(jwk) }];
  } catch (error) {
    if (isNoKey(error)) return [];
    throw error;
  }
}

/** A clock may have been set back. */
function within(age: number, limit: number): boolean {
  return age >= 0 && age < limit;
}
