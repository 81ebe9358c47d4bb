import { expect, test } from 'vitest';
import { parts } from './parts.js';
import { runPart } from './run.js';

/** Milliseconds that all parts have between them; a part that has a fewest of something takes what that takes. */
const ALL_PARTS = 60_000;

/** How long one part may take, in milliseconds, on a busy machine: alone on two cores all take three minutes. */
const PATIENCE = 900_000;

/** One seed, so that every run proves the same; `npm run soak` draws another each time. */
const SEED = 20_261_124;

const shares = parts.reduce((sum, { share }) => sum + share, 0);

test.each(parts.map((part) => [part.name, part] as const))(
  '%s: every promise is kept',
  { timeout: PATIENCE },
  async (_name, part) => {
    const milliseconds = (ALL_PARTS * part.share) / shares;
    const { failure, figures } = await runPart(part, {
      seed: SEED,
      milliseconds,
      signal: new AbortController().signal,
    });
    expect(failure).toBeUndefined();
    expect(figures).not.toEqual({});
  },
);
