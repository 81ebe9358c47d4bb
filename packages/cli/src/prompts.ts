import type { Context } from './context.js';
import { usage } from './failure.js';

/** Lines of stdin that are read at most: whatever is asked for is short. */
const MOST_BYTES = 65_536;

/**
 * The lines of stdin, without what is empty at its end.
 * @throws Failure with the exit code 2 when there are none.
 */
export async function readLines({ stdin, signal }: Context, what: string): Promise<string[]> {
  if (stdin.isTTY === true)
    throw usage(`${what} is read from stdin, and stdin is a terminal`, 'ticketstub login --help');
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of stdin) {
    signal.throwIfAborted();
    const bytes = typeof piece === 'string' || piece instanceof Uint8Array ? Buffer.from(piece) : Buffer.alloc(0);
    size += bytes.length;
    if (size > MOST_BYTES) throw usage(`stdin holds more than ${what}`, 'ticketstub login --help');
    pieces.push(bytes);
  }
  const lines = Buffer.concat(pieces)
    .toString('utf8')
    .split(/\r?\n/)
    .filter((line) => line !== '');
  if (lines.length === 0) throw usage(`${what} is read from stdin, which is empty`, 'ticketstub login --help');
  return lines;
}

/** What is typed without being shown. @throws the signal's reason when it is left with Ctrl-C. */
export async function askSecret(context: Context, message: string): Promise<string> {
  const { isCancel, password } = await import('@clack/prompts');
  const typed = await password({ message, ...streamsOf(context), signal: context.signal });
  if (isCancel(typed)) throw left();
  return typed;
}

/** What is typed. @throws the signal's reason when it is left with Ctrl-C. */
export async function askText(context: Context, message: string): Promise<string> {
  const { isCancel, text } = await import('@clack/prompts');
  const typed = await text({ message, ...streamsOf(context), signal: context.signal });
  if (isCancel(typed)) throw left();
  return typed;
}

/** Whether somebody says yes. @throws the signal's reason when it is left with Ctrl-C. */
export async function confirm(context: Context, message: string): Promise<boolean> {
  const { confirm: ask, isCancel } = await import('@clack/prompts');
  const answer = await ask({ message, initialValue: false, ...streamsOf(context), signal: context.signal });
  if (isCancel(answer)) throw left();
  return answer;
}

/** That somebody has left a prompt. */
export class Left extends Error {
  override readonly name: string = 'Left';
}

function left(): Left {
  return new Left('left with Ctrl-C');
}

/** Prompts go where no result goes. @throws Failure with the exit code 2 where nobody can answer one. */
function streamsOf({ stdin, stderr }: Context): { input: Context['stdin']; output: Context['stderr'] } {
  if (stdin.isTTY !== true || stderr.isTTY !== true)
    throw usage('this needs an answer, and there is no terminal to ask at', 'ticketstub login --help');
  return { input: stdin, output: stderr };
}
