import { spawnSync } from 'node:child_process';
import { aptInstall, aptStep } from './apt.js';
import type { Step } from './steps.js';

/** What brings a terminal that can be looked at to a Debian machine. */
export const INSTALL_TMUX: string = aptInstall('tmux');

/** Where tmux is; undefined where it is not. */
export function findTmux(): string | undefined {
  const { stdout } = spawnSync('sh', ['-c', 'command -v tmux'], { encoding: 'utf8' });
  return stdout.trim() || undefined;
}

/** A step that sees to it that there is a tmux. */
export function tmuxStep(): Step {
  return aptStep({ what: 'tmux', pack: 'tmux', isThere: findTmux() !== undefined });
}
