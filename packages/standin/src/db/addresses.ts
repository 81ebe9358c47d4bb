import type { Connection } from './open.js';
import { text } from './row.js';

/** Where a caller seems to be. */
export interface CallerAddress {
  readonly ip: string;
  /** Two letters. */
  readonly country: string;
}

/** The addresses that were given to callers, by client identifier. */
export interface Addresses {
  put(clientIdentifier: string, address: CallerAddress): void;
  find(clientIdentifier: string): CallerAddress | undefined;
  /** The first of them, by client identifier. */
  first(count: number): (CallerAddress & { readonly clientIdentifier: string })[];
  clear(): void;
}

/** Prepares the statements of the addresses table. */
export function addressesTable(connection: Connection): Addresses {
  const put = connection.prepare('INSERT OR REPLACE INTO addresses (client_identifier, ip, country) VALUES (?, ?, ?)');
  const find = connection.prepare('SELECT ip, country FROM addresses WHERE client_identifier = ?');
  const first = connection.prepare(
    'SELECT client_identifier, ip, country FROM addresses ORDER BY client_identifier LIMIT ?',
  );
  const clear = connection.prepare('DELETE FROM addresses');
  return {
    put(clientIdentifier, { ip, country }) {
      put.run(clientIdentifier, ip, country);
    },
    find: connection.remember((clientIdentifier: string) => {
      const row = find.get(clientIdentifier);
      return row === undefined ? undefined : { ip: text(row, 'ip'), country: text(row, 'country') };
    }),
    first: (count) =>
      first.all(count).map((row) => ({
        clientIdentifier: text(row, 'client_identifier'),
        ip: text(row, 'ip'),
        country: text(row, 'country'),
      })),
    clear() {
      clear.run();
    },
  };
}
