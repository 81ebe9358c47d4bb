import { spawnSync } from 'node:child_process';
import type { Step } from './steps.js';

/** What brings Chromium to a Debian machine. */
export const INSTALL_CHROMIUM = 'apt-get update && apt-get install -y --no-install-recommends chromium';

/** Where Chromium is; undefined where it is not. */
export function findChromium(): string | undefined {
  const { stdout } = spawnSync('sh', ['-c', 'command -v chromium'], { encoding: 'utf8' });
  return stdout.trim() || undefined;
}

/** A step that installs Debian's Chromium where there is none and root may; elsewhere it fails with the command to run. */
export function chromiumStep(): Step {
  const name = 'install Chromium';
  if (findChromium() !== undefined) return { name, commands: [] };
  const isOurs = process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0;
  const ask = `echo 'no Chromium: install it, on Debian by: sudo sh -c "${INSTALL_CHROMIUM}"' >&2; exit 1`;
  return {
    name,
    commands: [['sh', '-c', isOurs ? `export DEBIAN_FRONTEND=noninteractive; ${INSTALL_CHROMIUM}` : ask]],
  };
}
