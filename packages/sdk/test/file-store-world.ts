import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { Credential, CredentialStore } from '../src/index.js';
import { fileStore } from '../src/node.js';

/** A store in a folder that does not exist yet. */
export interface FileWorld {
  /** A folder that is there, above that of the store. */
  readonly parent: string;
  readonly directory: string;
  readonly store: CredentialStore;
}

/** Everything is deleted when the test is over. */
export async function fileWorld(): Promise<FileWorld> {
  const parent = await mkdtemp(join(tmpdir(), 'ticketstub-files-'));
  onTestFinished(() => rm(parent, { recursive: true }));
  const directory = join(parent, 'deep', 'store');
  return { parent, directory, store: fileStore(directory) };
}

export const credential = (token: string): Credential => ({
  schema: 1,
  kind: 'account-token',
  clientID: 'here',
  token,
});

/** The token that is stored under a name. */
export async function tokenOf(store: CredentialStore, name = 'alice'): Promise<unknown> {
  const found = await store.read(name);
  return found?.credential['token'];
}

/** The names that a store lists. */
export async function namesIn(store: CredentialStore): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of store.list()) names.push(name);
  return names.toSorted();
}

/** The folder that holds what is stored under a name. */
export function folderOf(directory: string, name: string, room = 'credentials'): string {
  return join(directory, room, createHash('sha256').update(Buffer.from(name, 'utf16le')).digest('hex'));
}

/** The one file with this ending in the folder of a name. */
export async function fileOf(directory: string, name: string, ending: string): Promise<string> {
  const folder = folderOf(directory, name);
  const files = (await readdir(folder)).filter((file) => file.endsWith(ending));
  expect(files).toHaveLength(1);
  return join(folder, files[0] ?? '');
}

/** Everything in a folder, by path. */
export async function everythingIn(directory: string): Promise<string[]> {
  return (await readdir(directory, { recursive: true })).toSorted();
}
