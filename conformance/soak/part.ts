import type { Random } from './random.js';

/** What a part has measured, by the name it is shown under. */
export type Figures = Readonly<Record<string, number | string>>;

/** What a part is given. */
export interface Soaking {
  /** What `random` began with. */
  readonly seed: number;
  readonly random: Random;
  /** Whether there is time for another round; the first round is due whatever it says. */
  hasTime(): boolean;
  /** Aborted when the run is to end at once. */
  readonly signal: AbortSignal;
  /** Shows how far it is: in place of what was said before. */
  say(line: string): void;
  /** Adds figures to the summary; one of the same name is replaced. */
  report(figures: Figures): void;
}

/** One way to put the stand-in under fire. */
export interface Part {
  readonly name: string;
  /** What it takes of the time there is, compared with the other parts. */
  readonly share: number;
  /**
   * Runs until the time is up, and ends everything it has started.
   *
   * @throws {Broken} when something that is promised turned out not to hold.
   */
  run(soaking: Soaking): Promise<void>;
}

/** A promise that did not hold. */
export class Broken extends Error {
  override readonly name = 'Broken';
}

/** Holds the stand-in to a promise. */
export function hold(isTrue: boolean, promise: string): asserts isTrue {
  if (!isTrue) throw new Broken(promise);
}
