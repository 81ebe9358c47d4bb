import { CredentialStoreError } from '../errors.js';
import { race } from '../race.js';
import { check, demandObject } from '../wire/arguments.js';
import { type Credential, type ListedCredential, listedCredential, parseCredential } from './credential.js';
import {
  type ChangeOptions,
  type CredentialStore,
  Damage,
  demandName,
  demandPrefix,
  type Lease,
  type ListOptions,
  type StoredCredential,
  type StoreOptions,
} from './credential-store.js';
import { ask, column, failure, type Queryable, type Row } from './postgres-database.js';
import { migrationOf } from './postgres-migrations.js';
import { PAGE, type PostgresStatements, type Statement, statementsOf } from './postgres-statements.js';
import { type PostgresStoreOptions, tablesOf } from './postgres-tables.js';
import { bodyOf, endOf, formOf, nameFrom } from './postgres-texts.js';

/** A store in a PostgreSQL database, 12 or later, for as many processes on as many machines as reach it. */
export interface PostgresStore extends CredentialStore {
  /**
   * Makes the tables, or brings those of an earlier version up to date; does nothing when they are. Any number of processes
   * may call it at once.
   * @throws CredentialStoreError with the code `STORE_FAILED` when a later version made them.
   */
  migrate(options?: StoreOptions): Promise<void>;
}

/**
 * A store whose credentials are rows of a table. Leases are timed by the database's clock. What a `signal` ends is the wait:
 * a statement that was sent already may still be carried out, but for a lease, which is given back.
 * @throws InvalidArgumentError for a database without `query`, and for a schema or a prefix that is no plain identifier.
 */
export function postgresStore(database: Queryable, options: PostgresStoreOptions = {}): PostgresStore {
  const { query } = demandObject(database, 'database');
  check(typeof query === 'function', 'database.query', 'must be a function');
  return new RowStore(database, options);
}

/** A year is too short for nobody, and any machine's calendar has room for a thousand. */
const LONGEST_LEASE = 1000 * 365 * 86_400_000;

/** What versions look like: anything else was never given. */
const VERSION = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

class RowStore implements PostgresStore {
  readonly #database: Queryable;
  readonly #statements: PostgresStatements;
  readonly #migration: Statement;

  constructor(database: Queryable, options: PostgresStoreOptions) {
    const tables = tablesOf(options);
    this.#database = database;
    this.#statements = statementsOf(tables);
    this.#migration = { method: 'migrate', text: migrationOf(tables) };
  }

  async migrate(options: StoreOptions = {}): Promise<void> {
    options.signal?.throwIfAborted();
    await this.#ask(this.#migration, [], options);
  }

  async read(name: string, options: StoreOptions = {}): Promise<StoredCredential | undefined> {
    const [row] = await this.#ask(this.#statements.read, [formOf(demandName(name, options))], options);
    return row && { credential: parseCredential(column(row, 'body')), version: column(row, 'version') };
  }

  async write(name: string, credential: Credential, options: ChangeOptions = {}): Promise<string> {
    const body = bodyOf(credential);
    // Numbers of a sequence come again where it is set back: in a replica that takes over, or a table that is restored.
    const version = crypto.randomUUID();
    const params = [formOf(demandName(name, options)), version, body];
    const { write, writeFirst, writeOver } = this.#statements;
    const { ifVersion } = options;
    if (ifVersion === undefined) {
      const [row] = await this.#ask(write, params, options);
      if (!row) throw failure('write', 'a trigger or a rule kept the row from being written');
    } else if (ifVersion === null) demandRow('write', await this.#ask(writeFirst, params, options));
    else demandRow('write', await this.#ask(writeOver, [...params, demandVersion('write', ifVersion)], options));
    return version;
  }

  async remove(name: string, options: ChangeOptions = {}): Promise<boolean> {
    const form = formOf(demandName(name, options));
    const { remove, removeVersion, removeNothing } = this.#statements;
    const { ifVersion } = options;
    if (ifVersion === undefined) return (await this.#ask(remove, [form], options)).length > 0;
    if (ifVersion === null) {
      if ((await this.#ask(removeNothing, [form], options)).length > 0) throw conflict('remove');
      return false;
    }
    demandRow('remove', await this.#ask(removeVersion, [form, demandVersion('remove', ifVersion)], options));
    return true;
  }

  async lease(name: string, ttl: number, options: StoreOptions = {}): Promise<Lease | undefined> {
    const form = formOf(demandName(name, options));
    check(ttl > 0 && Number.isFinite(ttl), 'ttl', 'must be a positive number of milliseconds');
    const holder = crypto.randomUUID();
    const params = [form, holder, `${Math.min(ttl, LONGEST_LEASE)}`];
    const asked = ask(this.#database, { ...this.#statements.lease, params, signal: options.signal });
    const release = async (): Promise<void> => {
      await this.#ask(this.#statements.release, [form, holder]);
    };
    try {
      return (await race(asked, options.signal)).length > 0 ? { release } : undefined;
    } catch (error) {
      // Whoever has left would keep it from the others until its time is over.
      if (options.signal?.aborted) asked.then(release).catch(() => {});
      throw error;
    }
  }

  async *list(options: ListOptions = {}): AsyncGenerator<ListedCredential, void, undefined> {
    const start = formOf(demandPrefix(options));
    const { signal } = options;
    let last = '';
    const damage = new Damage();
    for (let isMore = true; isMore;) {
      const rows = await this.#ask(this.#statements.list, [start, last, endOf(start)], { signal });
      for (const row of rows) {
        last = column(row, 'name');
        const listed = await damage.past(() => listedIn(row));
        if (listed) yield listed;
        signal?.throwIfAborted();
      }
      isMore = rows.length === PAGE;
    }
    damage.tell();
  }

  #ask(statement: Statement, params: readonly string[], { signal }: StoreOptions = {}): Promise<readonly Row[]> {
    return race(ask(this.#database, { ...statement, params, signal }), signal);
  }
}

function listedIn(row: Row): ListedCredential {
  const body = parseCredential(column(row, 'body'));
  return listedCredential(nameFrom(column(row, 'name')), column(row, 'version'), body);
}

function demandVersion(method: string, version: unknown): string {
  if (typeof version === 'string' && VERSION.test(version)) return version;
  throw conflict(method);
}

function demandRow(method: string, rows: readonly Row[]): void {
  if (rows.length === 0) throw conflict(method);
}

function conflict(method: string): CredentialStoreError {
  return new CredentialStoreError(method, 'STORE_CONFLICT');
}
