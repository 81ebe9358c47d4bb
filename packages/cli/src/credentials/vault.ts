import { type CredentialStore, sealedStore } from '@ticketstub/sdk';
import { fileStore } from '@ticketstub/sdk/node';
import { join } from 'node:path';
import type { Context } from '../context.js';
import { folderOf } from '../folder.js';
import { type Lock, lockFor, makeLock } from './lock.js';
import { readRecord, writeRecord } from './record.js';

/** Where the credentials are kept, and what they are sealed with. */
export interface Vault {
  readonly store: CredentialStore;
  /** In words, for whoever asks where their token is. */
  readonly place: string;
  readonly sealedWith: Lock['kind'];
}

/**
 * The credentials of this folder, if somebody has ever signed in here.
 * @throws Failure when what they are sealed with cannot be had.
 */
export async function openVault(context: Context): Promise<Vault | undefined> {
  const folder = folderOf(context);
  const record = await readRecord(folder);
  return record && vaultOf(folder, await lockFor(record, folder, context));
}

/**
 * The same; made when there are none. Of many who make them at once, all get those of the first.
 * @throws Failure when the folder cannot be written to.
 */
export async function makeVault(context: Context): Promise<Vault> {
  const folder = folderOf(context);
  for (;;) {
    const found = await openVault(context);
    if (found) return found;
    const made = await makeLock(folder, context);
    if (await writeRecord(folder, made.record)) return vaultOf(folder, made.lock);
    await made.forget();
  }
}

function vaultOf(folder: string, { kind, key, words }: Lock): Vault {
  const directory = join(folder, 'credentials');
  return { store: sealedStore(fileStore(directory), [key]), place: `${directory}, ${words}`, sealedWith: kind };
}
