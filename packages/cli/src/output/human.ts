import fastStringWidth from 'fast-string-width';

/** Rows under each other in columns that are as wide as they must be; the last one ends where its text does. */
export function columns(rows: readonly (readonly string[])[], indent = ''): string {
  const widths: number[] = [];
  for (const row of rows)
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, fastStringWidth(cell));
  const padded = (cell: string, index: number): string =>
    cell + ' '.repeat((widths[index] ?? 0) - fastStringWidth(cell));
  return rows.map((row) => `${indent}${row.map(padded).join('  ')}`.trimEnd()).join('\n');
}

/** A token so that it can be told from others, and opens nothing: its first and last characters. */
export function shortened(token: string): string {
  return token.length < 16 ? '…' : `${token.slice(0, 4)}…${token.slice(-2)}`;
}

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

/** So many milliseconds, in the largest unit of which there is a whole one. */
export function duration(ms: number): string {
  for (const [unit, size] of UNITS) {
    const count = Math.floor(Math.abs(ms) / size);
    if (count >= 1) return `${count} ${unit}${count === 1 ? '' : 's'}`;
  }
  return 'less than a second';
}

/** How long ago that was; clocks differ, so less than a minute is now. */
export function ago(ms: number): string {
  return ms < 60_000 ? 'just now' : `${duration(ms)} ago`;
}

/** What the world says, on a terminal: no character of it moves the cursor, or rings. */
export function plain(text: string): string {
  return text.replace(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu, '\uFFFD');
}
