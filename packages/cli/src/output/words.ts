import type { Context } from '../context.js';
import { keychainName } from '../credentials/keychain.js';
import type { Vault } from '../credentials/vault.js';
import { folderOf } from '../folder.js';
import type { Origin } from '../session.js';

/** Where credentials are kept, for people and for scripts. */
export interface Place {
  readonly json: { readonly sealedWith: Vault['sealedWith']; readonly place: string };
  readonly text: string;
}

/** In which folder the credentials are, and what seals them. */
export function placeOf(sealedWith: Vault['sealedWith'], context: Context): Place {
  const place = folderOf(context);
  const { home } = context;
  const short = place.startsWith(`${home}/`) ? `~${place.slice(home.length)}` : place;
  const seals: Readonly<Record<Vault['sealedWith'], string>> = {
    keychain: `a key in ${keychainName(context)}`,
    passphrase: 'TICKETSTUB_PASSPHRASE',
    'key-file': 'a key file there',
  };
  return { json: { sealedWith, place }, text: `kept in ${short}, sealed with ${seals[sealedWith]}` };
}

/** Where a token comes from. */
export function kept(origin: Origin, context: Context): { readonly json: object; readonly text: string } {
  if (origin.from === 'environment')
    return {
      json: { from: 'environment', sealedWith: null, place: null },
      text: 'The token is that of PLEX_TOKEN, which goes before what is kept.',
    };
  const { json, text } = placeOf(origin.vault.sealedWith, context);
  return { json: { from: 'vault', ...json }, text: sentence(text) };
}

/** Words with a capital at their beginning and a dot at their end. */
export function sentence(words: string): string {
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}.`;
}
