import { type UserConfig, defineConfig } from 'tsdown';

const every: UserConfig = {
  format: 'esm',
  platform: 'node',
  target: 'node20',
  // Declarations are read off the annotations: no type is inferred across files.
  dts: { oxc: true },
  fixedExtension: false,
};

/** One file for each door: the others import the main door, which stands beside them. */
const besideIndex: UserConfig = { ...every, deps: { neverBundle: [/\/index\.js$/] } };

export default defineConfig([
  { ...every, entry: { index: 'src/index.ts' } },
  { ...besideIndex, entry: { vitest: 'src/vitest.ts', playwright: 'src/playwright.ts' } },
  { ...besideIndex, entry: { bin: 'src/bin.ts' }, dts: false },
  // A program under test loads it before itself: it brings nothing else with it.
  { ...every, entry: { redirect: 'src/redirect.ts' } },
]);
