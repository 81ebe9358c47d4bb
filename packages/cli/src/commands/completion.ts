import { Argument, type Command } from 'commander';
import type { Shell, Word, Words } from '../output/completion.js';
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
        const script = completionFor(shell, wordsOf(program));
        output.result({ json: { shell, script }, text: script.trimEnd() });
      }),
    );
};

function wordsOf(program: Command, path = ''): Words[] {
  const inherited = path === '' ? [] : flagsOf(rootOf(program));
  const here: Words = {
    path,
    about: program.description(),
    commands: program.commands.map((command) => ({ word: command.name(), about: command.description() })),
    flags: [...flagsOf(program), ...inherited, { word: '--help', about: 'display help for command' }],
  };
  return [here, ...program.commands.flatMap((command) => wordsOf(command, `${path} ${command.name()}`.trim()))];
}

function rootOf(command: Command): Command {
  return command.parent ? rootOf(command.parent) : command;
}

function flagsOf(command: Command): Word[] {
  return command.options.map(({ long, short, description }) => ({ word: long ?? short ?? '', about: description }));
}
