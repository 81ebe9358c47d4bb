import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { promisify } from 'node:util';
import { findTmux, INSTALL_TMUX } from '../../tools/tmux.js';
import { BIN } from './command.js';
import type { World } from './world.js';

/** What is typed at a terminal, and what kind of terminal that is. */
export interface Typed {
  readonly args: readonly string[];
  /** Beside what every command of the world is started with. */
  readonly env?: Readonly<Record<string, string>>;
  /** Columns; 80 unless it says otherwise. */
  readonly width?: number;
  /** What the shell does with the command, as `"$@"`: run it, unless it says otherwise. */
  readonly line?: string;
}

/** How a command ended, and what it left behind. */
export interface LeftBehind {
  readonly code: number;
  readonly isCursorVisible: boolean;
  /** Whether `stty -a` says what it said before. */
  readonly isAsBefore: boolean;
  readonly screen: string;
}

/** A command at a real terminal, which is a pseudo-terminal that tmux draws. */
export interface Terminal extends AsyncDisposable {
  /** What stands on the screen, or has scrolled out of it at the top. */
  screen(): Promise<string>;
  /** The same with the colours. */
  painted(): Promise<string>;
  /** Waits until the screen matches, and gives the match. */
  shows(pattern: RegExp): Promise<RegExpExecArray>;
  type(text: string): Promise<void>;
  /** Presses a key by tmux's name for it: `Enter`, `C-c`, `Down`. */
  press(key: string): Promise<void>;
  /** Waits until it has ended. */
  ended(): Promise<LeftBehind>;
}

/** Milliseconds that anything may take. */
const PATIENCE = 20_000;

/** The shell outlives Ctrl-C and tells what came of it; the screen stays until it was looked at. */
const script = (line: string): string => `
trap : INT
stty -a > "$PROOF/before"
${line}
echo "$?" > "$PROOF/code"
stty -a > "$PROOF/after"
: > "$PROOF/done"
exec sleep 600
`;

/** Types a command at a terminal of its own. */
export async function openTerminal(
  world: World,
  { args, env = {}, width = 80, line = '"$@"' }: Typed,
): Promise<Terminal> {
  const tmux = findTmux();
  if (tmux === undefined) throw new Error(`no tmux: ${INSTALL_TMUX}`);
  const proof = await mkdtemp(join(tmpdir(), 'ticketstub-terminal-'));
  const socket = join(proof, 'tmux');
  const shell = join(proof, 'type.sh');
  await writeFile(shell, script(line));
  const run: Tmux = async (...words) =>
    (await promisify(execFile)(tmux, ['-S', socket, '-f', '/dev/null', ...words], { encoding: 'utf8' })).stdout;
  const around = { ...world.env, TERM: 'tmux-256color', LANG: 'C.UTF-8', ...env, PROOF: proof };
  const variables = Object.entries(around).map(([name, value]) => `${name}=${value}`);
  const command = ['env', '-i', ...variables, 'sh', shell, process.execPath, BIN, ...args];
  await run('-u', 'new-session', '-d', '-x', `${width}`, '-y', '50', ...command);
  return terminalOf(run, proof);
}

/** Runs a command of tmux, and gives what it prints. */
type Tmux = (...words: string[]) => Promise<string>;

function terminalOf(run: Tmux, proof: string): Terminal {
  const capture: Tmux = (...how) => run('capture-pane', '-p', '-J', '-S', '-', ...how);
  const screen = async (): Promise<string> => (await capture()).replace(/[ \n]+$/, '\n').replace(/ +$/gm, '');
  const read = (name: string): Promise<string> => readFile(join(proof, name), 'utf8');
  const isDone = (): Promise<true | undefined> =>
    read('done').then(
      () => true,
      () => undefined,
    );
  return {
    screen,
    painted: () => capture('-e'),
    async shows(pattern) {
      const look = async (): Promise<RegExpExecArray | undefined> => pattern.exec(await screen()) ?? undefined;
      return until(look, async () => `${pattern} in\n${await screen()}`);
    },
    async type(text) {
      await run('send-keys', '-l', '--', text);
    },
    async press(key) {
      await run('send-keys', key);
    },
    async ended() {
      await until(isDone, async () => `end after\n${await screen()}`);
      return {
        code: Number(await read('code')),
        isCursorVisible: (await run('display-message', '-p', '#{cursor_flag}')).trim() === '1',
        isAsBefore: (await read('before')) === (await read('after')),
        screen: await screen(),
      };
    },
    async [Symbol.asyncDispose]() {
      await run('kill-server').catch(() => {});
      await rm(proof, { recursive: true, force: true });
    },
  };
}

/** Looks again and again until there is something. */
async function until<Found>(look: () => Promise<Found | undefined>, what: () => Promise<string>): Promise<Found> {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`there is no ${await what()}`);
    await pass(50);
  }
}
