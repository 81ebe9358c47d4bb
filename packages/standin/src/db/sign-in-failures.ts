import type { Connection } from './open.js';
import { number } from './row.js';

/** The failed sign-ins, by the address they came from and the login they tried. */
export interface SignInFailures {
  insert(address: string, login: string, at: number): void;
  /** When the failures after `since` happened, in milliseconds. */
  since(address: string, login: string, since: number): number[];
  forget(address: string, login: string): void;
  clear(): void;
}

/** Prepares the statements of the failed sign-ins table. */
export function signInFailuresTable(connection: Connection): SignInFailures {
  const insert = connection.prepare('INSERT INTO sign_in_failures (address, login, at) VALUES (?, ?, ?)');
  const since = connection.prepare('SELECT at FROM sign_in_failures WHERE address = ? AND login = ? AND at > ?');
  const forget = connection.prepare('DELETE FROM sign_in_failures WHERE address = ? AND login = ?');
  const clear = connection.prepare('DELETE FROM sign_in_failures');
  return {
    insert(address, login, at) {
      insert.run(address, login, at);
    },
    since: (address, login, time) => since.all(address, login, time).map((row) => number(row, 'at')),
    forget(address, login) {
      forget.run(address, login);
    },
    clear() {
      clear.run();
    },
  };
}
