/** A row as it came from the disk: nothing is known of it yet. */
type Row = object;

function member(row: unknown, column: string): unknown {
  if (typeof row !== 'object' || row === null) throw new TypeError(`Expected a row holding ${column}`);
  return Reflect.get(row satisfies Row, column);
}

/** The text in a column; a column holding anything else is a broken database. */
export function text(row: unknown, column: string): string {
  const value = member(row, column);
  if (typeof value !== 'string') throw new TypeError(`Column ${column} holds no text`);
  return value;
}

/** The text in a column, or null. */
export function textOrNull(row: unknown, column: string): string | null {
  return member(row, column) === null ? null : text(row, column);
}

/** The number in a column; a column holding anything else is a broken database. */
export function number(row: unknown, column: string): number {
  const value = member(row, column);
  if (typeof value !== 'number') throw new TypeError(`Column ${column} holds no number`);
  return value;
}

/** The number in a column, or null. */
export function numberOrNull(row: unknown, column: string): number | null {
  return member(row, column) === null ? null : number(row, column);
}

/** The 0 or 1 in a column as a boolean. */
export function flag(row: unknown, column: string): boolean {
  return number(row, column) === 1;
}
