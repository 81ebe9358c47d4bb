import type { Connection } from './open.js';
import { number } from './row.js';

/** The failed sign-ins, by the address they came from and the login they tried. */
export interface SignInFailures {
  insert(address: string, login: string, at: number): void;
  /** When they happened, in milliseconds. */
  of(address: string, login: string): number[];
  forget(address: string, login: string): void;
  /** Forgets what happened before `time`. */
  prune(time: number): void;
  clear(): void;
}

/** Prepares the statements of the failed sign-ins table. */
export function signInFailuresTable(connection: Connection): SignInFailures {
  const insert = connection.prepare('INSERT INTO sign_in_failures (address, login, at) VALUES (?, ?, ?)');
  const all = connection.prepare('SELECT at FROM sign_in_failures WHERE address = ? AND login = ?');
  const forget = connection.prepare('DELETE FROM sign_in_failures WHERE address = ? AND login = ?');
  const prune = connection.prepare('DELETE FROM sign_in_failures WHERE at <= ?');
  const clear = connection.prepare('DELETE FROM sign_in_failures');
  return {
    insert(address, login, at) {
      insert.run(address, login, at);
    },
    of: (address, login) => all.all(address, login).map((row) => number(row, 'at')),
    forget(address, login) {
      forget.run(address, login);
    },
    prune(time) {
      prune.run(time);
    },
    clear() {
      clear.run();
    },
  };
}
