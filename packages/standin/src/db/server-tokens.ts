import type { Connection } from './open.js';
import { number, text } from './row.js';

/** One person's access to a server that is shared with them, and the token that stands for it. */
export interface ServerToken {
  readonly token: string;
  readonly machineIdentifier: string;
  readonly accountId: number;
}

/** The shares: each is a server token; without one a person has no access to another's server. */
export interface ServerTokens {
  insert(share: ServerToken): void;
  find(token: string): ServerToken | undefined;
  findFor(machineIdentifier: string, accountId: number): ServerToken | undefined;
  /** The first of a server's shares, by whose they are. */
  of(machineIdentifier: string, count: number): ServerToken[];
  /** With how many people a server is shared. */
  sizeOf(machineIdentifier: string): number;
  /** Ends one share; false when there was none. */
  remove(machineIdentifier: string, accountId: number): boolean;
  /** Ends every share of a server. */
  removeAllAt(machineIdentifier: string): void;
  /** Replaces the token of each of a person's shares, which go on. */
  renewAllOf(accountId: number, token: () => string): void;
  clear(): void;
}

const COLUMNS = 'token, machine_identifier, account_id';

function read(row: unknown): ServerToken {
  return {
    token: text(row, 'token'),
    machineIdentifier: text(row, 'machine_identifier'),
    accountId: number(row, 'account_id'),
  };
}

/** Prepares the statements of the server tokens table. */
export function serverTokensTable(connection: Connection): ServerTokens {
  const insert = connection.prepare(`INSERT INTO server_tokens (${COLUMNS}) VALUES (?, ?, ?)`);
  const find = connection.prepare(`SELECT ${COLUMNS} FROM server_tokens WHERE token = ?`);
  const findFor = connection.prepare(
    `SELECT ${COLUMNS} FROM server_tokens WHERE machine_identifier = ? AND account_id = ?`,
  );
  const of = connection.prepare(
    `SELECT ${COLUMNS} FROM server_tokens WHERE machine_identifier = ? ORDER BY account_id LIMIT ?`,
  );
  const sizeOf = connection.prepare('SELECT count(*) AS size FROM server_tokens WHERE machine_identifier = ?');
  const removeAllAt = connection.prepare('DELETE FROM server_tokens WHERE machine_identifier = ?');
  const remove = connection.prepare('DELETE FROM server_tokens WHERE machine_identifier = ? AND account_id = ?');
  // Asked server by server, it is found in the index of the two.
  const allOf = connection.prepare(
    `SELECT ${COLUMNS} FROM server_tokens
     WHERE machine_identifier IN (SELECT machine_identifier FROM servers) AND account_id = ?`,
  );
  const renew = connection.prepare('UPDATE server_tokens SET token = ? WHERE token = ?');
  const clear = connection.prepare('DELETE FROM server_tokens');
  const one = (row: unknown): ServerToken | undefined => (row === undefined ? undefined : read(row));
  return {
    insert({ token, machineIdentifier, accountId }) {
      insert.run(token, machineIdentifier, accountId);
    },
    find: (token) => one(find.get(token)),
    findFor: (machineIdentifier, accountId) => one(findFor.get(machineIdentifier, accountId)),
    of: (machineIdentifier, count) => of.all(machineIdentifier, count).map(read),
    sizeOf: (machineIdentifier) => number(sizeOf.get(machineIdentifier), 'size'),
    remove: (machineIdentifier, accountId) => Number(remove.run(machineIdentifier, accountId).changes) > 0,
    removeAllAt(machineIdentifier) {
      removeAllAt.run(machineIdentifier);
    },
    renewAllOf(accountId, token) {
      for (const row of allOf.all(accountId)) renew.run(token(), read(row).token);
    },
    clear() {
      clear.run();
    },
  };
}
