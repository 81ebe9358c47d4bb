import type { WayIn } from '../sign-in.js';
import type { Run } from '../run.js';
import type { AddCommand } from './command.js';

const HELP = 'ticketstub login --help';

/** `ticketstub login`. */
export const addLogin: AddCommand = (program, execute) => {
  program
    .command('login')
    .description('sign in: on Plex’s own page, with a code, a password or a token')
    .option('--code', 'show a code to type in at plex.tv/link, and a QR code')
    .option('--device', 'sign in with a key: its tokens live for a week, and are renewed')
    .option('--with-password <login>', 'sign in with a password, which is asked for, or read from stdin')
    .option('--with-token', 'keep a token of another program, read from stdin')
    .option('--server <name>', 'the server that is meant when a command names none')
    .option('--no-browser', 'open nothing: print the address of the page')
    .addHelpText(
      'after',
      `
Without a terminal, the first line of stdin is the password, and the second a
two-factor code if there is one.

Examples:
  $ ticketstub login
  $ ticketstub login --code --server Attic
  $ ticketstub login --with-password you@example.com < password.txt
  $ ticketstub login --with-token < token.txt`,
    )
    .action((options: LoginFlags) => execute((run) => login(run, options)));
};

interface LoginFlags {
  readonly code?: boolean;
  readonly device?: boolean;
  readonly withPassword?: string;
  readonly withToken?: boolean;
  readonly server?: string;
  readonly browser: boolean;
}

async function login(run: Run, flags: LoginFlags): Promise<void> {
  // What is typed or read from stdin is wrong before anything is made or sent.
  const input = await readInput(run, flags);
  const [{ openKeeping }, { signInWith }, { placeOf, sentence }, { plain }] = await Promise.all([
    import('../session.js'),
    import('../sign-in.js'),
    import('../output/words.js'),
    import('../output/human.js'),
  ]);
  const { context, output, settings } = run;
  const keeping = await openKeeping(run);
  const { name, json } = await signInWith(run, keeping, input);
  const server = flags.server === undefined ? null : await chooseServer(run, flags.server, { name, owner: json.uuid });
  const place = placeOf(keeping.vault.sealedWith, context);
  const bold = output.paint.bold(name);
  output.result({
    json: { ...json, profile: settings.profile, ...place.json, defaultServer: server },
    text: [
      settings.profile === 'default' ? `Signed in as ${bold}.` : `Signed in as ${bold}, profile ${settings.profile}.`,
      sentence(place.text),
      ...(server ? [`The default server is ${output.paint.bold(plain(server.name))}.`] : []),
    ].join('\n'),
  });
  if (settings.token !== undefined) output.note('PLEX_TOKEN is set, and goes before what is kept: unset it.');
}

async function readInput({ context }: Run, flags: LoginFlags): Promise<WayIn> {
  const { usage } = await import('../failure.js');
  const { readLines, readToken } = await import('../stdin.js');
  const { code, device = false, withPassword, withToken, browser } = flags;
  const ways = [code, withPassword !== undefined, withToken].filter((way) => way === true);
  if (ways.length > 1) throw usage('choose one of --code, --with-password and --with-token', HELP);
  if (device && (withPassword !== undefined || withToken))
    throw usage('--device signs in on a page, or with --code', HELP);
  if (withToken) return { way: 'token', accessToken: await readToken(context, HELP) };
  if (withPassword === undefined) return { way: code ? 'code' : 'page', device, browser };
  if (withPassword.trim() === '') throw usage('--with-password takes a username or an e-mail address', HELP);
  if (context.stdin.isTTY === true)
    return { way: 'password', login: withPassword, password: undefined, code: undefined };
  const [password = '', factor] = await readLines(context, { what: 'the password', help: HELP });
  return { way: 'password', login: withPassword, password, code: factor };
}

/** @throws Failure when there is no such server: the sign-in is kept all the same. */
async function chooseServer(
  run: Run,
  wanted: string,
  { name, owner }: { readonly name: string; readonly owner: string },
): Promise<{ readonly machineIdentifier: string; readonly name: string }> {
  const [{ openSession }, { setDefaultServer }, { Failure }, { failureOf }, { Left }] = await Promise.all([
    import('../session.js'),
    import('../default-server.js'),
    import('../failure.js'),
    import('../explain-error.js'),
    import('../prompts.js'),
  ]);
  const own: Run = { ...run, settings: { ...run.settings, token: undefined } };
  try {
    return await setDefaultServer(own, await openSession(own), { wanted, owner });
  } catch (error) {
    if (run.context.signal.aborted || error instanceof Left) throw error;
    const { code, message } = failureOf(error, own.settings);
    const next = 'ticketstub servers, then ticketstub servers --default NAME';
    throw new Failure({ code, message: `you are signed in as ${name}, but ${message}`, next, cause: error });
  }
}
