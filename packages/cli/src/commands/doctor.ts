import type { Run } from '../run.js';
import type { AddCommand } from './command.js';

/** `ticketstub doctor`. */
export const addDoctor: AddCommand = (program, execute) => {
  program
    .command('doctor')
    .description('find out what is wrong: clock, credentials, servers, and what to do next')
    .addHelpText('after', '\nExample:\n  $ ticketstub doctor --json')
    .action(() => execute(doctor));
};

async function doctor(run: Run): Promise<number> {
  const { examine } = await import('../examine.js');
  const findings = await examine(run);
  const { output } = run;
  const { green, yellow, red, dim } = output.paint;
  const marks = { good: green('✓'), odd: yellow('!'), bad: red('✗') };
  const lines = findings.flatMap(({ state, words, next, details = [] }) => [
    `${marks[state]} ${words}`,
    ...details.map((detail) => `    ${detail}`),
    ...(next === undefined ? [] : [`    ${dim('next:')} ${next}`]),
  ]);
  const isHealthy = findings.every(({ state }) => state !== 'bad');
  output.result({ json: { healthy: isHealthy, findings }, text: lines.join('\n') });
  return isHealthy ? 0 : 1;
}
