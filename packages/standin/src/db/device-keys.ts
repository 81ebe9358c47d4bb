import type { Connection } from './open.js';
import { flag, number, text } from './row.js';

/** The public key of a device. */
export interface DeviceKey {
  /** The name its owner gave it; plex.tv calls it the thumbprint. */
  readonly kid: string;
  readonly accountId: number;
  readonly clientIdentifier: string;
  /** The public key as JSON. */
  readonly jwk: string;
  /** Whether a JWT was issued by it. */
  readonly used: boolean;
}

/** The keys of devices: each is known by its `kid`, and a device may have several. */
export interface DeviceKeys {
  /** Keeps a key; whoever had one of this name loses it. */
  put(key: Omit<DeviceKey, 'used'>): void;
  find(kid: string): DeviceKey | undefined;
  /** Those of a device. */
  of(accountId: number, clientIdentifier: string): DeviceKey[];
  /** Whether a device has been given a JWT. */
  hasJwt(accountId: number, clientIdentifier: string): boolean;
  markUsed(kid: string): void;
  remove(kid: string): void;
  /** Forgets the keys of a device. */
  removeDevice(accountId: number, clientIdentifier: string): void;
  removeAllOf(accountId: number): void;
  clear(): void;
}

const COLUMNS = 'kid, account_id, client_identifier, jwk, used';

function read(row: unknown): DeviceKey {
  return {
    kid: text(row, 'kid'),
    accountId: number(row, 'account_id'),
    clientIdentifier: text(row, 'client_identifier'),
    jwk: text(row, 'jwk'),
    used: flag(row, 'used'),
  };
}

/** Prepares the statements of the device keys table. */
export function deviceKeysTable(connection: Connection): DeviceKeys {
  const put = connection.prepare(`INSERT OR REPLACE INTO device_keys (${COLUMNS}) VALUES (?, ?, ?, ?, 0)`);
  const find = connection.prepare(`SELECT ${COLUMNS} FROM device_keys WHERE kid = ?`);
  const of = connection.prepare(
    `SELECT ${COLUMNS} FROM device_keys WHERE account_id = ? AND client_identifier = ? ORDER BY kid`,
  );
  const used = connection.prepare(
    'SELECT 1 FROM device_keys WHERE account_id = ? AND client_identifier = ? AND used = 1 LIMIT 1',
  );
  const markUsed = connection.prepare('UPDATE device_keys SET used = 1 WHERE kid = ? AND used = 0');
  const remove = connection.prepare('DELETE FROM device_keys WHERE kid = ?');
  const removeDevice = connection.prepare('DELETE FROM device_keys WHERE account_id = ? AND client_identifier = ?');
  const removeAllOf = connection.prepare('DELETE FROM device_keys WHERE account_id = ?');
  const clear = connection.prepare('DELETE FROM device_keys');
  return {
    put({ kid, accountId, clientIdentifier, jwk }) {
      put.run(kid, accountId, clientIdentifier, jwk);
    },
    find(kid) {
      const row = find.get(kid);
      return row === undefined ? undefined : read(row);
    },
    of: (accountId, clientIdentifier) => of.all(accountId, clientIdentifier).map(read),
    hasJwt: (accountId, clientIdentifier) => used.get(accountId, clientIdentifier) !== undefined,
    markUsed(kid) {
      markUsed.run(kid);
    },
    remove(kid) {
      remove.run(kid);
    },
    removeDevice(accountId, clientIdentifier) {
      removeDevice.run(accountId, clientIdentifier);
    },
    removeAllOf(accountId) {
      removeAllOf.run(accountId);
    },
    clear() {
      clear.run();
    },
  };
}
