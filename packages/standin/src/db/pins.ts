import type { Connection } from './open.js';
import { number, numberOrNull, text, textOrNull } from './row.js';

/** A public key that a PIN links. */
export interface PinKey {
  readonly kid: string;
  /** The key as JSON. */
  readonly jwk: string;
}

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
  /** The public key it was made with; null for a PIN that gives an opaque token. */
  readonly key: PinKey | null;
  /** The account that has claimed it; null until then. */
  readonly accountId: number | null;
}

/** The PINs table. */
export interface Pins {
  /** Keeps a PIN and gives it a number that none had before. */
  insert(pin: Omit<Pin, 'id'>): Pin;
  find(id: number): Pin | undefined;
  findByCode(code: string): Pin | undefined;
  /** The newest of those that can still be asked for at `now`, claimed or not. */
  newest(now: number, count: number): Pin[];
  /** Notes who has claimed a PIN, and the token that this made, if it made one. */
  claim(id: number, accountId: number, authToken: string | null): void;
  /** Forgets those that were gone by `now`. */
  prune(now: number): void;
  clear(): void;
}

const COLUMNS = 'code, client_identifier, product, country, created_at, expires_at, auth_token, kid, jwk, account_id';

function read(row: unknown): Pin {
  const kid = textOrNull(row, 'kid');
  return {
    id: number(row, 'id'),
    code: text(row, 'code'),
    clientIdentifier: text(row, 'client_identifier'),
    product: text(row, 'product'),
    country: text(row, 'country'),
    createdAt: number(row, 'created_at'),
    expiresAt: number(row, 'expires_at'),
    authToken: textOrNull(row, 'auth_token'),
    key: kid === null ? null : { kid, jwk: text(row, 'jwk') },
    accountId: numberOrNull(row, 'account_id'),
  };
}

/** Prepares the statements of the PINs table. */
export function pinsTable(connection: Connection): Pins {
  const insert = connection.prepare(`INSERT INTO pins (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`);
  const find = connection.prepare(`SELECT id, ${COLUMNS} FROM pins WHERE id = ?`);
  const findByCode = connection.prepare(`SELECT id, ${COLUMNS} FROM pins WHERE code = ?`);
  const newest = connection.prepare(`SELECT id, ${COLUMNS} FROM pins WHERE expires_at > ? ORDER BY id DESC LIMIT ?`);
  const claim = connection.prepare('UPDATE pins SET account_id = ?2, auth_token = ?3 WHERE id = ?1');
  const prune = connection.prepare('DELETE FROM pins WHERE expires_at <= ?');
  const clear = connection.prepare('DELETE FROM pins');
  const one = (row: unknown): Pin | undefined => (row === undefined ? undefined : read(row));
  return {
    insert(pin) {
      const whose = [pin.code, pin.clientIdentifier, pin.product, pin.country] as const;
      const state = [pin.createdAt, pin.expiresAt, pin.authToken] as const;
      const key = [pin.key?.kid ?? null, pin.key?.jwk ?? null] as const;
      return { ...pin, id: number(insert.get(...whose, ...state, ...key, pin.accountId), 'id') };
    },
    find: (id) => one(find.get(id)),
    findByCode: (code) => one(findByCode.get(code)),
    newest: (now, count) => newest.all(now, count).map(read),
    claim(id, accountId, authToken) {
      claim.run(id, accountId, authToken);
    },
    prune(now) {
      prune.run(now);
    },
    clear() {
      clear.run();
    },
  };
}
