import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Gate } from './gate.js';
import type { Planted } from './linked-keys.js';

/** Where processes find the credentials. */
export type Where =
  | { readonly kind: 'memory'; readonly planted: readonly Planted[] }
  | { readonly kind: 'files'; readonly folder: string }
  | { readonly kind: 'postgres'; readonly connection: object };

/** What a process is told to do. */
export interface Task {
  readonly where: Where;
  /** How many keep at once, one credential each; they share a governor. */
  readonly keepers: number;
  readonly rate: { readonly perSecond: number; readonly burst: number };
  /** The file in which it writes down its writes. */
  readonly journal: string;
}

const line = z.object({ name: z.string(), over: z.string(), token: z.string(), version: z.string().optional() });

/**
 * A write: the version that its process had read last, and the one that it made, which is undefined when its process did
 * not live to be told.
 */
export type Write = z.output<typeof line>;

const failed = z.object({ failure: z.string() });

/** What is left of a process. */
export interface Lived {
  /** The way that it took to plex.tv. */
  readonly gate: Pick<Gate, 'passages' | 'exchanges'>;
  readonly isKilled: boolean;
  /** All that it wrote, in order. */
  writes(): Write[];
}

/** One process that keeps credentials, from its start to its end. */
export class Life implements Lived {
  readonly gate: Gate;
  /** What went wrong in it. */
  readonly failures: string[] = [];
  readonly #journal: string;
  readonly #child: ChildProcess;
  readonly #exit: Promise<unknown>;
  #isKilled = false;
  #isEnding = false;
  #hears: (message: unknown) => void = () => {};

  private constructor(gate: Gate, journal: string) {
    this.gate = gate;
    this.#journal = journal;
    const program = join(import.meta.dirname, 'keeping.mjs');
    this.#child = fork(program, { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.#exit = once(this.#child, 'exit');
    this.#child.on('message', (message) => {
      const { success, data } = failed.safeParse(message);
      if (success) this.failures.push(data.failure);
      this.#hears(message);
    });
    this.#child.once('exit', (code, signal) => {
      if (!this.#isKilled && !this.#isEnding) this.failures.push(`it ended by itself: ${String(code ?? signal)}`);
      this.#hears(undefined);
    });
  }

  /** Starts a process. It keeps once this resolves. */
  static async begin(gate: Gate, task: Task): Promise<Life> {
    const life = new Life(gate, task.journal);
    await life.ask({ begin: { ...task, url: gate.url } }, z.object({ begun: z.literal(true) }));
    return life;
  }

  get isKilled(): boolean {
    return this.#isKilled;
  }

  get isAlive(): boolean {
    return !this.#isKilled && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Asks it something, one thing at a time. Rejects when it fails, or dies. */
  async ask<T>(message: object, answer: z.ZodType<T>): Promise<T> {
    this.#child.send(message);
    return new Promise((resolve, reject) => {
      this.#hears = (heard) => {
        const { success, data } = answer.safeParse(heard);
        if (success) resolve(data);
        else reject(new Error(this.failures.at(-1) ?? 'it is gone'));
      };
    });
  }

  /** Ends it as if its machine had lost power: no handler runs. */
  async kill(): Promise<void> {
    this.#isKilled = true;
    this.#child.kill('SIGKILL');
    await this.#exit;
  }

  /** Asks it to end what is under way, and waits until it is gone. */
  async end(): Promise<void> {
    this.#isEnding = true;
    await this.ask({ end: true }, z.object({ ended: z.literal(true) }));
    await this.#exit;
  }

  writes(): Write[] {
    const lines = existsSync(this.#journal) ? readFileSync(this.#journal, 'utf8').split('\n') : [];
    const writes = new Map<string, Write>();
    // Each is there once when it begins, and again with its version once it is done.
    for (const text of lines.filter(Boolean)) {
      const found = line.parse(JSON.parse(text));
      writes.set(`${found.name} ${found.over}`, found);
    }
    return [...writes.values()];
  }
}
