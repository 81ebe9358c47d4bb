import { join } from 'node:path';
import { build } from 'esbuild';

/** Compiles an entry into a project, as a module that imports the packages installed there. */
export async function compileInto(folder: string, entry: string): Promise<string> {
  const outfile = join(folder, `${entry}.mjs`);
  await build({
    entryPoints: [join(import.meta.dirname, 'entries', `${entry}.ts`)],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    external: ['@ticketstub/*', 'node:*'],
    logLevel: 'error',
  });
  return outfile;
}

/** The same in one file, with the installed SDK in it, for where there are no packages. */
export async function bundleInto(folder: string, entry: string): Promise<string> {
  const compiled = await compileInto(folder, entry);
  const outfile = compiled.replace('.mjs', '.bundle.mjs');
  const options = { bundle: true, format: 'esm', platform: 'browser', target: 'es2022', logLevel: 'error' } as const;
  await build({ ...options, entryPoints: [compiled], outfile });
  return outfile;
}
