import { spawnSync } from 'node:child_process';
import { aptInstall, aptStep } from './apt.js';
import type { Step } from './steps.js';

/** What brings Chromium to a Debian machine. */
export const INSTALL_CHROMIUM: string = aptInstall('chromium');

/** Where Chromium is; undefined where it is not. */
export function findChromium(): string | undefined {
  const { stdout } = spawnSync('sh', ['-c', 'command -v chromium'], { encoding: 'utf8' });
  return stdout.trim() || undefined;
}

/** A step that sees to it that there is a Chromium. */
export function chromiumStep(): Step {
  return aptStep({ what: 'Chromium', pack: 'chromium', isThere: findChromium() !== undefined });
}
