import { defineConfig, type UserConfig } from 'tsdown';

const door = (name: string): UserConfig => ({
  entry: { [name]: `src/${name}.ts` },
  format: 'esm',
  platform: 'neutral',
  target: 'es2022',
  clean: false,
  fixedExtension: false,
  deps: { neverBundle: [/^node:/] },
});

const code = (name: string): UserConfig => ({ ...door(name), dts: false });
const declarations = (name: string): UserConfig => ({ ...door(name), dts: { emitDtsOnly: true } });

// One build for each file, so that no two of them share a chunk.
export default defineConfig(
  ['index', 'node', 'postgres', 'store-contract'].flatMap((name) => [code(name), declarations(name)]),
);
