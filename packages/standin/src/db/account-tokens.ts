import type { Connection } from './open.js';
import { number, numberOrNull, text } from './row.js';

/** How an account token was made: by signing in, or by a switch to a Home member. */
export type AccountTokenKind = 'account' | 'home';

/** A live opaque token of an account. */
export interface AccountToken {
  readonly token: string;
  readonly kind: AccountTokenKind;
  readonly accountId: number;
  readonly clientIdentifier: string;
  /** Seconds since the epoch; null for managed users. */
  readonly rememberExpiresAt: number | null;
}

/** The opaque account tokens that are alive: one for each account and client identifier. */
export interface AccountTokens {
  /** Keeps a token; the one this account had under the same client identifier dies. */
  rotate(token: AccountToken): void;
  find(token: string): AccountToken | undefined;
  findFor(accountId: number, clientIdentifier: string): AccountToken | undefined;
  revoke(token: string): void;
  /** Ends the token an account has under a client identifier. */
  revokeFor(accountId: number, clientIdentifier: string): void;
  revokeAllOf(accountId: number): void;
  clear(): void;
}

const COLUMNS = 'token, kind, account_id, client_identifier, remember_expires_at';

function read(row: unknown): AccountToken {
  return {
    token: text(row, 'token'),
    kind: text(row, 'kind') === 'home' ? 'home' : 'account',
    accountId: number(row, 'account_id'),
    clientIdentifier: text(row, 'client_identifier'),
    rememberExpiresAt: numberOrNull(row, 'remember_expires_at'),
  };
}

/**
 * Prepares the statements of the account tokens table.
 *
 * @rule token.one-per-client
 */
export function accountTokensTable(connection: Connection): AccountTokens {
  // The unique (account, client identifier) makes REPLACE drop the token it supersedes.
  const rotate = connection.prepare(`INSERT OR REPLACE INTO account_tokens (${COLUMNS}) VALUES (?, ?, ?, ?, ?)`);
  const find = connection.prepare(`SELECT ${COLUMNS} FROM account_tokens WHERE token = ?`);
  const findFor = connection.prepare(
    `SELECT ${COLUMNS} FROM account_tokens WHERE account_id = ? AND client_identifier = ?`,
  );
  const revoke = connection.prepare('DELETE FROM account_tokens WHERE token = ?');
  const revokeFor = connection.prepare('DELETE FROM account_tokens WHERE account_id = ? AND client_identifier = ?');
  const revokeAllOf = connection.prepare('DELETE FROM account_tokens WHERE account_id = ?');
  const clear = connection.prepare('DELETE FROM account_tokens');
  const one = (row: unknown): AccountToken | undefined => (row === undefined ? undefined : read(row));
  return {
    rotate({ token, kind, accountId, clientIdentifier, rememberExpiresAt }) {
      rotate.run(token, kind, accountId, clientIdentifier, rememberExpiresAt);
    },
    find: connection.remember((token: string) => one(find.get(token))),
    findFor: (accountId, clientIdentifier) => one(findFor.get(accountId, clientIdentifier)),
    revoke(token) {
      revoke.run(token);
    },
    revokeFor(accountId, clientIdentifier) {
      revokeFor.run(accountId, clientIdentifier);
    },
    revokeAllOf(accountId) {
      revokeAllOf.run(accountId);
    },
    clear() {
      clear.run();
    },
  };
}
