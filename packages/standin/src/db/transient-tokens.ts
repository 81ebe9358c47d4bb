import type { Connection } from './open.js';
import { number, text } from './row.js';

/** A temporary token of a media server. */
export interface TransientToken {
  readonly token: string;
  /** The machine identifier of the server that made it. */
  readonly issuer: string;
  /** What it opens: a machine identifier, or a provider's identifier. */
  readonly audience: string;
  /** Whose access it carries. */
  readonly accountId: number;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** The transient tokens that no restart has destroyed. */
export interface TransientTokens {
  insert(token: TransientToken): void;
  find(token: string): TransientToken | undefined;
  /** The last to expire, of those alive after `now`. */
  lasting(now: number, count: number): TransientToken[];
  /** How many are alive after `now`. */
  size(now: number): number;
  /** Destroys what a server made and what opens it. */
  destroyAllOf(machineIdentifier: string): void;
  /** Forgets those that ran out before `now`. */
  prune(now: number): void;
  clear(): void;
}

const COLUMNS = 'token, issuer, audience, account_id, expires_at';

function read(row: unknown): TransientToken {
  return {
    token: text(row, 'token'),
    issuer: text(row, 'issuer'),
    audience: text(row, 'audience'),
    accountId: number(row, 'account_id'),
    expiresAt: number(row, 'expires_at'),
  };
}

/** Prepares the statements of the transient tokens table. */
export function transientTokensTable(connection: Connection): TransientTokens {
  const insert = connection.prepare(`INSERT INTO transient_tokens (${COLUMNS}) VALUES (?, ?, ?, ?, ?)`);
  const find = connection.prepare(`SELECT ${COLUMNS} FROM transient_tokens WHERE token = ?`);
  const lasting = connection.prepare(
    `SELECT ${COLUMNS} FROM transient_tokens WHERE expires_at > ? ORDER BY expires_at DESC, token LIMIT ?`,
  );
  const size = connection.prepare('SELECT count(*) AS size FROM transient_tokens WHERE expires_at > ?');
  const destroy = connection.prepare('DELETE FROM transient_tokens WHERE issuer = ?1 OR audience = ?1');
  const prune = connection.prepare('DELETE FROM transient_tokens WHERE expires_at < ?');
  const clear = connection.prepare('DELETE FROM transient_tokens');
  return {
    insert({ token, issuer, audience, accountId, expiresAt }) {
      insert.run(token, issuer, audience, accountId, expiresAt);
    },
    find(token) {
      const row = find.get(token);
      return row === undefined ? undefined : read(row);
    },
    lasting: (now, count) => lasting.all(now, count).map(read),
    size: (now) => number(size.get(now), 'size'),
    destroyAllOf(machineIdentifier) {
      destroy.run(machineIdentifier);
    },
    prune(now) {
      prune.run(now);
    },
    clear() {
      clear.run();
    },
  };
}
