import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { promisedFiles, readManifest } from '../../tools/doors.js';
import { root } from '../../tools/repository.js';
import { compileIn, installPacked, type Project, runIn } from './packed.js';

const folders = ['packages/sdk', 'packages/standin'];
const runtimes = join(root, 'tools/runtimes/node_modules');
const nodes = [
  ['20', process.execPath],
  ['22', join(runtimes, 'node22/bin/node')],
  ['24', join(runtimes, 'node24/bin/node')],
] as const;

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
    expect(existsSync(node), `run \`npm ci --prefix tools/runtimes\` (Linux x64)`).toBe(true);
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

describe.each([
  ['nodenext', ['--module', 'nodenext', '--moduleResolution', 'nodenext']],
  ['bundler', ['--module', 'esnext', '--moduleResolution', 'bundler']],
])('under %s', (_, resolution) => {
  test('the SDK’s types are whole without a single type of Node', () => {
    const options = [...resolution, '--lib', 'es2022,dom,dom.iterable'];
    expect(compileIn(project, 'consumer.ts', options)).toMatchObject({ status: 0, stdout: '' });
  });

  test('the types of both packages are whole with those of Node', () => {
    const node = ['--typeRoots', join(root, 'node_modules/@types'), '--types', 'node'];
    expect(compileIn(project, 'node-consumer.ts', [...resolution, '--lib', 'es2022,dom', ...node])).toMatchObject({
      status: 0,
      stdout: '',
    });
  });
});
