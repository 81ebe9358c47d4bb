import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'tsdown';
import manifest from './package.json' with { type: 'json' };

/** What is built in: a process that opens few files and finds no packages starts a third sooner. */
const BUILT_IN = /^@ticketstub\/sdk(?:\/|$)|^commander$|^fast-string-(?:truncated-)?width$/;

/** What is read together; the version apart, for whoever asks for nothing else. */
const PIECES = [
  { name: 'version', test: /\/src\/version\.ts$/, priority: 3 },
  {
    name: 'main',
    test: /\/commander\/|\/fast-string-|\/src\/(?:main|program|failure|explain-error|exit-codes|settings|prompts|commands\/[\w-]+|output\/(?:human|json|paint|output))\.ts$/,
    priority: 2,
  },
  {
    name: 'session',
    test: /\/packages\/sdk\/|\/src\/(?:session|folder|json-file|credentials\/(?!passphrase)[\w-]+|output\/words)\.ts$/,
    priority: 1,
  },
];

export default defineConfig({
  entry: { bin: 'src/bin.ts', 'keychain-process': 'src/keychain-process.ts' },
  // Node reads CommonJS sooner, and nobody imports a command.
  format: 'cjs',
  outExtensions: () => ({ js: '.js' }),
  platform: 'node',
  target: 'node20',
  dts: false,
  deps: { alwaysBundle: [BUILT_IN] },
  // Half the text is compiled in half the time: it is a tenth of what a command takes.
  minify: true,
  outputOptions: { codeSplitting: { groups: PIECES } },
  plugins: [{ name: 'beside the code', generateBundle: addBesides }],
  define: { TICKETSTUB_VERSION: JSON.stringify(manifest.version) },
  // Why a module that is loaded with another is none of its own.
  checks: { ineffectiveDynamicImport: false },
});

interface Bundler {
  emitFile(file: { readonly type: 'asset'; readonly fileName: string; readonly source: string }): unknown;
  getModuleIds(): Iterable<string>;
}

/** Licenses ask to be handed on with what they are for; and Node is told what kind of modules these are. */
function addBesides(this: Bundler): void {
  this.emitFile({ type: 'asset', fileName: 'package.json', source: '{ "type": "commonjs" }\n' });
  this.emitFile({ type: 'asset', fileName: 'licenses.txt', source: licensesOf([...this.getModuleIds()]) });
}

function licensesOf(modules: readonly string[]): string {
  const folders = modules.flatMap((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)?.[0] ?? []);
  const texts = [...new Set(folders)].toSorted().map((folder) => {
    const license = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
    if (license === undefined) throw new Error(`${folder} says nothing of its license`);
    const name = folder.split('/node_modules/').at(-1) ?? folder;
    return `${name}\n\n${readFileSync(join(folder, license), 'utf8').trim()}\n`;
  });
  return texts.join('\n\n');
}
