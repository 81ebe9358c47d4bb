import type { Connection } from './open.js';
import { text } from './row.js';

/** A key that plex.tv signs with, or did. */
export interface SigningKey {
  readonly kid: string;
  /** The 32 bytes of the private key, in base64url. */
  readonly seed: string;
}

/** The keys of plex.tv itself: the newest signs, all that are listed count. */
export interface SigningKeys {
  insert(key: SigningKey): void;
  /** Those that are listed, the newest first. */
  listed(): SigningKey[];
  /** Takes all off the list. */
  unlistAll(): void;
  /** Goes back to the very first key, listed, and forgets the others. */
  clear(): void;
}

/** Prepares the statements of the signing keys table. */
export function signingKeysTable(connection: Connection): SigningKeys {
  const insert = connection.prepare('INSERT INTO signing_keys (kid, seed, listed) VALUES (?, ?, 1)');
  const listed = connection.prepare('SELECT kid, seed FROM signing_keys WHERE listed = 1 ORDER BY position DESC');
  const unlistAll = connection.prepare('UPDATE signing_keys SET listed = 0');
  const forget = connection.prepare(
    'DELETE FROM signing_keys WHERE position > (SELECT min(position) FROM signing_keys)',
  );
  const list = connection.prepare('UPDATE signing_keys SET listed = 1');
  return {
    insert({ kid, seed }) {
      insert.run(kid, seed);
    },
    listed: () => listed.all().map((row) => ({ kid: text(row, 'kid'), seed: text(row, 'seed') })),
    unlistAll() {
      unlistAll.run();
    },
    clear() {
      forget.run();
      list.run();
    },
  };
}
