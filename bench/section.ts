import type { Noise } from './noise.js';
import type { Spread } from './statistics.js';

/** A figure that was promised, and whether it came true. */
export interface Target {
  readonly figure: string;
  readonly target: string;
  readonly measured: string;
  readonly met: boolean;
}

/** What the page says of one part. */
export interface Section {
  readonly title: string;
  readonly targets: readonly Target[];
  /** Paragraphs and tables. */
  readonly blocks: readonly string[];
}

/** A target that a figure must not exceed. */
export function atMost(figure: string, value: number, { limit, show }: Limit): Target {
  return { figure, target: `≤ ${show(limit)}`, measured: show(value), met: value <= limit };
}

/** A target that a figure must reach. */
export function atLeast(figure: string, value: number, { limit, show }: Limit): Target {
  return { figure, target: `≥ ${show(limit)}`, measured: show(value), met: value >= limit };
}

/** Where a target lies, and how its figures are written. */
export interface Limit {
  readonly limit: number;
  readonly show: (value: number) => string;
}

/** Two decimals and the sign of a ratio. */
export function times(value: number): string {
  return `${hundredths(value)} ×`;
}

/** A number, to the tenth below ten. */
export function tenths(value: number): string {
  return Math.abs(value) < 10 ? value.toFixed(1) : count(value);
}

/** A number, to the hundredth. */
export function hundredths(value: number): string {
  return value.toFixed(2);
}

/** Milliseconds, to the tenth below ten. */
export function milliseconds(value: number): string {
  return `${tenths(value)} ms`;
}

/** Megabytes, to the tenth. */
export function megabytes(value: number): string {
  return `${value.toFixed(1)} MB`;
}

/** A whole number with its thousands set apart. */
export function count(value: number): string {
  return Math.round(value).toLocaleString('en');
}

/** A median with its ends. */
export function range({ median, min, max }: Spread, show: (value: number) => string): string {
  return `${show(median)} (${show(min)}…${show(max)})`;
}

/** The machine's noise during a part, in a sentence. */
export function noiseSentence({ load, others }: Noise): string {
  const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;
  return `Load average when it began ${load.toFixed(2)}; others used ${percent(others.median)} of the machine in the median round, ${percent(others.max)} in the worst.`;
}
