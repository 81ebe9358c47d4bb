import { describe, expect, test } from 'vitest';
import { keptHistories } from './kept.js';
import { play } from './play.js';

describe('the stand-in and the model agree on every token after each step of', () => {
  test.each(keptHistories)('$title', async (history) => {
    expect(await play(history, 'in process')).toEqual([]);
  });
});
