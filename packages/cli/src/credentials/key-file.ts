import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ifThere } from '../json-file.js';

const pathOf = (folder: string, id: string): string => join(folder, `${id}.key`);

/** Makes it for its owner alone, on the disk when it resolves. @throws Error when that cannot be: then there is none. */
export async function makeKeyFile(folder: string, id: string, key: Uint8Array): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    await writeFile(pathOf(folder, id), key, { mode: 0o600, flag: 'wx', flush: true });
  } catch (error) {
    await removeKeyFile(folder, id);
    throw error;
  }
}

/** What is in it; undefined when it is not there. @throws Error when it cannot be read. */
export async function keyInFile(folder: string, id: string): Promise<Uint8Array | undefined> {
  return ifThere(readFile(pathOf(folder, id)));
}

/** Takes away whatever keys there are, for nobody knows any more which is whose. */
export async function removeKeyFiles(folder: string): Promise<void> {
  const names = await readdir(folder);
  for (const name of names.filter((one) => /^[\da-f-]{36}\.key$/.test(one)))
    await rm(join(folder, name), { force: true });
}

export async function removeKeyFile(folder: string, id: string): Promise<void> {
  await rm(pathOf(folder, id), { force: true });
}
