import { INTERRUPTED } from './exit-codes.js';
import type { Context } from './context.js';
import { failureOf } from './explain-error.js';
import { Output } from './output/output.js';
import { Left } from './prompts.js';
import { runProgram } from './program.js';
import { type Settings, settingsOf } from './settings.js';

/** Runs the command, and says how it ended: the only place that catches all there is. */
export async function main(context: Context): Promise<number> {
  let known: Settings | undefined;
  try {
    return await runProgram(context, (settings) => {
      known = settings;
    });
  } catch (error) {
    if (context.signal.aborted || error instanceof Left) return INTERRUPTED;
    const failure = failureOf(error, known);
    new Output(context, known ?? settingsBefore(context)).failure(failure);
    return failure.exitCode;
  }
}

/** How a failure is told when the command line, or the environment, is what is wrong. */
function settingsBefore({ args, env: { NO_COLOR, TERM } }: Context): Settings {
  const flags = { json: args.includes('--json'), color: !args.includes('--no-color') };
  return settingsOf(flags, { env: { NO_COLOR, TERM } });
}
