import { randomBytes, randomUUID } from 'node:crypto';
import type { Context } from '../context.js';
import { forgetKey, keepKey, keychainName, keyInKeychain } from './keychain.js';
import { keyInFile, makeKeyFile, removeKeyFile } from './key-file.js';
import { keyOfPassphrase } from './passphrase.js';
import type { VaultRecord } from './record.js';

/** What seals the credentials. */
export interface Lock {
  readonly kind: VaultRecord['sealedWith'];
  /** 32 bytes. */
  readonly key: Uint8Array;
  readonly words: string;
}

/** A lock that nobody has said is theirs yet. */
export interface MadeLock {
  readonly record: VaultRecord;
  readonly lock: Lock;
  /** Takes its key away again. */
  readonly forget: () => Promise<void>;
}

/** @throws Failure when the key cannot be had. */
export async function lockFor(record: VaultRecord, folder: string, context: Context): Promise<Lock> {
  const { sealedWith: kind, id, salt = '' } = record;
  switch (kind) {
    case 'keychain':
      return { kind, key: await keyInKeychain(id, context), words: inKeychain(context) };
    case 'passphrase':
      return { kind, key: await keyOfPassphrase(salt, context), words: WITH_PASSPHRASE };
    case 'key-file':
      return { kind, key: await keyInFile(folder, id), words: WITH_KEY_FILE };
  }
}

/** A new lock: the system's keychain if there is one, else a passphrase if one is given, else a key in a file. */
export async function makeLock(folder: string, context: Context): Promise<MadeLock> {
  const id = randomUUID();
  const key = randomBytes(32);
  if (await keepKey(id, key, context))
    return {
      record: { schema: 1, id, sealedWith: 'keychain' },
      lock: { kind: 'keychain', key, words: inKeychain(context) },
      forget: () => forgetKey(id, context),
    };
  if (context.env['TICKETSTUB_PASSPHRASE']) {
    const salt = randomBytes(16).toString('base64url');
    const lock: Lock = { kind: 'passphrase', key: await keyOfPassphrase(salt, context), words: WITH_PASSPHRASE };
    return { record: { schema: 1, id, sealedWith: 'passphrase', salt }, lock, forget: async () => {} };
  }
  await makeKeyFile(folder, id, key);
  return {
    record: { schema: 1, id, sealedWith: 'key-file' },
    lock: { kind: 'key-file', key, words: WITH_KEY_FILE },
    forget: () => removeKeyFile(folder, id),
  };
}

const WITH_PASSPHRASE = 'sealed with TICKETSTUB_PASSPHRASE';
const WITH_KEY_FILE = 'sealed with a key file beside it: a backup of one without the other tells nothing';

const inKeychain = (context: Context): string => `sealed with a key in ${keychainName(context)}`;
