import type { Readable, Writable } from 'node:stream';

/** What is typed into: a terminal, a pipe or a file. */
export type Input = Readable & { readonly isTTY?: boolean | undefined };

/** What is printed on, and how wide it is if it is a terminal. */
export type Printer = Writable & { readonly isTTY?: boolean | undefined; readonly columns?: number | undefined };

/** The world around a command: all that it may know and touch besides the network and the folder of its settings. */
export interface Context {
  /** What was typed behind the name of the command. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  /** The folder of whoever runs it. */
  readonly home: string;
  /** What this computer is called. */
  readonly hostname: string;
  readonly stdin: Input;
  readonly stdout: Printer;
  readonly stderr: Printer;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** The environment for a program that the command starts: what is secret to the command is nothing to it. */
export function withoutSecrets(env: Context['env']): Context['env'] {
  return { ...env, PLEX_TOKEN: undefined, TICKETSTUB_PASSPHRASE: undefined };
}
