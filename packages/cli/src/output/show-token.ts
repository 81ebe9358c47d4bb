import { Failure } from '../failure.js';
import type { Run } from '../run.js';
import { shortened } from './human.js';

/** A token to be shown, and where it works. */
export interface ShownToken {
  readonly token: string;
  readonly for: string;
  /** Whether all of it is shown in a terminal, too. */
  readonly raw: boolean;
}

/**
 * Prints a token: all of it where no terminal keeps it on show.
 * @throws Failure for what no token is: a server may say anything, and a terminal obeys some of it.
 */
export function showToken({ context, output }: Run, { token, for: where, raw }: ShownToken): void {
  if (!/^[!-~]+$/.test(token))
    throw new Failure({
      code: 'NOT_A_TOKEN',
      message: 'what was given as a token is none: it holds more than letters, digits and signs',
      next: 'ticketstub doctor',
    });
  const isWhole = raw || context.stdout.isTTY !== true;
  if (!isWhole && !output.isJson) output.note('Shortened, for this is a terminal: --raw prints all of it.');
  const shown = isWhole ? token : shortened(token);
  output.result({ json: { for: where, token: shown, isWhole }, text: shown });
}
