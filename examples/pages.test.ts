import { expect, test } from 'vitest';
import { blocksOf, exampleNames, isExample, isTested, leadsSomewhere, linksOf, readPages } from './pages.js';

const pages = readPages();
const blocks = pages.flatMap(blocksOf);
const links = pages.flatMap(linksOf);

test('every TypeScript block in the documentation is a file of the examples, to the byte', () => {
  const strangers = blocks.filter((block) => !isExample(block));
  expect(strangers.map(({ page, file }) => `${page}: ${file}`)).toEqual([]);
});

test('every example is shown in the documentation', () => {
  const shown = new Set(blocks.map(({ file }) => file));
  expect(exampleNames().filter((name) => !shown.has(`examples/${name}`))).toEqual([]);
});

test('every example is run by a test', () => {
  expect(exampleNames().filter((name) => !isTested(name))).toEqual([]);
});

test('every link of the documentation leads to a file and a heading that exist', () => {
  const broken = links.filter((link) => !leadsSomewhere(link));
  expect(broken.map(({ page, target }) => `${page} → ${target}`)).toEqual([]);
});
