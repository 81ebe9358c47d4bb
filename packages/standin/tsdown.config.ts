import { type UserConfig, defineConfig } from 'tsdown';

/** Each door is one file of its own; those that start a stand-in import it from the main door beside them. */
const doors = ['index', 'bin'];

export default defineConfig(
  doors.map((door): UserConfig => ({
    entry: { [door]: `src/${door}.ts` },
    format: 'esm',
    platform: 'node',
    target: 'node20',
    dts: door !== 'bin',
    clean: door === 'index',
    fixedExtension: false,
    deps: { neverBundle: door === 'index' ? [] : [/\/index\.js$/] },
  })),
);
