/** Whether the database keeps a text as it is: SQLite's drivers cut it at U+0000, and UTF-8 has no halves of surrogate pairs. */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && !/\p{Surrogate}/u.test(text);
}
