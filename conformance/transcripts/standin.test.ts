import { describe, expect, test } from 'vitest';
import { play } from './standin-side.js';
import { transcripts } from './transcript.js';

const played = transcripts.flatMap(([name, transcript]) =>
  transcript.given.dialects.map((dialect) => [name, dialect, transcript] as const),
);

describe('the stand-in obeys spec/transcripts', () => {
  test.each(played)('%s (%s errors): this request gets this response', async (_, dialect, transcript) => {
    expect((await play(transcript, dialect)).join('\n')).toBe('');
  });
});
