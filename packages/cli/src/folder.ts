import { join } from 'node:path';
import type { Context } from './context.js';

/** The folder that holds the settings and the sealed credentials, as each system has it. */
export function folderOf({ env, home, platform }: Context): string {
  const own = env['TICKETSTUB_CONFIG_DIR'];
  if (own) return own;
  if (platform === 'win32') return join(env['APPDATA'] || join(home, 'AppData', 'Roaming'), 'ticketstub');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'ticketstub');
  return join(env['XDG_CONFIG_HOME'] || join(home, '.config'), 'ticketstub');
}
