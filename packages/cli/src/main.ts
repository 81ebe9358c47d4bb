import { INTERRUPTED } from './exit-codes.js';
import type { Context } from './context.js';
import { failureOf } from './explain-error.js';
import { Output } from './output/output.js';
import { Left } from './prompts.js';
import { runProgram } from './program.js';
import { settingsOf } from './settings.js';

/** Runs the command, and says how it ended: the only place that catches all there is. */
export async function main(context: Context): Promise<number> {
  try {
    return await runProgram(context);
  } catch (error) {
    if (context.signal.aborted || error instanceof Left) return INTERRUPTED;
    const failure = failureOf(error);
    outputFor(context).failure(failure);
    return failure.exitCode;
  }
}

/** How a failure is told: the command line may be what is wrong. */
function outputFor(context: Context): Output {
  const { args } = context;
  const flags = { json: args.includes('--json'), color: !args.includes('--no-color') };
  return new Output(context, settingsOf(flags, { ...context, env: { NO_COLOR: context.env['NO_COLOR'] } }));
}
