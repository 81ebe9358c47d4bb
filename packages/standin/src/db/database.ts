import { type AccountTokens, accountTokensTable } from './account-tokens.js';
import { type Accounts, accountsTable } from './accounts.js';
import { type Addresses, addressesTable } from './addresses.js';
import { migrate } from './migrations.js';
import { openConnection } from './open.js';
import { type Providers, providersTable } from './providers.js';
import { type ServerTokens, serverTokensTable } from './server-tokens.js';
import { type Servers, serversTable } from './servers.js';
import { type Settings, settingsTable } from './settings.js';
import { type SignInFailures, signInFailuresTable } from './sign-in-failures.js';
import { type TransientTokens, transientTokensTable } from './transient-tokens.js';

/** The tables, and what is done to all of them. */
export interface Database {
  readonly settings: Settings;
  readonly accounts: Accounts;
  readonly accountTokens: AccountTokens;
  readonly servers: Servers;
  readonly providers: Providers;
  readonly serverTokens: ServerTokens;
  readonly transientTokens: TransientTokens;
  readonly signInFailures: SignInFailures;
  readonly addresses: Addresses;
  /** Runs `work` in a transaction: all of it is committed, or nothing. */
  transaction<T>(work: () => T): T;
  /** Empties every table but the settings. */
  clear(): void;
  close(): void;
}

/**
 * Opens a database and migrates it to the newest schema.
 *
 * @throws {StandInError} `DATABASE_UNREADABLE`, `DATABASE_NEWER` or `DATABASE_FOREIGN`.
 */
export function openDatabase(path: string): Database {
  const connection = openConnection(path);
  try {
    migrate(connection);
  } catch (error) {
    connection.close();
    throw error;
  }
  const tables = {
    accounts: accountsTable(connection),
    accountTokens: accountTokensTable(connection),
    servers: serversTable(connection),
    providers: providersTable(connection),
    serverTokens: serverTokensTable(connection),
    transientTokens: transientTokensTable(connection),
    signInFailures: signInFailuresTable(connection),
    addresses: addressesTable(connection),
  };
  return {
    settings: settingsTable(connection),
    ...tables,
    transaction(work) {
      connection.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        connection.exec('COMMIT');
        return result;
      } catch (error) {
        connection.exec('ROLLBACK');
        throw error;
      }
    },
    clear() {
      for (const table of Object.values(tables)) table.clear();
    },
    close: () => connection.close(),
  };
}
