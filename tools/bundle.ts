import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { root } from './repository.js';

/** The size of a module and all it uses in an application's bundle, in bytes. */
export interface Bundle {
  readonly minified: number;
  readonly gzip: number;
}

/** The size in bytes of these calls and a `PlexCore` in an application's bundle: minified, one ESM file, gzip level 9. */
export async function bundleSize(calls: readonly string[]): Promise<number> {
  return (await bundleOf(calls)).gzip;
}

/** The same with both sizes. */
export function bundleOf(calls: readonly string[]): Promise<Bundle> {
  return bundle(`export { PlexCore, ${calls.join(', ')} } from '@ticketstub/sdk';`, `${root}/conformance`);
}

/** The size of a module's text, whose imports are found from a folder. */
export async function bundle(contents: string, resolveDir: string): Promise<Bundle> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir },
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    write: false,
  });
  const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0);
  return {
    minified: sum(outputFiles.map((file) => file.contents.byteLength)),
    gzip: sum(outputFiles.map((file) => gzipSync(file.contents, { level: 9 }).byteLength)),
  };
}
