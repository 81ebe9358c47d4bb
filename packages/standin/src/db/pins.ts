import type { Connection } from './open.js';
import { number, text, textOrNull } from './row.js';

/** A PIN that is not yet forgotten. */
export interface Pin {
  readonly id: number;
  readonly code: string;
  readonly clientIdentifier: string;
  readonly product: string;
  /** The country of who made it, two letters. */
  readonly country: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  /** The token that claiming it made; null until then. */
  readonly authToken: string | null;
}

/** The PINs table. */
export interface Pins {
  /** Keeps a PIN and gives it a number that none had before. */
  insert(pin: Omit<Pin, 'id'>): Pin;
  find(id: number): Pin | undefined;
  findByCode(code: string): Pin | undefined;
  /** The newest of those that can still be asked for at `now`, claimed or not. */
  newest(now: number, count: number): Pin[];
  claim(id: number, authToken: string): void;
  /** Forgets those that were gone by `now`. */
  prune(now: number): void;
  clear(): void;
}

const COLUMNS = 'code, client_identifier, product, country, created_at, expires_at, auth_token';

function read(row: unknown): Pin {
  return {
    id: number(row, 'id'),
    code: text(row, 'code'),
    clientIdentifier: text(row, 'client_identifier'),
    product: text(row, 'product'),
    country: text(row, 'country'),
    createdAt: number(row, 'created_at'),
    expiresAt: number(row, 'expires_at'),
    authToken: textOrNull(row, 'auth_token'),
  };
}

/** Prepares the statements of the PINs table. */
export function pinsTable(connection: Connection): Pins {
  const insert = connection.prepare(`INSERT INTO pins (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id`);
  const find = connection.prepare(`SELECT id, ${COLUMNS} FROM pins WHERE id = ?`);
  const findByCode = connection.prepare(`SELECT id, ${COLUMNS} FROM pins WHERE code = ?`);
  const newest = connection.prepare(`SELECT id, ${COLUMNS} FROM pins WHERE expires_at > ? ORDER BY id DESC LIMIT ?`);
  const claim = connection.prepare('UPDATE pins SET auth_token = ?2 WHERE id = ?1');
  const prune = connection.prepare('DELETE FROM pins WHERE expires_at <= ?');
  const clear = connection.prepare('DELETE FROM pins');
  const one = (row: unknown): Pin | undefined => (row === undefined ? undefined : read(row));
  return {
    insert(pin) {
      const whose = [pin.code, pin.clientIdentifier, pin.product, pin.country] as const;
      return { ...pin, id: number(insert.get(...whose, pin.createdAt, pin.expiresAt, pin.authToken), 'id') };
    },
    find: (id) => one(find.get(id)),
    findByCode: (code) => one(findByCode.get(code)),
    newest: (now, count) => newest.all(now, count).map(read),
    claim(id, authToken) {
      claim.run(id, authToken);
    },
    prune(now) {
      prune.run(now);
    },
    clear() {
      clear.run();
    },
  };
}
