import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installPacked } from '../../conformance/packages/packed.js';
import { root } from '../../tools/repository.js';
import { measurePairs, type PairsEffort, type PairsResult } from '../processes.js';

/** What a consumer's compiler pays, and what it finds. */
export interface DeclarationsResult {
  readonly typescript: string;
  readonly pairs: PairsResult;
  /** Errors by consumer and by way of resolving. */
  readonly errors: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

interface Consumer {
  readonly title: string;
  readonly specifier: string;
}

/** Whose types are checked. */
export const consumers: readonly Consumer[] = [
  { title: '**`@ticketstub/sdk`**', specifier: '@ticketstub/sdk' },
  { title: '`@lukehagar/plexjs` 0.39.0', specifier: '@lukehagar/plexjs' },
];

const always = ['--ignoreConfig', '--noEmit', '--strict', '--skipLibCheck', 'false', '--target', 'es2022'];
const nodenext = ['--module', 'nodenext', '--moduleResolution', 'nodenext'];

/** Both ways of resolving, in an ES module and in CommonJS. */
const ways = {
  nodenext: { ending: 'mts', options: nodenext },
  'nodenext, CommonJS': { ending: 'cts', options: nodenext },
  bundler: { ending: 'ts', options: ['--module', 'esnext', '--moduleResolution', 'bundler'] },
} as const;

/** Compiles five lines that use a client, in pairs with nothing, the declarations checked too. */
export function measureDeclarations({ progress, ...effort }: PairsEffort): DeclarationsResult {
  const { folder } = installPacked(['packages/sdk']);
  try {
    prepare(folder);
    const pairs = consumers.map(({ title }, index) => ({
      name: title,
      base: compile(folder, 'empty.mts', nodenext),
      program: compile(folder, `consumer-${index}.mts`, nodenext),
    }));
    return {
      typescript: run(compile(folder, '--version', []))
        .trim()
        .replace('Version ', ''),
      pairs: measurePairs(pairs, { ...effort, mayFail: true, progress: (line) => progress(`types: ${line}`) }),
      errors: Object.fromEntries(
        consumers.map(({ title }, index) => [
          title,
          Object.fromEntries(
            Object.entries(ways).map(([way, { ending, options }]) => [
              way,
              countErrors(run(compile(folder, `consumer-${index}.${ending}`, options))),
            ]),
          ),
        ]),
      ),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The consumers' five lines, and the peer beside the packed SDK. */
function prepare(folder: string): void {
  const peers = join(import.meta.dirname, '../node_modules');
  mkdirSync(join(folder, 'node_modules/@lukehagar'));
  symlinkSync(join(peers, '@lukehagar/plexjs'), join(folder, 'node_modules/@lukehagar/plexjs'));
  writeFileSync(join(folder, 'empty.mts'), 'export {};\n');
  for (const { ending } of Object.values(ways))
    for (const [index, { specifier }] of consumers.entries())
      writeFileSync(join(folder, `consumer-${index}.${ending}`), program(specifier));
}

function program(specifier: string): string {
  return `import { PlexAPI } from '${specifier}';
const plex = new PlexAPI({ accessToken: 'invented' });
export const name: Promise<string | undefined> = plex.authentication
  .getTokenDetails()
  .then(({ userPlexAccount }) => userPlexAccount?.uuid);
`;
}

function compile(folder: string, file: string, options: readonly string[]): string[] {
  const told = join(import.meta.dirname, 'compile.mjs');
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const libraries = ['--lib', 'es2022,dom,dom.iterable', '--types', ''];
  const given = file.startsWith('--') ? [file] : [...always, ...options, ...libraries, join(folder, file)];
  return [told, compiler, ...given];
}

function run(args: readonly string[]): string {
  const { stdout } = spawnSync(process.execPath, [...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
  });
  return stdout;
}

function countErrors(said: string): number {
  return said.split('\n').filter((line) => / error TS\d+: /.test(line)).length;
}
