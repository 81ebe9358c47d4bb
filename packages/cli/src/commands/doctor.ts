import type { Run } from '../run.js';
import type { AddCommand } from './command.js';

/** `ticketstub doctor`. */
export const addDoctor: AddCommand = (program, execute) => {
  program
    .command('doctor')
    .description('find out what is wrong with clock, credentials or servers, and what to do')
    .addHelpText('after', '\nExample:\n  $ ticketstub doctor --json')
    .action(() => execute(doctor));
};

async function doctor(run: Run): Promise<number> {
  const { examine } = await import('../examine.js');
  const { findings, exitCode } = await examine(run);
  const { output } = run;
  const { green, yellow, red, dim } = output.paint;
  const marks = { good: green('✓'), odd: yellow('!'), bad: red('✗') };
  const lines = findings.flatMap(({ state, words, next, details = [] }) => [
    `${marks[state]} ${words}`,
    ...details.map((detail) => `    ${detail}`),
    ...(next === undefined ? [] : [`    ${dim('next:')} ${next}`]),
  ]);
  output.result({
    json: {
      healthy: exitCode === 0,
      findings: findings.map(({ about, state, words, details = [], next = null }) => ({
        about,
        state,
        words,
        details,
        next,
      })),
    },
    text: lines.join('\n'),
  });
  return exitCode;
}
