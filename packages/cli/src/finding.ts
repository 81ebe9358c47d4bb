import type { Vault } from './credentials/vault.js';

/** Something that was looked at. */
export interface Finding {
  readonly about: 'plex.tv' | 'clock' | 'credentials' | 'token' | 'server';
  readonly state: 'good' | 'odd' | 'bad';
  readonly words: string;
  readonly details?: readonly string[] | undefined;
  /** What to type or do next. */
  readonly next?: string | undefined;
}

/** What each way of sealing is worth. */
export const SEALS: Readonly<Record<Vault['sealedWith'], string>> = {
  keychain: 'nobody opens them without your keychain',
  passphrase: 'nobody opens them without the passphrase',
  'key-file': 'a backup without the key file opens nothing; who reads the folder opens all',
};
