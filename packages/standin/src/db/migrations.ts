import { StandInError } from '../stand-in-error.js';
import { type Connection, inTransaction } from './open.js';
import { number } from './row.js';

/** Marks a SQLite file as one of ours: the letters `tstb`. */
const APPLICATION_ID = 0x74737462;

/** One step each, never edited once released: the schema version is how many of them a file has seen. */
export const migrations: readonly string[] = [
  `CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
   CREATE TABLE accounts (
     id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, uuid TEXT NOT NULL UNIQUE, username TEXT NOT NULL,
     title TEXT NOT NULL, email TEXT NOT NULL, friendly_name TEXT NOT NULL, country TEXT NOT NULL,
     joined_at INTEGER NOT NULL, plan TEXT NOT NULL, home TEXT, pin TEXT, password_hash TEXT, totp_secret TEXT,
     totp_last_step INTEGER, email_only INTEGER NOT NULL, members TEXT NOT NULL, omitted TEXT NOT NULL);
   CREATE TABLE account_tokens (
     token TEXT PRIMARY KEY, kind TEXT NOT NULL, account_id INTEGER NOT NULL, client_identifier TEXT NOT NULL,
     remember_expires_at INTEGER, UNIQUE (account_id, client_identifier)) WITHOUT ROWID;
   CREATE TABLE servers (
     machine_identifier TEXT PRIMARY KEY, position INTEGER NOT NULL, name TEXT NOT NULL, version TEXT NOT NULL,
     owner_id INTEGER NOT NULL) WITHOUT ROWID;
   CREATE TABLE providers (
     machine_identifier TEXT NOT NULL, identifier TEXT NOT NULL, name TEXT NOT NULL,
     PRIMARY KEY (machine_identifier, identifier)) WITHOUT ROWID;
   CREATE TABLE server_tokens (
     token TEXT PRIMARY KEY, machine_identifier TEXT NOT NULL, account_id INTEGER NOT NULL,
     UNIQUE (machine_identifier, account_id)) WITHOUT ROWID;
   CREATE TABLE transient_tokens (
     token TEXT PRIMARY KEY, issuer TEXT NOT NULL, audience TEXT NOT NULL, account_id INTEGER NOT NULL,
     expires_at INTEGER NOT NULL) WITHOUT ROWID;
   CREATE TABLE sign_in_failures (address TEXT NOT NULL, login TEXT NOT NULL, at INTEGER NOT NULL);
   CREATE INDEX sign_in_failures_by_caller ON sign_in_failures (address, login, at);
   CREATE TABLE addresses (
     client_identifier TEXT PRIMARY KEY, ip TEXT NOT NULL, country TEXT NOT NULL) WITHOUT ROWID;`,
  // Numbers of ten digits, as Plex's are; none is given twice, so that a PIN of before a reset is nobody's after it.
  `CREATE TABLE pins (
     id INTEGER PRIMARY KEY AUTOINCREMENT, code TEXT NOT NULL UNIQUE, client_identifier TEXT NOT NULL,
     product TEXT NOT NULL, country TEXT NOT NULL, created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
     auth_token TEXT);
   CREATE INDEX pins_by_expiry ON pins (expires_at);
   INSERT INTO sqlite_sequence (name, seq) VALUES ('pins', 1379265000);`,
  `CREATE TABLE device_keys (
     kid TEXT PRIMARY KEY, account_id INTEGER NOT NULL, client_identifier TEXT NOT NULL, jwk TEXT NOT NULL,
     used INTEGER NOT NULL) WITHOUT ROWID;
   CREATE INDEX device_keys_by_device ON device_keys (account_id, client_identifier);
   CREATE TABLE nonces (
     nonce TEXT PRIMARY KEY, client_identifier TEXT NOT NULL, expires_at INTEGER NOT NULL) WITHOUT ROWID;
   CREATE INDEX nonces_by_expiry ON nonces (expires_at);
   CREATE TABLE signing_keys (
     position INTEGER PRIMARY KEY, kid TEXT NOT NULL UNIQUE, seed TEXT NOT NULL, listed INTEGER NOT NULL);
   ALTER TABLE pins ADD COLUMN kid TEXT;
   ALTER TABLE pins ADD COLUMN jwk TEXT;
   ALTER TABLE pins ADD COLUMN account_id INTEGER;`,
  `ALTER TABLE servers ADD COLUMN ways TEXT NOT NULL DEFAULT '';
   ALTER TABLE servers ADD COLUMN https_required INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE servers ADD COLUMN presence INTEGER NOT NULL DEFAULT 1;
   UPDATE servers SET ways = json_array(
     json_object('to', name, 'local', json('true'), 'relay', json('false')),
     json_object('to', name, 'local', json('false'), 'relay', json('false')),
     json_object('to', name, 'local', json('false'), 'relay', json('true')));`,
  `CREATE TABLE pin_makers (
     pin_id INTEGER PRIMARY KEY, ip TEXT NOT NULL, device TEXT, safe_origin INTEGER NOT NULL, told_at INTEGER);
   CREATE TRIGGER pins_forgotten AFTER DELETE ON pins BEGIN
     DELETE FROM pin_makers WHERE pin_id = OLD.id;
   END;`,
  `CREATE TABLE claim_tokens (
     token TEXT PRIMARY KEY, account_id INTEGER NOT NULL, expires_at INTEGER NOT NULL) WITHOUT ROWID;`,
  // Whoever has a token or a key is signed in; when they first were is not on record.
  `CREATE TABLE devices (
     id INTEGER PRIMARY KEY AUTOINCREMENT, account_id INTEGER NOT NULL, client_identifier TEXT NOT NULL,
     created_at INTEGER NOT NULL, last_seen_at INTEGER NOT NULL, UNIQUE (account_id, client_identifier));
   INSERT INTO sqlite_sequence (name, seq) VALUES ('devices', 640000000);
   CREATE TABLE programs (client_identifier TEXT PRIMARY KEY, said TEXT NOT NULL) WITHOUT ROWID;
   INSERT INTO devices (account_id, client_identifier, created_at, last_seen_at)
     SELECT account_id, client_identifier, 0, 0 FROM account_tokens
     UNION SELECT account_id, client_identifier, 0, 0 FROM device_keys;`,
];

function pragma(connection: Connection, name: 'user_version' | 'application_id'): number {
  return number(connection.prepare(`PRAGMA ${name}`).get(), name);
}

function bringUp(connection: Connection, steps: readonly string[]): void {
  const found = pragma(connection, 'user_version');
  const owner = pragma(connection, 'application_id');
  const tables = number(connection.prepare('SELECT count(*) AS tables FROM sqlite_master').get(), 'tables');
  if (owner !== APPLICATION_ID && tables > 0) {
    throw new StandInError('DATABASE_FOREIGN', 'The database belongs to another program: give the stand-in its own');
  }
  if (found > steps.length) {
    throw new StandInError(
      'DATABASE_NEWER',
      `The database has schema version ${found}, this stand-in knows up to ${steps.length}: upgrade @ticketstub/standin`,
    );
  }
  for (const step of steps.slice(found)) connection.exec(step);
  connection.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${steps.length}`);
}

/**
 * Brings a database to the newest schema in one transaction, so that of two processes that open a file the second
 * finds the work done.
 *
 * @throws {StandInError} `DATABASE_NEWER` for a file written by a newer release, `DATABASE_FOREIGN` for a file that
 * another program made.
 */
export function migrate(connection: Connection, steps: readonly string[] = migrations): void {
  inTransaction(connection, () => bringUp(connection, steps));
}
