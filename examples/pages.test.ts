import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { anchorsOf, blocksOf, linksOf, readPages, root } from './pages.js';

const pages = readPages();
const blocks = pages.flatMap(blocksOf);
const machinery = new Set(['pages.ts']);
const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.ts') && !machinery.has(name));

test('every TypeScript block in the documentation is a file of the examples, to the byte', () => {
  const strangers = blocks.filter(({ file, code }) => {
    return (
      !file?.startsWith('examples/') || !existsSync(join(root, file)) || readFileSync(join(root, file), 'utf8') !== code
    );
  });
  expect(strangers.map(({ page, file }) => `${page}: ${file ?? 'a block without a file'}`)).toEqual([]);
});

test('every example is shown in the documentation', () => {
  const shown = new Set(blocks.map(({ file }) => file));
  const hidden = files.filter(
    (name) => name !== 'pages.test.ts' && name !== 'examples.test.ts' && !shown.has(`examples/${name}`),
  );
  expect(hidden).toEqual([]);
});

test('every example is run by a test', () => {
  const tests = files.filter((name) => name.endsWith('.test.ts'));
  const imports = tests.map((name) => readFileSync(join(import.meta.dirname, name), 'utf8')).join('\n');
  const idle = files.filter(
    (name) => !tests.includes(name) && !imports.includes(`'./${name.replace(/\.ts$/, '.js')}'`),
  );
  expect(idle).toEqual([]);
});

test('every link of the documentation leads to a file and a heading that exist', () => {
  const broken = pages.flatMap(linksOf).filter(({ path, anchor }) => {
    if (!existsSync(path)) return true;
    return anchor !== undefined && !anchorsOf(readFileSync(path, 'utf8')).has(anchor);
  });
  expect(broken.map(({ page, target }) => `${page} → ${target}`)).toEqual([]);
});
