import type { Context } from './context.js';
import { usage } from './failure.js';
import type { PlainQuestion } from './plain-prompts.js';

/** What can be chosen. */
export interface Choice {
  readonly value: string;
  readonly words: string;
}

/** Whether somebody can be asked. */
export function canAsk({ stdin, stderr }: Context): boolean {
  return stdin.isTTY === true && stderr.isTTY === true;
}

/** What is typed without being shown. @throws Left when it is left with Ctrl-C. */
export async function askSecret(context: Context, message: string): Promise<string> {
  demandTerminal(context);
  if (isDumb(context)) return answered(await askAtDumb(context, { message, isSecret: true }));
  const { isCancel, password } = await import('@clack/prompts');
  const typed = await password({ message, ...streamsOf(context) });
  return answered(isCancel(typed) ? undefined : typed);
}

/** Whether it is to be done; Enter alone says no. @throws Left when it is left with Ctrl-C. */
export async function confirm(context: Context, message: string): Promise<boolean> {
  demandTerminal(context);
  if (isDumb(context)) {
    const typed = answered(await askAtDumb(context, { message: `${message} (y/N)`, isSecret: false }));
    return /^y(?:es)?$/i.test(typed.trim());
  }
  const { confirm: ask, isCancel } = await import('@clack/prompts');
  const said = await ask({ message, initialValue: false, ...streamsOf(context) });
  return answered(isCancel(said) ? undefined : said);
}

/** One of several. @throws Left when it is left with Ctrl-C. */
export async function choose(context: Context, message: string, choices: readonly Choice[]): Promise<string> {
  demandTerminal(context);
  if (isDumb(context)) {
    const list = choices.map(({ words }, index) => `${index + 1}) ${words}\n`).join('');
    const typed = answered(await askAtDumb(context, { message: `${list}${message} (number)`, isSecret: false }));
    const chosen = choices[Number(typed.trim()) - 1];
    if (chosen) return chosen.value;
    throw usage(`there is no such number: 1 to ${choices.length}`, 'the same command again');
  }
  const { isCancel, select } = await import('@clack/prompts');
  const options = choices.map(({ value, words }) => ({ value, label: words }));
  const said = await select({ message, options, maxItems: 12, ...streamsOf(context) });
  return answered(isCancel(said) ? undefined : said);
}

/** That somebody has left a prompt. */
export class Left extends Error {
  override readonly name: string = 'Left';
}

function answered<Answer>(answer: Answer | undefined): Answer {
  if (answer === undefined) throw new Left('left with Ctrl-C');
  return answer;
}

/** @throws Failure with the exit code 2 where nobody can answer. */
function demandTerminal(context: Context): void {
  if (!canAsk(context)) throw usage('this needs an answer, and there is no terminal to ask at', 'ticketstub --help');
}

async function askAtDumb(context: Context, question: PlainQuestion): Promise<string | undefined> {
  const { askPlainly } = await import('./plain-prompts.js');
  return askPlainly(context, question);
}

const isDumb = ({ env }: Context): boolean => env['TERM'] === 'dumb';

/** Prompts go where no result goes. */
function streamsOf({ stdin, stderr, signal }: Context): {
  input: Context['stdin'];
  output: Context['stderr'];
  signal: AbortSignal;
} {
  return { input: stdin, output: stderr, signal };
}
