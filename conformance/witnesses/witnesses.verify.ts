import { beforeAll, describe, expect, test } from 'vitest';
import { readText } from '../../tools/repository.js';
import { hear, renderPage, type Testimony } from './page.js';
import { missing } from './testify.js';
import { witnesses } from './witnesses.js';

let heard: Testimony[];

beforeAll(async () => {
  expect(witnesses.flatMap(missing), 'run `npm ci --prefix conformance/witnesses --ignore-scripts`').toEqual([]);
  heard = await hear(witnesses);
});

describe.each(witnesses.map((witness) => [witness.modules.join(' and '), witness] as const))('%s', (_, witness) => {
  test.each(witness.scenes.map((scene) => [scene.title, scene] as const))('%s', (__, scene) => {
    const testimony = heard.find((one) => one.witness === witness && one.scene === scene);
    expect(testimony?.seen).toEqual(scene.steps.map(({ asked, answers, comes }) => ({ asked, answers, comes })));
  });
});

test('the page tells what was seen', () => {
  expect(readText('docs/witnesses.md'), 'run `npx tsx conformance/witnesses/write-page.ts`').toBe(renderPage(heard));
});
