import type { Connection } from './open.js';
import { number, text } from './row.js';

/** A claim token nobody has used. */
export interface ClaimToken {
  readonly token: string;
  readonly accountId: number;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** The claim tokens table. */
export interface ClaimTokens {
  insert(token: ClaimToken): void;
  find(token: string): ClaimToken | undefined;
  spend(token: string): void;
  /** Forgets those that stopped working by `now`. */
  prune(now: number): void;
  clear(): void;
}

/** Prepares the statements of the claim tokens table. */
export function claimTokensTable(connection: Connection): ClaimTokens {
  const insert = connection.prepare('INSERT INTO claim_tokens (token, account_id, expires_at) VALUES (?, ?, ?)');
  const find = connection.prepare('SELECT token, account_id, expires_at FROM claim_tokens WHERE token = ?');
  const spend = connection.prepare('DELETE FROM claim_tokens WHERE token = ?');
  const prune = connection.prepare('DELETE FROM claim_tokens WHERE expires_at <= ?');
  const clear = connection.prepare('DELETE FROM claim_tokens');
  return {
    insert({ token, accountId, expiresAt }) {
      insert.run(token, accountId, expiresAt);
    },
    find(token) {
      const row = find.get(token);
      if (row === undefined) return undefined;
      return { token: text(row, 'token'), accountId: number(row, 'account_id'), expiresAt: number(row, 'expires_at') };
    },
    spend(token) {
      spend.run(token);
    },
    prune(now) {
      prune.run(now);
    },
    clear() {
      clear.run();
    },
  };
}
