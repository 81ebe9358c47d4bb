import { defineConfig, type UserConfig } from 'tsdown';

const door = (name: string): UserConfig => ({
  entry: { [name]: `src/${name}.ts` },
  format: 'esm',
  platform: 'neutral',
  target: 'es2022',
  dts: true,
  clean: [`dist/${name}.*`],
  fixedExtension: false,
  deps: { neverBundle: [/^node:/] },
});

// One build for each door, so that each is one file.
export default defineConfig([door('index'), door('node')]);
