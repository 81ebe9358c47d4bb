import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../failure.js';

const KEY_BYTES = 32;

const pathOf = (folder: string, id: string): string => join(folder, `${id}.key`);

/** @throws Failure when the folder cannot be written to. */
export async function makeKeyFile(folder: string, id: string, key: Uint8Array): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(pathOf(folder, id), key, { mode: 0o600, flag: 'wx', flush: true });
}

/** @throws Failure when it is not there, or no key. */
export async function keyInFile(folder: string, id: string): Promise<Uint8Array> {
  const path = pathOf(folder, id);
  const key = await readFile(path).catch(() => undefined);
  if (key?.length === KEY_BYTES) return key;
  throw new Failure({
    code: 'VAULT_KEY_MISSING',
    message: `the key that seals the credentials is ${key ? 'damaged' : 'not there'}: ${path}`,
    next: `restore it from a backup, or remove ${folder} and sign in again`,
  });
}

export async function removeKeyFile(folder: string, id: string): Promise<void> {
  await rm(pathOf(folder, id), { force: true });
}
