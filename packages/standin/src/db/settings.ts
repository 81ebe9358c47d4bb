import type { Connection } from './open.js';
import { text } from './row.js';

/** The few values that belong to the whole database. */
export type Setting = 'clock-offset' | 'seed';

/** What the database remembers about itself. */
export interface Settings {
  get(name: Setting): string | undefined;
  put(name: Setting, value: string): void;
}

/** Prepares the statements of the settings table. */
export function settingsTable(connection: Connection): Settings {
  const get = connection.prepare('SELECT value FROM settings WHERE name = ?');
  const put = connection.prepare('INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)');
  return {
    get(name) {
      const row = get.get(name);
      return row === undefined ? undefined : text(row, 'value');
    },
    put(name, value) {
      put.run(name, value);
    },
  };
}
