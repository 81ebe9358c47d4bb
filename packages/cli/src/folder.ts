import { isAbsolute, join } from 'node:path';
import type { Context } from './context.js';

/** The folder that holds the settings and the sealed credentials, as each system has it. */
export function folderOf({ env, home, platform }: Context): string {
  const own = env['TICKETSTUB_CONFIG_DIR'];
  if (own) return own;
  if (platform === 'win32') return join(env['APPDATA'] || join(home, 'AppData', 'Roaming'), 'ticketstub');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'ticketstub');
  // https://specifications.freedesktop.org/basedir-spec: a path that is not absolute is to be ignored.
  const config = env['XDG_CONFIG_HOME'] ?? '';
  return join(isAbsolute(config) ? config : join(home, '.config'), 'ticketstub');
}

/** Where in it profiles are remembered. */
export function profilesIn(folder: string): string {
  return join(folder, 'profiles');
}
