import type { Connection } from './open.js';
import { flag, number, text } from './row.js';

/** A way to a media server that plex.tv tells of. */
export interface Way {
  /** The name of the server it leads to, or an origin. */
  readonly to: string;
  readonly local: boolean;
  readonly relay: boolean;
}

/** The number of the account that owns an unclaimed server: nobody has it. */
export const NOBODY = 0;

/** A media server. */
export interface Server {
  readonly machineIdentifier: string;
  /** Its place in the seed: 0, 1, … */
  readonly position: number;
  readonly name: string;
  readonly version: string;
  /** {@link NOBODY} while it is unclaimed. */
  readonly ownerId: number;
  readonly ways: readonly Way[];
  readonly httpsRequired: boolean;
  readonly presence: boolean;
}

/** The media servers table. */
export interface Servers {
  insert(server: Server): void;
  byMachineIdentifier(machineIdentifier: string): Server | undefined;
  /** Makes an account its owner. */
  giveTo(machineIdentifier: string, ownerId: number): void;
  /** In the order of the seed. */
  all(): Server[];
  clear(): void;
}

const COLUMNS = 'machine_identifier, position, name, version, owner_id, ways, https_required, presence';

function waysOf(json: string): Way[] {
  const value: unknown = JSON.parse(json);
  if (!Array.isArray(value)) throw new TypeError('Column ways holds no list');
  return value.map((way: unknown) => ({
    to: text(way, 'to'),
    local: Boolean(Reflect.get(Object(way), 'local')),
    relay: Boolean(Reflect.get(Object(way), 'relay')),
  }));
}

function read(row: unknown): Server {
  return {
    machineIdentifier: text(row, 'machine_identifier'),
    position: number(row, 'position'),
    name: text(row, 'name'),
    version: text(row, 'version'),
    ownerId: number(row, 'owner_id'),
    ways: waysOf(text(row, 'ways')),
    httpsRequired: flag(row, 'https_required'),
    presence: flag(row, 'presence'),
  };
}

/** Prepares the statements of the servers table. */
export function serversTable(connection: Connection): Servers {
  const insert = connection.prepare(`INSERT INTO servers (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`);
  const one = connection.prepare(`SELECT ${COLUMNS} FROM servers WHERE machine_identifier = ?`);
  const all = connection.prepare(`SELECT ${COLUMNS} FROM servers ORDER BY position`);
  const giveTo = connection.prepare('UPDATE servers SET owner_id = ?2 WHERE machine_identifier = ?1');
  const clear = connection.prepare('DELETE FROM servers');
  return {
    insert({ machineIdentifier, position, name, version, ownerId, ways, httpsRequired, presence }) {
      const standing = [JSON.stringify(ways), httpsRequired ? 1 : 0, presence ? 1 : 0] as const;
      insert.run(machineIdentifier, position, name, version, ownerId, ...standing);
    },
    byMachineIdentifier(machineIdentifier) {
      const row = one.get(machineIdentifier);
      return row === undefined ? undefined : read(row);
    },
    giveTo(machineIdentifier, ownerId) {
      giveTo.run(machineIdentifier, ownerId);
    },
    all: () => all.all().map(read),
    clear() {
      clear.run();
    },
  };
}
