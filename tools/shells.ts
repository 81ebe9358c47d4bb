import { spawnSync } from 'node:child_process';
import { aptStep } from './apt.js';
import type { Step } from './steps.js';

/** The shells that are completed in besides bash, which Debian has. */
const SHELLS = ['zsh', 'fish'];

/** Steps that see to it that the shells are there. */
export function shellSteps(): Step[] {
  return SHELLS.map((shell) =>
    aptStep({ what: shell, pack: shell, isThere: spawnSync(shell, ['--version']).status === 0 }),
  );
}
