import { spawn } from 'node:child_process';
import { type Context, withoutSecrets } from './context.js';

/** Opens an address in the browser of whoever sits here. False when there is none to open it in. */
export function openInBrowser(url: string, { platform, env }: Context): Promise<boolean> {
  const command = commandFor(platform, env);
  if (!command) return Promise.resolve(false);
  const [program = '', ...args] = command.some((word) => word.includes('%s'))
    ? command.map((word) => word.replaceAll('%s', () => url))
    : [...command, url];
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: 'ignore', detached: true, env: withoutSecrets(env) });
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}

type Env = Context['env'];

function commandFor(platform: string, env: Env): readonly string[] | undefined {
  const own = wordsOf(env['BROWSER'] ?? '');
  if (own.length > 0) return own;
  if (platform === 'darwin') return ['open'];
  // `start` is the shell's own and would read the address: this is not.
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  return env['DISPLAY'] || env['WAYLAND_DISPLAY'] ? ['xdg-open'] : undefined;
}

/** A piece of a word: quoted in one way or the other, or not. */
const PIECE = /'([^']*)'|"((?:[^"\\]|\\["\\])*)"|([^\s'"]+)/y;

/** A command as it is written in `BROWSER`: words, in quotes where they hold spaces. No shell reads it. */
function wordsOf(command: string): string[] {
  const words: string[] = [];
  for (let at = 0, isNew = true; at < command.length;) {
    PIECE.lastIndex = at;
    const found = PIECE.exec(command);
    // A space ends a word; so does a quote that nobody closes, which is left out.
    at = found ? PIECE.lastIndex : at + 1;
    if (found) {
      const [, single, double, bare] = found;
      const piece = single ?? double?.replace(/\\(["\\])/g, '$1') ?? bare ?? '';
      words.push(isNew ? piece : `${words.pop() ?? ''}${piece}`);
    }
    isNew = !found;
  }
  return words;
}
