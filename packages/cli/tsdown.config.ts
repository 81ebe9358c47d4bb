import { defineConfig } from 'tsdown';
import manifest from './package.json' with { type: 'json' };

export default defineConfig({
  entry: { bin: 'src/bin.ts', 'keychain-process': 'src/keychain-process.ts' },
  format: 'esm',
  platform: 'node',
  target: 'node20',
  dts: false,
  fixedExtension: false,
  // Whoever only asks for the version waits for no file but this one.
  define: { TICKETSTUB_VERSION: JSON.stringify(manifest.version) },
});
