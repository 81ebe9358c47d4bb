import { type AccountTokens, accountTokensTable } from './account-tokens.js';
import { type Accounts, accountsTable } from './accounts.js';
import { type Addresses, addressesTable } from './addresses.js';
import { type ClaimTokens, claimTokensTable } from './claim-tokens.js';
import { type DeviceKeys, deviceKeysTable } from './device-keys.js';
import { type Devices, devicesTable } from './devices.js';
import { migrate } from './migrations.js';
import { type Nonces, noncesTable } from './nonces.js';
import { type Connection, asDatabaseError, inTransaction, openConnection } from './open.js';
import { type PinMakers, pinMakersTable } from './pin-makers.js';
import { type Pins, pinsTable } from './pins.js';
import { type Programs, programsTable } from './programs.js';
import { type Providers, providersTable } from './providers.js';
import { type ServerTokens, serverTokensTable } from './server-tokens.js';
import { type Servers, serversTable } from './servers.js';
import { type Settings, settingsTable } from './settings.js';
import { type SignInFailures, signInFailuresTable } from './sign-in-failures.js';
import { type SigningKeys, signingKeysTable } from './signing-keys.js';
import { type TransientTokens, transientTokensTable } from './transient-tokens.js';

interface Tables {
  readonly settings: Settings;
  readonly accounts: Accounts;
  readonly accountTokens: AccountTokens;
  readonly servers: Servers;
  readonly providers: Providers;
  readonly serverTokens: ServerTokens;
  readonly transientTokens: TransientTokens;
  readonly signInFailures: SignInFailures;
  readonly addresses: Addresses;
  readonly pins: Pins;
  readonly pinMakers: PinMakers;
  readonly claimTokens: ClaimTokens;
  readonly devices: Devices;
  readonly programs: Programs;
  readonly deviceKeys: DeviceKeys;
  readonly nonces: Nonces;
  readonly signingKeys: SigningKeys;
}

/** The tables, and what is done to all of them. */
export interface Database extends Tables {
  /** Runs `work` in a transaction: all of it is committed, or nothing. */
  transaction<T>(work: () => T): T;
  /** Empties every table but the settings, and that of the signing keys but for the first. */
  clear(): void;
  close(): void;
}

function prepareTables(connection: Connection): Tables {
  return {
    settings: settingsTable(connection),
    accounts: accountsTable(connection),
    accountTokens: accountTokensTable(connection),
    servers: serversTable(connection),
    providers: providersTable(connection),
    serverTokens: serverTokensTable(connection),
    transientTokens: transientTokensTable(connection),
    signInFailures: signInFailuresTable(connection),
    addresses: addressesTable(connection),
    pins: pinsTable(connection),
    pinMakers: pinMakersTable(connection),
    claimTokens: claimTokensTable(connection),
    devices: devicesTable(connection),
    programs: programsTable(connection),
    deviceKeys: deviceKeysTable(connection),
    nonces: noncesTable(connection),
    signingKeys: signingKeysTable(connection),
  };
}

/** Migrates a database and prepares its statements; a file that cannot be used is closed again. */
function readTables(connection: Connection, path: string): Tables {
  try {
    migrate(connection);
    return prepareTables(connection);
  } catch (cause) {
    connection.close();
    throw asDatabaseError(path, cause);
  }
}

/**
 * Opens a database and migrates it to the newest schema.
 *
 * @throws {StandInError} `DATABASE_UNREADABLE`, `DATABASE_NEWER` or `DATABASE_FOREIGN`.
 */
export function openDatabase(path: string): Database {
  const connection = openConnection(path);
  const tables = readTables(connection, path);
  const { settings: _, ...emptied } = tables;
  return {
    ...tables,
    transaction: (work) => inTransaction(connection, work),
    clear() {
      for (const table of Object.values(emptied)) table.clear();
    },
    close() {
      // Where statements outlive the connection, the driver leaves what was committed in the log beside the file.
      try {
        connection.exec('PRAGMA wal_checkpoint(PASSIVE)');
      } catch {
        // A damaged file keeps its log.
      } finally {
        connection.close();
      }
    },
  };
}
