import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { root } from '../../tools/repository.js';

/** Where Node 22 and 24, and the compilers, are. */
export const runtimes: string = join(root, 'conformance/runtimes/node_modules');

/** The Nodes that packages are tried on: the one that runs this is the first. */
export const nodes = [
  ['20', process.execPath],
  ['22', join(runtimes, 'node22/bin/node')],
  ['24', join(runtimes, 'node24/bin/node')],
] as const;

/** An empty project into which the packed packages were installed, no script of theirs run. */
export interface Project {
  folder: string;
  /** What each package's archive holds, by package name. */
  contents: Record<string, string[]>;
}

/** What a command said. */
export interface Outcome {
  status: number | null;
  stdout: string;
  stderr: string;
}

const packed = z.array(
  z.object({ name: z.string(), filename: z.string(), files: z.array(z.object({ path: z.string() })) }),
);

/** Packs these folders and installs the archives into an empty project, as a stranger would. */
export function installPacked(folders: readonly string[]): Project {
  const folder = mkdtempSync(join(tmpdir(), 'ticketstub-packed-'));
  const archives = folders.flatMap((path) => {
    const report = execFileSync('npm', ['pack', '--json', '--pack-destination', folder], {
      cwd: join(root, path),
      encoding: 'utf8',
      stdio: 'pipe',
    });
    return packed.parse(JSON.parse(report));
  });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  const install = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
  execFileSync('npm', [...install, ...archives.map(({ filename }) => `./${filename}`)], { cwd: folder, stdio: 'pipe' });
  return {
    folder,
    contents: Object.fromEntries(archives.map(({ name, files }) => [name, files.map(({ path }) => path).toSorted()])),
  };
}

/** Runs a program of `conformance/packages` inside the project. */
export function runIn({ folder }: Project, node: string, program: string): Outcome {
  copyFileSync(join(import.meta.dirname, program), join(folder, program));
  return spawnSync(node, [program], { cwd: folder, encoding: 'utf8', timeout: 60_000 });
}

/** What a consumer compiles with. */
export interface Compilation {
  /** The path of `tsc`, and the options it is told besides those that make it strict. */
  readonly compiler: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** Files of `conformance/packages`. */
  readonly files: readonly string[];
  /** Files that are made up, by name. */
  readonly written?: Readonly<Record<string, string>>;
}

const strictly = {
  noEmit: true,
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: false,
  target: 'es2022',
  types: [],
};

/** Compiles files inside the project, the packages' declarations included. */
export function compileIn({ folder }: Project, { compiler, options, files, written = {} }: Compilation): Outcome {
  for (const file of files) copyFileSync(join(import.meta.dirname, file), join(folder, file));
  for (const [file, text] of Object.entries(written)) writeFileSync(join(folder, file), text);
  const compilerOptions = { ...strictly, ...options };
  const config = { compilerOptions, files: [...files, ...Object.keys(written)] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  return spawnSync(process.execPath, [compiler, '--project', folder], { cwd: folder, encoding: 'utf8' });
}
