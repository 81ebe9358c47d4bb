import type { Context } from '../context.js';
import { Failure } from '../failure.js';
import { keyInFile, makeKeyFile, removeKeyFile } from './key-file.js';
import { askKeychain, hasKeychain, keychainName } from './keychain.js';
import { GIVE_UP, type VaultRecord } from './record.js';

/** What seals the credentials. */
export interface Lock {
  readonly kind: VaultRecord['sealedWith'];
  /** 32 bytes. */
  readonly key: Uint8Array;
}

/** A lock that nobody has said is theirs yet. */
export interface MadeLock {
  readonly record: VaultRecord;
  readonly lock: Lock;
}

/** @throws Failure when the key cannot be had, or is another one. */
export async function lockFor(record: VaultRecord, folder: string, context: Context): Promise<Lock> {
  const { sealedWith: kind, id, salt = '' } = record;
  switch (kind) {
    case 'keychain': {
      const found = await keyInKeychain(id, context);
      const key = await keyIfRight(record, found);
      if (!key) throw keyLost(`in ${keychainName(context)}`, found);
      return { kind, key };
    }
    case 'passphrase': {
      // What derives a key is not read by those who have one.
      const { keyOfPassphrase, wrongPassphrase } = await import('./passphrase.js');
      const key = await keyIfRight(record, await keyOfPassphrase(salt, context));
      if (!key) throw wrongPassphrase();
      return { kind, key };
    }
    case 'key-file': {
      const found = await keyInFile(folder, id);
      const key = await keyIfRight(record, found);
      if (!key) throw keyLost(`in ${folder}`, found);
      return { kind, key };
    }
  }
}

/** A new lock: the system's keychain if there is one, else a passphrase if one is given, else a key in a file. */
export async function makeLock(folder: string, context: Context): Promise<MadeLock> {
  const id = crypto.randomUUID();
  const key = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  if (await isKeptInKeychain(id, key, context)) return made({ schema: 1, id, sealedWith: 'keychain' }, key);
  if (context.env['TICKETSTUB_PASSPHRASE']) {
    const { keyOfPassphrase } = await import('./passphrase.js');
    const salt = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64url');
    const derived = await keyOfPassphrase(salt, context);
    return made({ schema: 1, id, sealedWith: 'passphrase', salt }, derived);
  }
  await makeKeyFile(folder, id, key);
  return made({ schema: 1, id, sealedWith: 'key-file' }, key);
}

/** Takes the key of a lock away, where it is kept. */
export async function forgetKey({ id, sealedWith }: VaultRecord, folder: string, context: Context): Promise<void> {
  if (sealedWith === 'key-file') await removeKeyFile(folder, id);
  // One that does not answer keeps a key that opens nothing.
  if (sealedWith === 'keychain' && hasKeychain(context))
    await askKeychain({ what: 'forget', id }, context).catch(() => undefined);
}

async function made(record: Omit<VaultRecord, 'check'>, key: Uint8Array): Promise<MadeLock> {
  return { record: { ...record, check: await checkOf(key) }, lock: { kind: record.sealedWith, key } };
}

/** False when there is no keychain, or it does not answer: then it keeps nothing that anybody relies on. */
async function isKeptInKeychain(id: string, key: Uint8Array, context: Context): Promise<boolean> {
  if (!hasKeychain(context)) return false;
  const kept = await askKeychain({ what: 'keep', id, key }, context).catch(() => undefined);
  context.signal.throwIfAborted();
  return kept !== undefined && Buffer.from(kept).equals(key);
}

/** What the keychain has; undefined when it has answered, and has none. @throws Failure when it does not answer. */
async function keyInKeychain(id: string, context: Context): Promise<Uint8Array | undefined> {
  try {
    if (hasKeychain(context)) return await askKeychain({ what: 'give', id }, context);
  } catch (error) {
    context.signal.throwIfAborted();
    throw keychainUnavailable('does not give it', context, error);
  }
  throw keychainUnavailable('is not there: this session has no bus', context);
}

function keychainUnavailable(how: string, context: Context, cause?: unknown): Failure {
  return new Failure({
    code: 'KEYCHAIN_UNAVAILABLE',
    message: `the credentials are sealed with a key in ${keychainName(context)}, which ${how}`,
    next: 'unlock it, or run this in the session that you signed in from; PLEX_TOKEN needs no keychain',
    cause,
  });
}

function keyLost(where: string, key: Uint8Array | undefined): Failure {
  return new Failure({
    code: 'VAULT_KEY_MISSING',
    message: `the key that seals the credentials is ${key ? 'damaged' : 'not there any more'}: it was ${where}`,
    next: GIVE_UP,
  });
}

/** A digest that says nothing of a key which nobody can guess; of a passphrase no more than what is sealed with it does. */
async function checkOf(key: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', Buffer.concat([Buffer.from('ticketstub vault\n'), key]));
  return Buffer.from(digest).toString('base64url');
}

async function keyIfRight({ check }: VaultRecord, key: Uint8Array | undefined): Promise<Uint8Array | undefined> {
  return key?.length === KEY_BYTES && (await checkOf(key)) === check ? key : undefined;
}

const KEY_BYTES = 32;
