import { type CredentialStore, sealedStore } from '@ticketstub/sdk';
import { fileStore } from '@ticketstub/sdk/node';
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../context.js';
import { Failure } from '../failure.js';
import { folderOf, profilesIn } from '../folder.js';
import { removeKeyFiles } from './key-file.js';
import { forgetKey, type Lock, lockFor, makeLock } from './lock.js';
import { readRecord, recordDamaged, removeRecord, type VaultRecord, writeRecord } from './record.js';

/** Where the credentials are kept, and what they are sealed with. */
export interface Vault {
  readonly store: CredentialStore;
  readonly sealedWith: Lock['kind'];
}

/** How often somebody looks for what others were faster to make. */
const MOST_TURNS = 20;

const directoryOf = (folder: string): string => join(folder, 'credentials');

/**
 * The credentials of this folder, if somebody has ever signed in here.
 * @throws Failure when what they are sealed with cannot be had.
 */
export async function openVault(context: Context): Promise<Vault | undefined> {
  const folder = folderOf(context);
  const record = await findRecord(folder);
  return record && vaultOf(folder, await lockFor(record, folder, context));
}

/**
 * The same for somebody who is about to sign in; made when there are none. Of many who make them at once, all get those of the first.
 * @throws Failure when the folder cannot be written to.
 */
export async function makeVault(context: Context): Promise<Vault> {
  const folder = folderOf(context);
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    context.signal.throwIfAborted();
    const found = await openVault(context);
    if (found) {
      await demandRoom(folder);
      return found;
    }
    const { record, lock } = await makeLock(folder, context);
    let isOurs = false;
    try {
      isOurs = await writeRecord(folder, record);
    } finally {
      if (!isOurs) await forgetKey(record, folder, context);
    }
    if (isOurs) return vaultOf(folder, lock);
  }
  // Something is in its place that can neither be read nor replaced.
  throw recordDamaged(folder, 'damaged');
}

/** The same credentials, as they lie there: whoever has no key can still take them away. Undefined when there are none. */
export async function sealedCredentials(context: Context): Promise<CredentialStore | undefined> {
  const folder = folderOf(context);
  return (await hasCredentials(folder)) ? fileStore(directoryOf(folder)) : undefined;
}

/** Whether nobody can open what is kept here any more, as opposed to somebody without the passphrase, or a locked keychain. */
export async function isVaultLost(context: Context): Promise<boolean> {
  try {
    await openVault(context);
    return false;
  } catch (error) {
    return error instanceof Failure && (error.code === 'VAULT_DAMAGED' || error.code === 'VAULT_KEY_MISSING');
  }
}

/** Takes away all that is kept, of all profiles, and the key. For what nobody can open any more. */
export async function discardVault(context: Context): Promise<void> {
  const folder = folderOf(context);
  const record = await readRecord(folder).catch(() => undefined);
  if (record) await forgetKey(record, folder, context);
  await rm(directoryOf(folder), { recursive: true, force: true });
  await rm(profilesIn(folder), { recursive: true, force: true });
  await removeKeyFiles(folder);
  await removeRecord(folder);
}

/** @throws Failure when there are credentials, and nothing says what they are sealed with. */
async function findRecord(folder: string): Promise<VaultRecord | undefined> {
  const record = await readRecord(folder);
  if (record || !(await hasCredentials(folder))) return record;
  // Somebody may have made both since the first look.
  const made = await readRecord(folder);
  if (made) return made;
  throw recordDamaged(folder, 'not there');
}

/** A sign-in that can't be kept is not begun: the credentials of another person would go for it, and none come. */
async function demandRoom(folder: string): Promise<void> {
  const directory = directoryOf(folder);
  const probe = join(directory, `${crypto.randomUUID()}.tmp`);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  try {
    await writeFile(probe, new Uint8Array(ROOM), { mode: 0o600, flag: 'wx', flush: true });
  } finally {
    await rm(probe, { force: true });
  }
}

/** Bytes that what a sign-in gives takes up, at most. */
const ROOM = 16_384;

async function hasCredentials(folder: string): Promise<boolean> {
  return stat(directoryOf(folder)).then(
    () => true,
    () => false,
  );
}

function vaultOf(folder: string, { kind, key }: Lock): Vault {
  const directory = directoryOf(folder);
  return { store: sealedStore(fileStore(directory), [key]), sealedWith: kind };
}
