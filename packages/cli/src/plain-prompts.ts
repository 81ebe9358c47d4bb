import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import type { Context } from './context.js';

/** What is asked. */
export interface PlainQuestion {
  readonly message: string;
  /** Whether what is typed is not shown. */
  readonly isSecret: boolean;
}

/** Asks at a terminal that can only print. Undefined when it is left. */
export function askPlainly(
  { stdin, stderr, signal }: Context,
  { message, isSecret }: PlainQuestion,
): Promise<string | undefined> {
  stderr.write(`${message}: `);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: isSecret ? nowhere : stderr, terminal: true });
  return new Promise((resolve) => {
    const end = (typed: string | undefined): void => {
      // Closing it tells of itself: by then the question is answered.
      resolve(typed);
      signal.removeEventListener('abort', leave);
      lines.off('close', leave).close();
      if (isSecret || typed === undefined) stderr.write('\n');
    };
    const leave = (): void => end(undefined);
    signal.addEventListener('abort', leave, { once: true });
    lines.once('line', end).once('SIGINT', leave).once('close', leave);
  });
}
