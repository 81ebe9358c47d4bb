import type { Connection } from './open.js';
import { text } from './row.js';

/** A media provider that a server knows. */
export interface Provider {
  readonly machineIdentifier: string;
  readonly identifier: string;
  readonly name: string;
}

/** The media providers table. */
export interface Providers {
  insert(provider: Provider): void;
  find(machineIdentifier: string, identifier: string): Provider | undefined;
  clear(): void;
}

/** Prepares the statements of the providers table. */
export function providersTable(connection: Connection): Providers {
  const insert = connection.prepare('INSERT INTO providers (machine_identifier, identifier, name) VALUES (?, ?, ?)');
  const find = connection.prepare('SELECT name FROM providers WHERE machine_identifier = ? AND identifier = ?');
  const clear = connection.prepare('DELETE FROM providers');
  return {
    insert({ machineIdentifier, identifier, name }) {
      insert.run(machineIdentifier, identifier, name);
    },
    find(machineIdentifier, identifier) {
      const row = find.get(machineIdentifier, identifier);
      return row === undefined ? undefined : { machineIdentifier, identifier, name: text(row, 'name') };
    },
    clear() {
      clear.run();
    },
  };
}
