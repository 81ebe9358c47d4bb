import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { aptInstall, aptStep } from './apt.js';
import type { Step } from './steps.js';

/** What brings PostgreSQL to a Debian machine. It starts a server of its own, which nothing here uses. */
export const INSTALL_POSTGRES: string = aptInstall('postgresql');

/** Where Debian keeps the programs of every version, which are on nobody's path. */
const DEBIAN = '/usr/lib/postgresql';

/** The folder with PostgreSQL's `initdb` and `postgres`: of the path, else the newest of Debian's; undefined where there is none. */
export function findPostgres(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).toSorted((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...(process.env['PATH'] ?? '').split(delimiter).filter(Boolean),
    ...versions.map((version) => join(DEBIAN, version, 'bin')),
  ];
  return folders.find((folder) => ['initdb', 'postgres'].every((program) => existsSync(join(folder, program))));
}

/** A step that sees to it that there is a PostgreSQL. */
export function postgresStep(): Step {
  return aptStep({ what: 'PostgreSQL', pack: 'postgresql', isThere: findPostgres() !== undefined });
}
