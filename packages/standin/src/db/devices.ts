import type { Connection } from './open.js';
import { number, text } from './row.js';

/** A device on the list of an account. */
export interface DeviceRow {
  /** Never given twice. */
  readonly id: number;
  readonly accountId: number;
  readonly clientIdentifier: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** Milliseconds since the epoch. */
  readonly lastSeenAt: number;
}

/** The devices of accounts: each is a client identifier that was signed in to an account. */
export interface Devices {
  /** Notes that a device was signed in; one that is known keeps its number. */
  see(accountId: number, clientIdentifier: string, now: number): void;
  /** One of an account's devices, by its number. */
  find(accountId: number, id: number): DeviceRow | undefined;
  /** In the order in which they were first signed in. */
  allOf(accountId: number): DeviceRow[];
  /** The first of everybody's, by whose they are. */
  first(count: number): DeviceRow[];
  size(): number;
  /** Takes one off the list of an account; false when it is not on it. */
  remove(accountId: number, clientIdentifier: string): boolean;
  clear(): void;
}

const COLUMNS = 'id, account_id, client_identifier, created_at, last_seen_at';

function read(row: unknown): DeviceRow {
  return {
    id: number(row, 'id'),
    accountId: number(row, 'account_id'),
    clientIdentifier: text(row, 'client_identifier'),
    createdAt: number(row, 'created_at'),
    lastSeenAt: number(row, 'last_seen_at'),
  };
}

/**
 * Prepares the statements of the devices table.
 *
 * @rule devices.one-per-client
 */
export function devicesTable(connection: Connection): Devices {
  const see = connection.prepare(
    `INSERT INTO devices (account_id, client_identifier, created_at, last_seen_at) VALUES (?1, ?2, ?3, ?3)
     ON CONFLICT (account_id, client_identifier) DO UPDATE SET last_seen_at = ?3`,
  );
  const find = connection.prepare(`SELECT ${COLUMNS} FROM devices WHERE account_id = ? AND id = ?`);
  const allOf = connection.prepare(`SELECT ${COLUMNS} FROM devices WHERE account_id = ? ORDER BY id`);
  const first = connection.prepare(`SELECT ${COLUMNS} FROM devices ORDER BY account_id, client_identifier LIMIT ?`);
  const size = connection.prepare('SELECT count(*) AS size FROM devices');
  const remove = connection.prepare('DELETE FROM devices WHERE account_id = ? AND client_identifier = ?');
  const clear = connection.prepare('DELETE FROM devices');
  return {
    see(accountId, clientIdentifier, now) {
      see.run(accountId, clientIdentifier, now);
    },
    find(accountId, id) {
      const row = find.get(accountId, id);
      return row === undefined ? undefined : read(row);
    },
    allOf: (accountId) => allOf.all(accountId).map(read),
    first: (count) => first.all(count).map(read),
    size: () => number(size.get(), 'size'),
    remove: (accountId, clientIdentifier) => Number(remove.run(accountId, clientIdentifier).changes) > 0,
    clear() {
      clear.run();
    },
  };
}
