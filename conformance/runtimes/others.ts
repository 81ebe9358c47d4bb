import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { bundleInto } from './programs.js';
import { outsideBrowsers } from './runtimes.js';
import type { Nature } from './smoke/world.js';

/** A runtime that has no command for programs: a program of Node's takes the suite there. */
export interface Other {
  readonly name: string;
  /** As the page says it. */
  readonly version: string;
  readonly nature: Nature;
  /** Puts the suite into a project as one file. The command that runs it there, but for the world. */
  prepare(folder: string): Promise<readonly string[]>;
}

const here = import.meta.dirname;

/** Those that run one file, with the installed SDK in it. */
export const others: readonly Other[] = [
  {
    name: 'workerd',
    version: '1.20261117.1',
    // Headers are written as UTF-8 where the standard has Latin-1.
    nature: { ...outsideBrowsers, headerEncodings: 2 },
    async prepare(folder) {
      await bundleInto(folder, 'worker');
      const config = join(folder, 'worker.capnp');
      copyFileSync(join(here, 'worker.capnp'), config);
      const workerd = join(here, 'node_modules/@cloudflare/workerd-linux-64/bin/workerd');
      return [execPath, join(here, 'work.mjs'), workerd, config];
    },
  },
  {
    name: 'Chromium',
    // Debian moves on by itself.
    version: '156 or later',
    // Pages are not shown where a redirect leads, nor even its status.
    nature: { ...outsideBrowsers, redirectStatus: 0, ownCookies: false, indexedDB: true },
    prepare: async (folder) => [execPath, join(here, 'browse.mjs'), await bundleInto(folder, 'page')],
  },
];
