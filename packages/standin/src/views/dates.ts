/** A moment to the second: `2026-11-24T06:28:00Z`. */
export function isoOf(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}
