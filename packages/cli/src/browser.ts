import { spawn } from 'node:child_process';
import type { Context } from './context.js';

/** Opens an address in the browser of whoever sits here. False when there is none to open it in. */
export function openInBrowser(url: string, { platform, env }: Context): Promise<boolean> {
  const command = commandFor(platform, env);
  if (!command) return Promise.resolve(false);
  const [program = '', ...args] = command;
  return new Promise((resolve) => {
    const child = spawn(program, [...args, url], { stdio: 'ignore', detached: true });
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}

type Env = Context['env'];

function commandFor(platform: string, env: Env): readonly string[] | undefined {
  if (env['BROWSER']) return [env['BROWSER']];
  if (platform === 'darwin') return ['open'];
  // `start` is the shell's own and would read the address: this is not.
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  return env['DISPLAY'] || env['WAYLAND_DISPLAY'] ? ['xdg-open'] : undefined;
}
