import { type Argument, Command, CommanderError, Option } from 'commander';
import type { Execute } from './commands/command.js';
import { commands } from './commands/commands.js';
import type { Context } from './context.js';
import { DONE } from './exit-codes.js';
import { type Failure, usage } from './failure.js';
import { Output } from './output/output.js';
import { type GlobalFlags, type Settings, settingsOf } from './settings.js';
import { VERSION } from './version.js';

const ABOUT = `Plex sign-in at a terminal, and a local Plex to build against.
Not affiliated with or endorsed by Plex.`;

const EXAMPLES = `
Examples:
  $ ticketstub login              sign in on Plex’s own page
  $ ticketstub whoami             who is signed in, and where that is kept
  $ ticketstub token --for Attic  the token that works there
  $ ticketstub dev                a Plex of your own, with invented people

Environment:
  PLEX_TOKEN             used instead of what is kept; commands say so
  PLEX_URL               where plex.tv is: the address of a stand-in
  TICKETSTUB_PROFILE     the profile, unless --profile is given
  TICKETSTUB_PASSPHRASE  seals the credentials where there is no keychain
  TICKETSTUB_CONFIG_DIR  where settings and sealed credentials are

Exit codes: 0 done, 1 failed, 2 wrong usage, 4 not signed in, 130 interrupted.
`;

/**
 * Runs what was typed, and tells what flags and environment say as soon as that is known.
 * @throws Failure, or what the command failed with.
 */
export async function runProgram(context: Context, know: (settings: Settings) => void): Promise<number> {
  const ending = { code: DONE };
  const program = build(context, async (command, settings) => {
    know(settings);
    ending.code = (await command({ context, settings, output: new Output(context, settings) })) ?? DONE;
  });
  try {
    // Who types nothing wants to know what there is.
    await program.parseAsync(context.args.length === 0 ? ['--help'] : [...context.args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and the version were printed.
    if (error.exitCode === 0) return DONE;
    throw mistake(error, commandOf(program, context.args));
  }
  return ending.code;
}

type Begin = (command: Parameters<Execute>[0], settings: Settings) => Promise<void>;

function build(context: Context, begin: Begin): Command {
  const program = new Command('ticketstub')
    .description(ABOUT)
    .version(VERSION, '-V, --version', 'print the version')
    .addHelpText('after', EXAMPLES)
    .helpCommand(false)
    .showSuggestionAfterError()
    .exitOverride()
    .configureHelp({
      showGlobalOptions: true,
      subcommandTerm: (command) =>
        [command.name(), ...command.registeredArguments.map((argument) => usageOf(argument))].join(' '),
    })
    .configureOutput({
      writeOut: (text) => void context.stdout.write(text),
      // What is wrong with the command line is told in the words of all failures.
      writeErr: () => {},
      getOutHelpWidth: () => context.stdout.columns ?? 80,
      getOutHasColors: () => false,
    })
    .option('--profile <name>', 'whose credentials: a name of your own (default: default)')
    .option('--plex-url <url>', 'where plex.tv is: the address of a stand-in')
    .option('--json', 'print one JSON object, for scripts')
    .addOption(new Option('-q, --quiet', 'print nothing but what was asked for'))
    .option('--no-color', 'print no colours');
  for (const add of commands)
    add(program, (command) => begin(command, settingsOf(program.opts<GlobalFlags>(), context)));
  return program;
}

const usageOf = (argument: Argument): string => (argument.required ? `<${argument.name()}>` : `[${argument.name()}]`);

/** The command that was typed, as far as there is one. */
function commandOf(program: Command, args: readonly string[]): Command {
  const [word, ...rest] = args;
  if (word === undefined) return program;
  const named = program.commands.find((command) => command.name() === word);
  return commandOf(named ?? program, rest);
}

/** What is wrong with the command line, in the words of all failures. */
function mistake({ code, message }: CommanderError, command: Command): Failure {
  const names: string[] = [];
  for (let at: Command | null = command; at; at = at.parent) names.unshift(at.name());
  const subcommands = command.commands.map((one) => one.name()).join(' or ');
  const words =
    code === 'commander.help'
      ? `${command.name()} what? ${subcommands}`
      : message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ');
  return usage(words, `${names.join(' ')} --help`);
}
