/** What no test may print or keep in a snapshot: a planted secret (each is named a canary), or the look of a Plex credential. */
const SPILL = /canary|kanari|(?:transient|claim)-[\da-f]{8}-[\da-f-]{20,}|\beyJ[\w-]{8,}\.[\w-]{8,}\./i;

/** The lines of a text that hold a secret. */
export function spills(text: string): string[] {
  return text.split('\n').filter((line) => SPILL.test(line));
}

/** The recorded text of every snapshot in a test's source: `toMatchInlineSnapshot(…)`. */
export function inlineSnapshots(source: string): string[] {
  return [...source.matchAll(/toMatch(?:Inline)?Snapshot\(\s*(?:\{[^]*?\},\s*)?`([^`]*)`/g)].map(
    ([, text = '']) => text,
  );
}
