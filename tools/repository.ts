import { readdirSync, readFileSync, type Dirent } from 'node:fs';
import { join, relative, resolve } from 'node:path';

/** The repository's top folder, absolute. */
export const root: string = resolve(import.meta.dirname, '..');

const notOurs = new Set(['node_modules', 'dist', '.git', '.cache', 'coverage']);

/** Every file of the repository under `folder` (all of it by default), as paths from the top, sorted; nothing installed or built. */
export function listFiles(folder = '.'): string[] {
  const found = readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => visit(folder, entry));
  return found.toSorted((a, b) => (a < b ? -1 : 1));
}

/** The text of one file, named by its path from the top. */
export function readText(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

function visit(folder: string, entry: Dirent): string[] {
  if (notOurs.has(entry.name)) return [];
  const path = relative('.', join(folder, entry.name));
  if (entry.isDirectory()) return listFiles(path);
  return entry.isFile() ? [path] : [];
}
