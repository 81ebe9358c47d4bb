import { addAbortSignal } from 'node:stream';
import type { Context } from './context.js';
import { usage } from './failure.js';

/** Bytes of stdin that are read at most: whatever is asked for is short. */
const MOST_BYTES = 131_072;

/** What stdin should hold, and which help says so. */
export interface Wanted {
  /** Such as `the token`. */
  readonly what: string;
  readonly help: string;
}

/**
 * The lines of stdin, without the empty ones.
 * @throws Failure with the exit code 2 when there are none; the signal's reason once it has aborted.
 */
export async function readLines({ stdin, signal }: Context, { what, help }: Wanted): Promise<string[]> {
  if (stdin.isTTY === true) throw usage(`${what} is read from stdin, and stdin is a terminal`, help);
  const pieces: Buffer[] = [];
  let size = 0;
  // Nobody knows when a pipe ends: the wait for it can be left.
  addAbortSignal(signal, stdin);
  for await (const piece of stdin) {
    const bytes = typeof piece === 'string' || piece instanceof Uint8Array ? Buffer.from(piece) : Buffer.alloc(0);
    size += bytes.length;
    if (size > MOST_BYTES) throw usage(`stdin holds more than ${what}`, help);
    pieces.push(bytes);
  }
  const lines = Buffer.concat(pieces)
    .toString('utf8')
    .split(/\r?\n/)
    .filter((line) => line !== '');
  if (lines.length === 0) throw usage(`${what} is read from stdin, which is empty`, help);
  return lines;
}

/**
 * The token that stdin holds, and nothing else.
 * @throws Failure with the exit code 2 when that is no token: it is not repeated.
 */
export async function readToken(context: Context, help: string): Promise<string> {
  const lines = await readLines(context, { what: 'the token', help });
  const [token = ''] = lines.map((line) => line.trim());
  if (lines.length === 1 && /^[!-~]+$/.test(token)) return token;
  throw usage('stdin holds no token: that is one line of letters, digits and signs', help);
}

/**
 * The Home PIN that stdin holds.
 * @throws Failure with the exit code 2 when that is no PIN: it is not repeated.
 */
export async function readPin(context: Context, help: string): Promise<string> {
  const [pin = ''] = await readLines(context, { what: 'the PIN', help });
  if (/^\d{4}$/.test(pin.trim())) return pin.trim();
  throw usage('stdin holds no PIN: that is four digits', help);
}
