/** The middle one of some numbers. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Milliseconds that something took. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** Bytes as people say them. */
export function inMegabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(2)} MB`;
}

/** Something that was looked at again and again: when, and how much there was. */
export interface Sample {
  readonly at: number;
  readonly value: number;
}

/** The line through samples that outliers do not move, after Theil and Sen. */
export interface Line {
  /** The median of the slopes between any two. */
  readonly slope: number;
  /** The median distance of a sample from the line. */
  readonly scatter: number;
}

/** Fits a line. */
export function fit(samples: readonly Sample[]): Line {
  const slopes = samples.flatMap((one, index) =>
    samples.slice(index + 1).map((other) => (other.value - one.value) / (other.at - one.at)),
  );
  const slope = median(slopes);
  const height = median(samples.map(({ at, value }) => value - slope * at));
  return { slope, scatter: median(samples.map(({ at, value }) => Math.abs(value - slope * at - height))) };
}
