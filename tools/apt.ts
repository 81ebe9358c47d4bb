import { spawnSync } from 'node:child_process';
import type { Step } from './steps.js';

/** Something that no package registry of ours has, and Debian does. */
export interface Program {
  /** What it is called. */
  readonly what: string;
  /** Debian's package. */
  readonly pack: string;
  readonly isThere: boolean;
}

/** What brings a package to a Debian machine. */
export function aptInstall(pack: string): string {
  return `apt-get update && apt-get install -y --no-install-recommends ${pack}`;
}

/** A step that installs Debian's package where the program is missing and root may; elsewhere it fails with the command to run. */
export function aptStep({ what, pack, isThere }: Program): Step {
  const name = `install ${what}`;
  if (isThere) return { name, commands: [] };
  const isOurs = process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0;
  const install = aptInstall(pack);
  const ask = `echo 'no ${what}: install it, on Debian by: sudo sh -c "${install}"' >&2; exit 1`;
  return { name, commands: [['sh', '-c', isOurs ? `export DEBIAN_FRONTEND=noninteractive; ${install}` : ask]] };
}
