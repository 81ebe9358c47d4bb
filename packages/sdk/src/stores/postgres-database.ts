import { CredentialStoreError } from '../errors.js';
import { isRecord } from '../wire/read.js';

/**
 * A PostgreSQL database, as far as a store needs it. A `Pool` of `pg` is one, and so is whatever sends a text with
 * parameters `$1`, `$2`, … and gives rows by column. Each call may go to another connection.
 */
export interface Queryable {
  /** Runs one statement. All parameters are texts: the statement says what they are read as. */
  query(text: string, params: string[]): Promise<{ readonly rows: readonly unknown[] }>;
}

/** A statement with its parameters, and the method of the store that asks it. */
export interface Question {
  readonly method: string;
  readonly text: string;
  readonly params: readonly string[];
  /** Once it has aborted nothing is sent again. */
  readonly signal?: AbortSignal | undefined;
}

/** A row by column; what is no text is not read. */
export type Row = Readonly<Record<string, unknown>>;

/**
 * What the database was not able to do only because of others at the same time, and how often a statement is sent until that
 * is believed. Where it could not be put in order with others, or was in a deadlock, one of them went before it each time.
 * What somebody has just made is there the next time, even where transactions see nothing newer than themselves.
 */
const ATTEMPTS: ReadonlyMap<string, number> = new Map([
  ['40001', 100],
  ['40P01', 100],
  ['23505', 3],
  ['42P06', 3],
  ['42P07', 3],
  ['42710', 3],
]);

/** The SQLSTATE of a migration that finds the tables of a later version. PostgreSQL leaves the class to its users. */
export const NEWER = 'TS001';

/** Our words for what a user of the store can do something about. The database's own may show what is in a row. */
const WORDS: Readonly<Record<string, string>> = {
  '08006': 'the connection was lost',
  '25006': 'the database takes no writes, as a standby does',
  '25P02': 'the transaction that the store was put into has failed',
  '28000': 'the database does not let this role in',
  '28P01': 'the database does not let this role in with this password',
  '3D000': 'there is no database of this name',
  '3F000': 'the search path names no schema that is there',
  '42501': 'the role may not do this',
  '42P01': 'the tables are missing: call migrate() first',
  '42P07': 'something else has the name of a table',
  '53300': 'the database takes no more connections',
  '57014': 'the statement took longer than the database allows, or was cancelled',
  '57P01': 'the database ended the connection',
  '57P02': 'the database crashed',
  '57P03': 'the database is starting or stopping',
  [NEWER]: 'a newer version of this package made the tables: it takes that one to work on them',
};

/**
 * Asks the database.
 * @throws CredentialStoreError with the code `STORE_FAILED`, the SQLSTATE or the system's code in its cause, and nothing
 * else of what the driver said.
 */
export async function ask(database: Queryable, question: Question): Promise<readonly Row[]> {
  const answer: unknown = await answerTo(database, question);
  const rows = isRecord(answer) ? answer['rows'] : undefined;
  if (Array.isArray(rows) && rows.every(isRecord)) return rows;
  throw failure(question.method, 'the driver gave no rows by column');
}

/** A column that was asked for as text. @throws CredentialStoreError when there is none. */
export function column(row: Row, name: string): string {
  const value = row[name];
  if (typeof value === 'string') return value;
  throw failure('read', `the driver gave no text in the column ${name}`);
}

/** An error in our own words. */
export function failure(method: string, words: string): CredentialStoreError {
  return new CredentialStoreError(method, 'STORE_FAILED', new Error(words));
}

async function answerTo(database: Queryable, { method, text, params, signal }: Question): Promise<unknown> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await database.query(text, [...params]);
    } catch (error) {
      const code = codeOf(error);
      const attempts = signal?.aborted ? 1 : (ATTEMPTS.get(code) ?? 1);
      if (attempt >= attempts) throw new CredentialStoreError(method, 'STORE_FAILED', causeOf(code));
    }
  }
}

/** The SQLSTATE, or the system's word for what happened to the connection; an empty text when there is neither. */
function codeOf(error: unknown, depth = 0): string {
  if (typeof error !== 'object' || error === null || depth > 4) return '';
  const code: unknown = Reflect.get(error, 'code');
  const isCode = typeof code === 'string' && /^(?:[0-9A-Z]{5}|E[A-Z0-9_]{2,40})$/.test(code);
  return isCode ? code : codeOf(Reflect.get(error, 'cause'), depth + 1);
}

function causeOf(code: string): Error {
  if (!code) return new Error('the driver failed without a code');
  return Object.assign(new Error(`${code}: ${WORDS[code] ?? 'the database could not do it'}`), { code });
}
