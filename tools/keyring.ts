import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { aptInstall, aptStep } from './apt.js';
import type { Step } from './steps.js';

/** Debian's packages of a session bus, a Secret Service and what shows its secrets. */
const PACKAGES = 'dbus gnome-keyring libsecret-tools';

/** What they bring. */
const PROGRAMS = ['dbus-daemon', 'dbus-send', 'gnome-keyring-daemon', 'secret-tool'];

/** What brings a keyring to a Debian machine. */
export const INSTALL_KEYRING: string = aptInstall(PACKAGES);

/** Whether there is all that a keychain of Linux is made of. */
export function hasKeyring(): boolean {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  return PROGRAMS.every((program) => folders.some((folder) => existsSync(join(folder, program))));
}

/** A step that sees to it that there is a keyring. */
export function keyringStep(): Step {
  return aptStep({ what: 'a keyring', pack: PACKAGES, isThere: hasKeyring() });
}
