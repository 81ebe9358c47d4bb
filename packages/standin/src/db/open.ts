import { createRequire } from 'node:module';
import { StandInError } from '../stand-in-error.js';
import { number } from './row.js';

/** What may be bound to a statement: booleans are turned into 0 and 1 by the caller. */
export type Bindable = string | number | null;

/** A prepared statement; its rows are unknown until a reader of `row.ts` has looked at them. */
export interface Statement {
  run(...values: Bindable[]): { readonly changes: number | bigint };
  get(...values: Bindable[]): unknown;
  all(...values: Bindable[]): unknown[];
}

/** An open SQLite database, whichever driver is behind it. */
export interface Connection {
  exec(sql: string): void;
  prepare(sql: string): Statement;
  close(): void;
  /** A reader that asks the database once for each key, until anything is written, here or by another process. */
  remember<Key, Value>(read: (key: Key) => Value): (key: Key) => Value;
}

type DriverConnection = Omit<Connection, 'remember'>;

interface Driver {
  readonly DatabaseSync: new (path: string) => DriverConnection;
}

function isDriver(module: unknown): module is Driver {
  return typeof module === 'object' && module !== null && 'DatabaseSync' in module;
}

/**
 * `node:sqlite` where the runtime has it (Node 22.13 and later), else the package of the same interface. Asked for at
 * the call, so that importing the stand-in loads neither.
 */
function driver(): Driver {
  const builtIn = process.getBuiltinModule('node:sqlite');
  if (isDriver(builtIn)) return builtIn;
  const packaged: unknown = createRequire(import.meta.url)('@photostructure/sqlite');
  if (isDriver(packaged)) return packaged;
  throw new StandInError('DATABASE_UNREADABLE', 'This runtime has no SQLite: neither built in nor as a package');
}

/** What went wrong with a database, in our terms. */
export function asDatabaseError(path: string, cause: unknown): StandInError {
  if (cause instanceof StandInError) return cause;
  return new StandInError('DATABASE_UNREADABLE', `The database ${path} is damaged, or cannot be written to`, { cause });
}

/** Runs `work` in a transaction: all of it is committed, or nothing. */
export function inTransaction<T>(connection: Connection, work: () => T): T {
  connection.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    connection.exec('COMMIT');
    return result;
  } catch (error) {
    connection.exec('ROLLBACK');
    throw error;
  }
}

/** How many answers one reader remembers. */
const REMEMBERED = 1_000;

/** Counts the changes to a database: those made here as they are made, those of other processes by SQLite's own count. */
function remembering(connection: DriverConnection, path: string): Connection {
  const foreign = connection.prepare('PRAGMA data_version');
  let seen = 0;
  let changes = 0;
  const state = (): number => {
    // What is in memory no other process can reach.
    if (path === ':memory:') return changes;
    const version = number(foreign.get(), 'data_version');
    if (version !== seen) changes += 1;
    seen = version;
    return changes;
  };
  return {
    exec(sql) {
      changes += 1;
      connection.exec(sql);
    },
    prepare(sql) {
      const statement = connection.prepare(sql);
      if (sql.startsWith('SELECT')) return statement;
      const change = (): Statement => {
        changes += 1;
        return statement;
      };
      return {
        run: (...values) => change().run(...values),
        get: (...values) => change().get(...values),
        all: (...values) => change().all(...values),
      };
    },
    close: () => connection.close(),
    remember(read) {
      const known = new Map<Parameters<typeof read>[0], { readonly value: ReturnType<typeof read> }>();
      let of = 0;
      return (key) => {
        const now = state();
        if (now !== of || known.size >= REMEMBERED) known.clear();
        of = now;
        const found = known.get(key) ?? { value: read(key) };
        known.set(key, found);
        return found.value;
      };
    },
  };
}

/**
 * Opens a database file, or one in memory for `:memory:`.
 *
 * @throws {StandInError} `DATABASE_UNREADABLE` when the file cannot be opened or is no SQLite database.
 */
export function openConnection(path: string): Connection {
  const { DatabaseSync } = driver();
  let connection: DriverConnection | undefined;
  try {
    connection = new DatabaseSync(path);
    // A write-ahead log survives the death of the process with everything that was acknowledged.
    connection.exec('PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
    return remembering(connection, path);
  } catch (cause) {
    connection?.close();
    throw new StandInError('DATABASE_UNREADABLE', `The database ${path} cannot be opened as SQLite`, { cause });
  }
}
