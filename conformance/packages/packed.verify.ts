import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { promisedFiles, readManifest } from '../../tools/doors.js';
import { root } from '../../tools/repository.js';
import { compileIn, installPacked, nodes, type Project, runIn, runtimes } from './packed.js';

const folders = ['packages/sdk', 'packages/standin'];
let project: Project;

beforeAll(() => {
  project = installPacked(folders);
});

afterAll(() => rmSync(project.folder, { recursive: true }));

test.each(folders)('the archive of %s holds its doors, its text and nothing else', (folder) => {
  const manifest = readManifest(folder);
  const text = ['LICENSE', 'README.md', 'package.json'];
  expect(project.contents[manifest.name]).toEqual(
    [...text, ...promisedFiles(manifest).map((file) => `dist/${file}`)].toSorted(),
  );
});

describe.each(nodes)('on Node %s', (major, node) => {
  test('the runtime is there', () => {
    expect(existsSync(node), `run \`npm ci --prefix conformance/runtimes --ignore-scripts\` (Linux x64)`).toBe(true);
    expect(runIn(project, node, 'version.mjs')).toMatchObject({ status: 0, stdout: major });
  });

  test('every door opens by import and by require, and is the same behind both', () => {
    expect(runIn(project, node, 'doors.mjs')).toMatchObject({ status: 0, stdout: '[]' });
  });

  test('an import calls the stand-in through both transports', () => {
    expect(runIn(project, node, 'call.mjs')).toMatchObject({ status: 0, stdout: '[true,true]' });
  });

  test('a require calls the stand-in', () => {
    expect(runIn(project, node, 'call.cjs')).toMatchObject({ status: 0, stdout: '[true]' });
  });
});

const compilers = [
  ['5.9', join(runtimes, 'typescript5/bin/tsc')],
  ['6.0', join(root, 'node_modules/typescript/bin/tsc')],
  ['7.0', join(runtimes, 'typescript7/bin/tsc')],
] as const;

/** How modules are written and found, and which kinds of module may be so. */
const resolutions = [
  ['nodenext', { module: 'nodenext', moduleResolution: 'nodenext' }, ['ts', 'cts']],
  ['bundler', { module: 'esnext', moduleResolution: 'bundler' }, ['ts']],
  ['bundler, by require', { module: 'preserve', moduleResolution: 'bundler' }, ['cts']],
] as const;

/** A program that names every door of both packages. */
function everyDoor(kind: 'ts' | 'cts'): string {
  const paths = folders.map(readManifest).flatMap(({ name, exports }) =>
    Object.keys(exports)
      .filter((door) => !door.endsWith('.json'))
      .map((door) => `${name}${door.slice(1)}`),
  );
  const lines = paths.map((path, index) =>
    kind === 'ts' ? `export * as door${index} from '${path}';` : `export import door${index} = require('${path}');`,
  );
  return lines.join('\n');
}

const cases = compilers.flatMap(([version, compiler]) =>
  resolutions.map(([resolution, options, kinds]) => ({ version, compiler, resolution, options, kinds })),
);

describe.each(cases)('under TypeScript $version and $resolution', ({ version, compiler, options, kinds }) => {
  test('the compiler is there', () => {
    const { stdout } = spawnSync(process.execPath, [compiler, '--version'], { encoding: 'utf8' });
    expect(stdout, 'run `npm ci --prefix conformance/runtimes --ignore-scripts`').toContain(version);
  });

  test('the SDK’s types are whole without a single type of Node', () => {
    const lib = ['es2022', 'dom', 'dom.iterable'];
    const files = kinds.map((kind) => `consumer.${kind}`);
    expect(compileIn(project, { compiler, options: { ...options, lib }, files })).toMatchObject({
      status: 0,
      stdout: '',
    });
  });

  test('the types behind every door are whole with those of Node', () => {
    const node = { lib: ['es2022', 'dom'], typeRoots: [join(root, 'node_modules/@types')], types: ['node'] };
    const files = kinds.map((kind) => `node-consumer.${kind}`);
    const written = Object.fromEntries(kinds.map((kind) => [`doors-consumer.${kind}`, everyDoor(kind)]));
    expect(compileIn(project, { compiler, options: { ...options, ...node }, files, written })).toMatchObject({
      status: 0,
      stdout: '',
    });
  });
});
