import { join } from 'node:path';
import { execPath } from 'node:process';
import type { Nature } from './smoke/world.js';

/** A runtime that runs programs by a command. */
export interface Runtime {
  readonly name: string;
  /** As the page says it: the whole version, or its beginning. */
  readonly version: string;
  readonly nature: Nature;
  /** What stands before the name of a program that only asks. */
  readonly command: readonly string[];
  /** The same for a program that listens and keeps files. */
  readonly serving: readonly string[];
}

const installed = join(import.meta.dirname, 'node_modules');

/** What the standard says where there is no page to be guarded. */
export const outsideBrowsers: Nature = {
  redirectStatus: 302,
  headerEncodings: 1,
  ownCookies: true,
  indexedDB: false,
};

function node(name: string, version: string, path: string): Runtime {
  return { name, version, nature: outsideBrowsers, command: [path], serving: [path] };
}

const bun = [join(installed, '@oven/bun-linux-x64/bin/bun'), 'run'];
const deno = [join(installed, '@deno/linux-x64-glibc/deno'), 'run', '--no-prompt'];

/** The Node that runs this is the first of them. */
export const runtimes: readonly Runtime[] = [
  node('Node 20', '20', execPath),
  node('Node 22', '22.23.3', join(installed, 'node22/bin/node')),
  node('Node 24', '24.21.0', join(installed, 'node24/bin/node')),
  { name: 'Bun', version: '1.4.5', nature: outsideBrowsers, command: bun, serving: bun },
  {
    name: 'Deno',
    version: '2.9.6',
    nature: outsideBrowsers,
    // A client asks for no permission but to reach its server.
    command: [...deno, '--allow-net=127.0.0.1'],
    serving: [...deno, '--allow-all'],
  },
];
