import { Argument, type Command, type Option } from 'commander';
import type { Flag, Place, Shell, Value } from '../output/completion.js';
import type { AddCommand } from './command.js';

/** `ticketstub completion`. */
export const addCompletion: AddCommand = (program, execute) => {
  program
    .command('completion')
    .description('print what makes your shell complete commands and flags')
    .addArgument(new Argument('<shell>').choices(['bash', 'zsh', 'fish']))
    .addHelpText(
      'after',
      `
Examples:
  $ ticketstub completion bash > ~/.local/share/bash-completion/completions/ticketstub
  $ ticketstub completion zsh > "\${fpath[1]}/_ticketstub"
  $ ticketstub completion fish > ~/.config/fish/completions/ticketstub.fish`,
    )
    .action((shell: Shell) =>
      execute(async ({ output }) => {
        const { completionFor } = await import('../output/completion.js');
        const script = completionFor(shell, {
          places: placesOf(program),
          everywhere: [...program.options.map(flagOf), HELP],
        });
        output.result({ json: { shell, script }, text: script.trimEnd() });
      }),
    );
};

const HELP: Flag = { word: '--help', short: '-h', about: 'display help for command', value: undefined };

/** What may follow the program, and each of its commands. */
function placesOf(command: Command, path = ''): Place[] {
  const [first] = command.registeredArguments;
  const here: Place = {
    path,
    commands: command.commands.map((one) => ({ word: one.name(), about: one.description() })),
    choices: first?.argChoices ?? [],
    flags: command.parent ? command.options.map(flagOf) : [],
  };
  return [here, ...command.commands.flatMap((one) => placesOf(one, `${path} ${one.name()}`.trim()))];
}

function flagOf(option: Option): Flag {
  const { long, short, description: about } = option;
  return { word: long ?? short ?? '', short: long ? short : undefined, about, value: valueOf(option) };
}

function valueOf({ required, optional, flags, argChoices }: Option): Value | undefined {
  if (!required && !optional) return undefined;
  if (argChoices) return argChoices;
  if (flags.includes('<file>')) return 'file';
  // In `<plex.tv|server>` what has a dot stands for itself.
  const usual = /<([^|>]+\.[^|>]+)\|/.exec(flags)?.[1];
  return usual === undefined ? 'text' : [usual];
}
