import type { Connection } from './open.js';
import { number, text } from './row.js';

/** A media server. */
export interface Server {
  readonly machineIdentifier: string;
  /** Its place in the seed: 0, 1, … */
  readonly position: number;
  readonly name: string;
  readonly version: string;
  readonly ownerId: number;
}

/** The media servers table. */
export interface Servers {
  insert(server: Server): void;
  byMachineIdentifier(machineIdentifier: string): Server | undefined;
  /** In the order of the seed. */
  all(): Server[];
  clear(): void;
}

const COLUMNS = 'machine_identifier, position, name, version, owner_id';

function read(row: unknown): Server {
  return {
    machineIdentifier: text(row, 'machine_identifier'),
    position: number(row, 'position'),
    name: text(row, 'name'),
    version: text(row, 'version'),
    ownerId: number(row, 'owner_id'),
  };
}

/** Prepares the statements of the servers table. */
export function serversTable(connection: Connection): Servers {
  const insert = connection.prepare(`INSERT INTO servers (${COLUMNS}) VALUES (?, ?, ?, ?, ?)`);
  const one = connection.prepare(`SELECT ${COLUMNS} FROM servers WHERE machine_identifier = ?`);
  const all = connection.prepare(`SELECT ${COLUMNS} FROM servers ORDER BY position`);
  const clear = connection.prepare('DELETE FROM servers');
  return {
    insert({ machineIdentifier, position, name, version, ownerId }) {
      insert.run(machineIdentifier, position, name, version, ownerId);
    },
    byMachineIdentifier(machineIdentifier) {
      const row = one.get(machineIdentifier);
      return row === undefined ? undefined : read(row);
    },
    all: () => all.all().map(read),
    clear() {
      clear.run();
    },
  };
}
