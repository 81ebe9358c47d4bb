import { type SealKey, type Sealer, sealer, type Unopened } from '../crypto/seal.js';
import { CredentialStoreError } from '../errors.js';
import { check, demandObject } from '../wire/arguments.js';
import { isRecord } from '../wire/read.js';
import { demandSealKeys } from '../wire/seal-keys.js';
import { type Credential, demandCredential, jsonOf, type ListedCredential, parseJSON } from './credential.js';
import {
  type ChangeOptions,
  type CredentialStore,
  Damage,
  failureCode,
  type Lease,
  type ListOptions,
  type StoredCredential,
  type StoreOptions,
} from './credential-store.js';

/** The `schema` of what is stored: the credential's own is sealed. */
const SCHEMA = 1;

/** How often a credential is looked at again because somebody wrote it meanwhile. */
const LOOKS = 100;

const METHODS = ['read', 'write', 'remove', 'lease', 'list'];

/** What is sealed anew. */
export interface ResealOptions extends ListOptions {
  /** Also seals what is stored plainly. Default false. It takes on whatever somebody put there: for a migration, not for every start. */
  readonly adopt?: boolean | undefined;
}

/** A credential that could not be sealed anew, and was left as it is. */
export interface UnopenedCredential {
  readonly name: string;
  /** `STORE_KEY_MISSING`: another key sealed it. `STORE_DAMAGED`: it is not what was sealed under this name, or plain. */
  readonly code: 'STORE_DAMAGED' | 'STORE_KEY_MISSING';
}

/** What became of everything that was stored. */
export interface Resealed {
  /** How many another key had sealed. */
  readonly resealed: number;
  /** How many were plain. */
  readonly adopted: number;
  /** What none of the keys opens. */
  readonly unopened: readonly UnopenedCredential[];
}

/** A store whose contents only a holder of its keys can read, and nobody else can change. */
export interface SealedStore extends CredentialStore {
  /**
   * Seals with the first key whatever another one sealed: afterwards the others are of no use any more. Everybody may read
   * and write meanwhile. If it ends half-way, it can be run again.
   * @throws InvalidArgumentError for a wrong option; CredentialStoreError when the store below fails: with `STORE_DAMAGED`, once
   * everything else is sealed, when it can't list all it has, and with `STORE_CONFLICT` when a credential was written a
   * hundred times while its turn lasted.
   */
  reseal(options?: ResealOptions): Promise<Resealed>;
}

/**
 * Seals what any store keeps: AES-256-GCM, under a key that is made of one of yours for this purpose alone. Whoever takes the
 * store away has no token. What was sealed under one name opens under no other, nor with another `kind`, `clientID` or
 * `expiresAt`: these three stay readable, so that a listing needs no key. An older state of the same name can't be told from
 * the latest. Reading fails with the code `STORE_DAMAGED` for what was changed or is plain, and with `STORE_KEY_MISSING` for
 * what a key sealed that is not among these.
 * @param keys Of 32 bytes, or their base64url. The first seals, all open.
 * @throws InvalidArgumentError for what is no store, and for a key of another length.
 */
export function sealedStore(store: CredentialStore, keys: readonly SealKey[]): SealedStore {
  const methods = demandObject(store, 'store');
  for (const name of METHODS) check(typeof methods[name] === 'function', 'store', `must have ${name}`);
  return new Sealed(store, keys);
}

class Sealed implements SealedStore {
  readonly #store: CredentialStore;
  readonly #seals: Sealer;

  constructor(store: CredentialStore, keys: readonly SealKey[]) {
    this.#store = store;
    this.#seals = sealer(demandSealKeys(keys), 'credential');
  }

  async read(name: string, options?: StoreOptions): Promise<StoredCredential | undefined> {
    const found = await this.#store.read(name, options);
    return found && { credential: (await this.#open(name, found.credential)).credential, version: found.version };
  }

  async write(name: string, credential: Credential, options?: ChangeOptions): Promise<string> {
    demandCredential(credential);
    return this.#store.write(name, await this.#seal(name, credential), options);
  }

  remove(name: string, options?: ChangeOptions): Promise<boolean> {
    return this.#store.remove(name, options);
  }

  lease(name: string, ttl: number, options?: StoreOptions): Promise<Lease | undefined> {
    return this.#store.lease(name, ttl, options);
  }

  list(options?: ListOptions): AsyncIterable<ListedCredential> {
    return this.#store.list(options);
  }

  async reseal(options: ResealOptions = {}): Promise<Resealed> {
    demandObject(options, 'options');
    const { adopt = false, prefix, signal } = options;
    check(typeof adopt === 'boolean', 'adopt', 'must be true or false');
    const names: string[] = [];
    const damage = new Damage();
    // Not every store may be written to while it is listed.
    await damage.past(async () => {
      for await (const { name } of this.#store.list({ prefix, signal })) names.push(name);
    });
    let [resealed, adopted] = [0, 0];
    const unopened: UnopenedCredential[] = [];
    for (const name of names) {
      const outcome = await this.#resealOne(name, { adopt, signal });
      if (outcome === 'resealed') resealed += 1;
      else if (outcome === 'adopted') adopted += 1;
      else if (outcome) unopened.push({ name, code: outcome });
    }
    damage.tell();
    return { resealed, adopted, unopened };
  }

  /** What became of it; undefined when it is sealed with the first key already, or gone. */
  async #resealOne(name: string, { adopt, signal }: Pick<ResealOptions, 'adopt' | 'signal'>): Promise<Outcome> {
    for (let look = 1; ; look += 1) {
      try {
        const found = await this.#store.read(name, { signal });
        if (!found) return undefined;
        const isAdopted = adopt === true && found.credential['sealed'] === undefined;
        const { credential, isCurrent } = isAdopted
          ? { ...found, isCurrent: false }
          : await this.#open(name, found.credential);
        if (isCurrent) return undefined;
        await this.#store.write(name, await this.#seal(name, credential), { ifVersion: found.version, signal });
        return isAdopted ? 'adopted' : 'resealed';
      } catch (error) {
        const code = failureCode(error);
        if (code === 'STORE_DAMAGED' || code === 'STORE_KEY_MISSING') return code;
        if (code !== 'STORE_CONFLICT' || look === LOOKS) throw error;
      }
    }
  }

  async #seal(name: string, { kind, clientID, expiresAt, ...inside }: Credential): Promise<Credential> {
    const sealed = await this.#seals.seal(jsonOf(inside), [name, kind, clientID, expiresAt]);
    return { schema: SCHEMA, kind, clientID, expiresAt, sealed };
  }

  async #open(name: string, { schema, sealed, kind, clientID, expiresAt }: Credential): Promise<OpenedCredential> {
    // A binding knows null, and a number without an end, only as nothing.
    const isBound = expiresAt === undefined || Number.isFinite(expiresAt);
    if (schema !== SCHEMA || typeof sealed !== 'string' || !isBound)
      throw new CredentialStoreError('read', 'STORE_DAMAGED');
    const opened = await this.#seals.open(sealed, [name, kind, clientID, expiresAt]);
    if (typeof opened === 'string') throw new CredentialStoreError('read', CODES[opened]);
    const inside = parseJSON(opened.text);
    if (!isInside(inside)) throw new CredentialStoreError('read', 'STORE_DAMAGED');
    const clear = expiresAt === undefined ? { kind, clientID } : { kind, clientID, expiresAt };
    return { credential: Object.assign(inside, clear), isCurrent: opened.isCurrent };
  }
}

const CODES = { 'unknown-key': 'STORE_KEY_MISSING', damaged: 'STORE_DAMAGED' } as const satisfies Record<
  Unopened,
  string
>;

interface OpenedCredential {
  readonly credential: Credential;
  readonly isCurrent: boolean;
}

type Outcome = 'resealed' | 'adopted' | UnopenedCredential['code'] | undefined;

function isInside(value: unknown): value is Record<string, unknown> & { schema: number } {
  return isRecord(value) && typeof value['schema'] === 'number';
}
