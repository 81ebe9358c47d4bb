import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { readText, root } from './repository.js';
import { readSource } from './source.js';

const manifestSchema = z.object({
  name: z.string(),
  version: z.string(),
  exports: z.record(z.string(), z.union([z.string(), z.object({ types: z.string(), default: z.string() })])),
  bin: z.record(z.string(), z.string()).default({}),
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
});

/** What a package says of itself: name, doors, commands, what it needs at run time, and what is built in. */
export type Manifest = z.infer<typeof manifestSchema>;

/** Reads a package's `package.json`. */
export function readManifest(folder: string): Manifest {
  return manifestSchema.parse(JSON.parse(readText(`${folder}/package.json`)));
}

/** The built files that others may import, by the package's `exports`. */
export function doorFiles({ exports }: Manifest): string[] {
  const doors = Object.values(exports).flatMap((door) => (typeof door === 'string' ? [] : [basename(door.default)]));
  return doors.toSorted();
}

/** The built files that the doors and commands of a package name, and no others should exist. */
export function promisedFiles(manifest: Manifest): string[] {
  const doors = doorFiles(manifest).flatMap((file) => [file, file.replace(/\.js$/, '.d.ts')]);
  return [...doors, ...Object.values(manifest.bin).map((path) => basename(path))].toSorted();
}

/** The built files that are there; a command's declarations, which nobody imports, are not counted. */
export function builtFiles(folder: string, { bin }: Manifest): string[] {
  const commands = new Set(Object.values(bin).map((path) => basename(path).replace(/\.js$/, '.d.ts')));
  return readdirSync(join(root, folder, 'dist'), { recursive: true })
    .map(String)
    .filter((path) => !commands.has(path))
    .toSorted();
}

/** Built files that await at their top, which makes `require` impossible. */
export function awaitingFiles(folder: string): string[] {
  return builtFiles(folder, readManifest(folder))
    .filter((path) => path.endsWith('.js'))
    .filter((path) => readSource(path, readText(`${folder}/dist/${path}`)).awaitsAtTop);
}

/** What a built file imports, and the Node types it names. */
export function tracesOfNode(path: string): string[] {
  const text = readText(path);
  const { imports } = readSource(path, text);
  const types = text.match(/\/\/\/ <reference types="node"|\bNodeJS\.|\bBuffer\b/g) ?? [];
  return [...imports.map((found) => found.specifier), ...types];
}
