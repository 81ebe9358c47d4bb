import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { root } from './repository.js';

/** The size in bytes of these calls and a `PlexCore` in an application's bundle: minified, one ESM file, gzip level 9. */
export async function bundleSize(calls: readonly string[]): Promise<number> {
  const { outputFiles } = await build({
    stdin: {
      contents: `export { PlexCore, ${calls.join(', ')} } from '@ticketstub/sdk';`,
      resolveDir: `${root}/conformance`,
    },
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    write: false,
  });
  return outputFiles.reduce((sum, file) => sum + gzipSync(file.contents, { level: 9 }).byteLength, 0);
}
