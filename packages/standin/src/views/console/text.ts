import { type Markup, html } from '../markup.js';
import type { ShownSecret, Some } from './model.js';

/** Where the console is, and under it its files and what its forms ask for. */
export const CONSOLE = '/console';

/** What no page may hold or would show as something else: control characters, what is no character, turns of direction. */
const UNSHOWABLE = /[\p{Cc}\p{Cs}\p{Cn}\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu;

/** How many characters of a stranger's text are shown. */
const MOST = 80;

/** Text from outside, as much as is needed of it, with nothing in it that a page would act on. */
export function plain(text: string, most: number = MOST): string {
  const letters = Array.from(text.slice(0, 2 * most + 2));
  const cut = letters.length > most ? `${letters.slice(0, most).join('')}…` : text;
  return cut.replaceAll(UNSHOWABLE, '\uFFFD');
}

/** Text from outside, that keeps to itself which way it is read. */
export function stranger(text: string): Markup {
  return html`<bdi>${plain(text)}</bdi>`;
}

/** A secret, shortened, and the digits that the request log shows for it. */
export function secret({ short, fingerprint }: ShownSecret): Markup {
  return html`<code>${short}</code> <span class="print">#${fingerprint}</span>`;
}

/** The time of day of a moment (ms), in UTC; the whole of it for who points at it. */
export function clockTime(at: number): Markup {
  const whole = new Date(at).toISOString();
  return html`<time datetime="${whole}" title="${whole}">${whole.slice(11, 19)}</time>`;
}

/** A moment (ms) with its day, in UTC. */
export function dayAndTime(at: number): Markup {
  const whole = new Date(at).toISOString();
  return html`<time datetime="${whole}">${whole.slice(0, 10)} ${whole.slice(11, 19)}</time>`;
}

const UNITS: readonly (readonly [name: string, ms: number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
];

function counted(count: number, name: string): string {
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}

/** A duration in its two largest units: `8 days 1 hour`. */
export function duration(ms: number): string {
  const largest = UNITS.findIndex(([, size]) => ms >= size);
  if (largest === -1) return 'no time';
  let left = ms;
  const parts = UNITS.slice(largest, largest + 2).map(([name, size]) => {
    const count = Math.floor(left / size);
    left -= count * size;
    return count === 0 ? '' : counted(count, name);
  });
  return parts.filter((part) => part !== '').join(' ');
}

/** A sentence for what is left out of a list that is too long; nothing where nothing is. */
export function remainder({ shown, total }: Some<unknown>): Markup {
  const left = total - shown.length;
  return left > 0 ? html`<p class="note">and ${left} more</p>` : html``;
}
