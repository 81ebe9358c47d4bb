import fs from 'node:fs/promises';
import { onTestFinished } from 'vitest';

/** A call to Node's `fs/promises`, or to a file that was opened there (`file.sync`, `file.writeFile`). */
export interface FileCall {
  readonly name: string;
  readonly args: readonly unknown[];
  /** Its first argument, or what the file was opened by. */
  readonly path: string;
  /** Lets it happen. */
  readonly proceed: () => Promise<unknown>;
}

/** What is called in place of each call. */
export type Around = (call: FileCall) => Promise<unknown>;

/** Comes between a program and Node's `fs/promises`, until what it gives is called, or the test is over. */
export function watchFiles(around: Around): () => void {
  const calls = Object.entries(fs).filter(([, call]) => typeof call === 'function');
  for (const [name] of calls) {
    replace(fs, name, async (args, original) => {
      const path = String(args[0]);
      const result = await around({ name, args, path, proceed: () => original(args) });
      if (name === 'open') watchFile(result, path, around);
      return result;
    });
  }
  const stop = (): void => void Object.assign(fs, Object.fromEntries(calls));
  onTestFinished(stop);
  return stop;
}

/** The number of each call, from 1, and its name: what this throws is what the call ends with. */
export function beforeEachCall(before: (count: number, name: string) => unknown): () => void {
  let count = 0;
  return watchFiles(async ({ name, proceed }) => {
    count += 1;
    await before(count, name);
    return proceed();
  });
}

/** What the system says when it refuses. Node puts the path into the message. */
export function refusal(code: string, syscall: string): Error {
  return Object.assign(new Error(`${code}: refused, ${syscall} '/canary'`), { code, syscall, path: '/canary' });
}

function watchFile(file: unknown, path: string, around: Around): void {
  if (typeof file !== 'object' || file === null) throw new Error('No file was opened');
  for (const name of ['sync', 'writeFile']) {
    replace(file, name, (args, original) =>
      around({ name: `file.${name}`, args, path, proceed: () => original(args) }),
    );
  }
}

type Original = (args: readonly unknown[]) => Promise<unknown>;

function replace(target: object, name: string, by: (args: readonly unknown[], original: Original) => unknown): void {
  const call: unknown = Reflect.get(target, name);
  if (typeof call !== 'function') throw new Error(`There is no ${name}`);
  const original: Original = async (args) => {
    const result: unknown = await Reflect.apply(call, target, args);
    return result;
  };
  Reflect.set(target, name, (...args: unknown[]) => by(args, original));
}
