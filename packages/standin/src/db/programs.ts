import { type ProgramIdentity, identityNames } from '../rules/devices.js';
import type { Connection } from './open.js';
import { text } from './row.js';

/** What the program under each client identifier said of itself when it last signed somebody in. */
export interface Programs {
  put(clientIdentifier: string, said: ProgramIdentity): void;
  /** Without members for who has said nothing. */
  find(clientIdentifier: string): ProgramIdentity;
  clear(): void;
}

function read(row: unknown): ProgramIdentity {
  const said: unknown = JSON.parse(text(row, 'said'));
  const members = identityNames.flatMap((name): [string, string][] => {
    const value: unknown = Reflect.get(Object(said), name);
    return typeof value === 'string' ? [[name, value]] : [];
  });
  return Object.fromEntries(members);
}

/** Prepares the statements of the programs table. */
export function programsTable(connection: Connection): Programs {
  const put = connection.prepare('INSERT OR REPLACE INTO programs (client_identifier, said) VALUES (?, ?)');
  const find = connection.prepare('SELECT said FROM programs WHERE client_identifier = ?');
  const clear = connection.prepare('DELETE FROM programs');
  return {
    put(clientIdentifier, said) {
      put.run(clientIdentifier, JSON.stringify(said));
    },
    find(clientIdentifier) {
      const row = find.get(clientIdentifier);
      return row === undefined ? {} : read(row);
    },
    clear() {
      clear.run();
    },
  };
}
