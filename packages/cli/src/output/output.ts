import type { Printer } from '../context.js';
import type { Failure } from '../failure.js';
import type { Settings } from '../settings.js';
import { failureAsJson, resultAsJson } from './json.js';
import { type LiveLine, liveLine, NO_LINE } from './live-line.js';
import { type Paint, paint } from './paint.js';

/** What a command found out, as data with a stable shape, and in words. */
export interface Result {
  readonly json: object;
  readonly text: string;
}

/** Where a command's words go: its result on stdout, all else on stderr. */
export class Output {
  /** The colours of what goes to stdout. */
  readonly paint: Paint;
  /** The colours of what goes to stderr. */
  readonly notePaint: Paint;
  readonly isJson: boolean;
  /** Whether somebody sees what goes to stderr, and wants to. */
  readonly isWatched: boolean;
  readonly #stdout: Printer;
  readonly #stderr: Printer;
  readonly #isQuiet: boolean;
  readonly #isDumb: boolean;

  constructor({ stdout, stderr }: { stdout: Printer; stderr: Printer }, settings: Settings) {
    const { isJson, isQuiet, mayColor, isDumb } = settings;
    this.#stdout = stdout;
    this.#stderr = stderr;
    this.isJson = isJson;
    this.#isQuiet = isQuiet;
    this.#isDumb = isDumb;
    this.isWatched = stderr.isTTY === true && !isJson && !isQuiet;
    this.paint = paint(mayColor && stdout.isTTY === true);
    this.notePaint = paint(mayColor && stderr.isTTY === true);
  }

  /** What was asked for. */
  result({ json, text }: Result): void {
    this.#stdout.write(this.isJson ? resultAsJson(json) : `${text}\n`);
  }

  /** What somebody should know besides; nothing when it is to be quiet. */
  note(text: string): void {
    if (!this.#isQuiet) this.ask(text);
  }

  /** What somebody has to do before it goes on. */
  ask(text: string): void {
    this.#stderr.write(`${text}\n`);
  }

  /** A line for whoever watches, which tells how far it is. */
  live(): LiveLine {
    return this.isWatched && !this.#isDumb ? liveLine(this.#stderr) : NO_LINE;
  }

  /** That it failed, and what to type next. */
  failure(failure: Failure): void {
    const { message, next } = failure;
    const { red, dim } = this.notePaint;
    const words = `${red('✗')} ${message}\n  ${dim('next:')} ${next}\n`;
    this.#stderr.write(this.isJson ? failureAsJson(failure) : words);
  }
}
