import type { Connection } from './open.js';
import { number, text } from './row.js';

/** A nonce that has not been used. */
export interface Nonce {
  readonly nonce: string;
  readonly clientIdentifier: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** The nonces that wait to be used. */
export interface Nonces {
  insert(nonce: Nonce): void;
  find(nonce: string): Nonce | undefined;
  remove(nonce: string): void;
  /** Forgets those that were gone by `now`. */
  prune(now: number): void;
  clear(): void;
}

/** Prepares the statements of the nonces table. */
export function noncesTable(connection: Connection): Nonces {
  const insert = connection.prepare('INSERT INTO nonces (nonce, client_identifier, expires_at) VALUES (?, ?, ?)');
  const find = connection.prepare('SELECT nonce, client_identifier, expires_at FROM nonces WHERE nonce = ?');
  const remove = connection.prepare('DELETE FROM nonces WHERE nonce = ?');
  const prune = connection.prepare('DELETE FROM nonces WHERE expires_at <= ?');
  const clear = connection.prepare('DELETE FROM nonces');
  return {
    insert({ nonce, clientIdentifier, expiresAt }) {
      insert.run(nonce, clientIdentifier, expiresAt);
    },
    find(nonce) {
      const row = find.get(nonce);
      if (row === undefined) return undefined;
      const clientIdentifier = text(row, 'client_identifier');
      return { nonce: text(row, 'nonce'), clientIdentifier, expiresAt: number(row, 'expires_at') };
    },
    remove(nonce) {
      remove.run(nonce);
    },
    prune(now) {
      prune.run(now);
    },
    clear() {
      clear.run();
    },
  };
}
