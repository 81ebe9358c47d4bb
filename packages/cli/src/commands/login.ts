import type { Run } from '../run.js';
import type { AddCommand } from './command.js';

/** `ticketstub login`. */
export const addLogin: AddCommand = (program, execute) => {
  program
    .command('login')
    .description("sign in: on Plex's own page, with a code, a password or a token")
    .option('--code', 'show a code to type in at plex.tv/link, and a QR code, instead of opening a page')
    .option(
      '--device',
      'sign in as a device with a key: plex.tv gives it tokens that live for a week, renewed by themselves',
    )
    .option(
      '--with-password <login>',
      'sign in with a password: asked for in a terminal, else the first line of stdin, and a two-factor code the second',
    )
    .option('--with-token', 'keep a token of another program: read from stdin')
    .option('--no-browser', 'open nothing: print the address of the page')
    .addHelpText(
      'after',
      `
Examples:
  $ ticketstub login
  $ ticketstub login --code
  $ printf '%s\\n' "$PASSWORD" | ticketstub login --with-password you@example.com
  $ ticketstub login --with-token < token.txt`,
    )
    .action((options: LoginFlags) => execute((run) => login(run, options)));
};

interface LoginFlags {
  readonly code?: boolean;
  readonly device?: boolean;
  readonly withPassword?: string;
  readonly withToken?: boolean;
  readonly browser: boolean;
}

async function login(run: Run, flags: LoginFlags): Promise<void> {
  const [{ usage }, { openKeeping }] = await Promise.all([import('../failure.js'), import('../session.js')]);
  const ways = [flags.code, flags.withPassword !== undefined, flags.withToken].filter((way) => way === true);
  if (ways.length > 1) throw usage('choose one of --code, --with-password and --with-token', 'ticketstub login --help');
  if (flags.device && (flags.withPassword !== undefined || flags.withToken))
    throw usage('--device signs in on a page, or with --code', 'ticketstub login --help');
  // What is read from stdin is there, or wrong, before anything is made or sent.
  const input = await readInput(run, flags);
  const keeping = await openKeeping(run);
  const { signInWith } = await import('../sign-in.js');
  const { name, json } = await signInWith(run, keeping, input);
  const { vault } = keeping;
  run.output.result({
    json: { ...json, profile: run.settings.profile, sealedWith: vault.sealedWith, place: vault.place },
    text: `Signed in as ${run.output.paint.bold(name)}.\nKept in ${vault.place}.`,
  });
}

async function readInput(run: Run, flags: LoginFlags): Promise<import('../sign-in.js').WayIn> {
  const { readLines } = await import('../prompts.js');
  if (flags.withToken) {
    const [accessToken = ''] = await readLines(run.context, 'the token');
    return { way: 'token', accessToken };
  }
  if (flags.withPassword !== undefined) {
    if (run.context.stdin.isTTY === true)
      return { way: 'password', login: flags.withPassword, password: undefined, code: undefined };
    const [password = '', code] = await readLines(run.context, 'the password');
    return { way: 'password', login: flags.withPassword, password, code };
  }
  return { way: flags.code ? 'code' : 'page', device: flags.device === true, browser: flags.browser };
}
