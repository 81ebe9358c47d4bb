import type * as promises from 'node:fs/promises';
import type { PlatformPath } from 'node:path';
import { isRecord, text } from '../../wire/read.js';

/** What says of a folder that it has nothing to flush: some file systems, Windows, and whoever may not read it. */
const NOTHING_TO_FLUSH: ReadonlySet<unknown> = new Set(['EINVAL', 'EPERM', 'EACCES']);

/** Node's file system, loaded by the first call. */
export function fileSystem(): typeof promises {
  return process.getBuiltinModule('node:fs/promises');
}

/** Node's paths, loaded by the first call. */
export function paths(): PlatformPath {
  return process.getBuiltinModule('node:path');
}

/** What the system calls a failure, such as `ENOENT`; undefined when it is none of the system's. */
export function codeOf(error: unknown): string | undefined {
  return isRecord(error) ? text(error['code']) : undefined;
}

/** What comes of it, or undefined where nothing is. */
export async function ifThere<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Makes a file that only its owner may read, on the disk when it resolves. @throws Error when there is one. */
export async function writeDurably(file: string, contents: string): Promise<void> {
  const handle = await fileSystem().open(file, 'wx', 0o600);
  try {
    await handle.writeFile(contents);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Sees to it that what came into a folder, or left it, is on the disk. */
export async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await fileSystem().open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!NOTHING_TO_FLUSH.has(codeOf(error))) throw error;
  }
}

/** Makes a folder that only its owner may enter, and those above it, on the disk when it resolves. */
export async function makeFolder(folder: string): Promise<void> {
  const above = (at: string): string => paths().dirname(at);
  const first = await fileSystem().mkdir(folder, { recursive: true, mode: 0o700 });
  // One level more than was made: whoever makes the store's folder at this moment may not have come to flush it.
  const last = above(above(first ?? folder));
  for (let at = above(folder); ; at = above(at)) {
    await syncFolder(at);
    if (at === last) return;
  }
}
