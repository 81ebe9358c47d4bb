import { createRequire } from 'node:module';
import { StandInError } from '../stand-in-error.js';

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
}

interface Driver {
  readonly DatabaseSync: new (path: string) => Connection;
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

/**
 * Opens a database file, or one in memory for `:memory:`.
 *
 * @throws {StandInError} `DATABASE_UNREADABLE` when the file cannot be opened or is no SQLite database.
 */
export function openConnection(path: string): Connection {
  const { DatabaseSync } = driver();
  let connection: Connection | undefined;
  try {
    connection = new DatabaseSync(path);
    // A write-ahead log survives the death of the process with everything that was acknowledged.
    connection.exec('PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
    return connection;
  } catch (cause) {
    connection?.close();
    throw new StandInError('DATABASE_UNREADABLE', `The database ${path} cannot be opened as SQLite`, { cause });
  }
}
