import type { Printer } from '../context.js';
import type { Failure } from '../failure.js';
import type { Settings } from '../settings.js';
import { failureAsJson, resultAsJson } from './json.js';
import { type Paint, paint } from './paint.js';

/** What a command found out, as data with a stable shape, and in words. */
export interface Result {
  readonly json: object;
  readonly text: string;
}

/** Where a command's words go: its result on stdout, all else on stderr. */
export class Output {
  readonly paint: Paint;
  readonly isJson: boolean;
  /** Whether somebody watches what is going on. */
  readonly isWatched: boolean;
  readonly #stdout: Printer;
  readonly #stderr: Printer;
  readonly #isQuiet: boolean;

  constructor({ stdout, stderr }: { stdout: Printer; stderr: Printer }, settings: Settings) {
    this.#stdout = stdout;
    this.#stderr = stderr;
    this.isJson = settings.isJson;
    this.#isQuiet = settings.isQuiet;
    this.isWatched = stderr.isTTY === true && !settings.isJson && !settings.isQuiet;
    this.paint = paint(settings.hasColor);
  }

  /** What was asked for. */
  result({ json, text }: Result): void {
    this.#stdout.write(this.isJson ? resultAsJson(json) : `${text}\n`);
  }

  /** What somebody should know besides; nothing when it is to be quiet. */
  note(text: string): void {
    if (!this.#isQuiet) this.#stderr.write(`${text}\n`);
  }

  /** That it failed, and what to type next. */
  failure(failure: Failure): void {
    const { message, next } = failure;
    const words = `${this.paint.red('✗')} ${message}\n  ${this.paint.dim('next:')} ${next}\n`;
    this.#stderr.write(this.isJson ? failureAsJson(failure) : words);
  }
}
