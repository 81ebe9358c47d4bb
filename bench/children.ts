import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { z } from 'zod/v4';

/** A program of the bench in a process of its own, run by plain Node. */
export interface Child {
  /** Sends a message and reads the answer to it. */
  ask<T>(message: object, answer: z.ZodType<T>): Promise<T>;
  end(): Promise<void>;
}

const failure = z.object({ failure: z.string() });

/** Starts a program of this folder; what it throws ends the bench. */
export function startChild(program: string, args: readonly string[] = []): Child {
  // The bench itself runs under a loader, which must not be in what is measured.
  const child = fork(join(import.meta.dirname, program), [...args], {
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  return {
    ask: async (message, answer) => {
      child.send(message);
      const said = await nextMessage(child);
      const failed = failure.safeParse(said);
      if (failed.success) throw new Error(`${[program, ...args].join(' ')}: ${failed.data.failure}`);
      return answer.parse(said);
    },
    end: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill();
      await gone;
    },
  };
}

function nextMessage(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const leave = (code: number | null): void => reject(new Error(`A program of the bench ended with ${String(code)}`));
    child.once('exit', leave);
    child.once('message', (message) => {
      child.off('exit', leave);
      resolve(message);
    });
  });
}
