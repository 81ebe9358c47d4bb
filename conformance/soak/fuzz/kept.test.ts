import { type StandIn, startStandIn } from '@ticketstub/standin';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bombard, fire } from './battery.js';
import { seeds, volleys } from './kept.js';
import { targetOf } from './target.js';

let standIn: StandIn;

beforeAll(async () => {
  standIn = await startStandIn({ control: true });
});

afterAll(() => standIn.close());

describe('the stand-in keeps its promises under', () => {
  test.each(volleys)('$title', async (volley) => {
    expect(
      await fire(
        targetOf(standIn, () => ''),
        volley,
      ),
    ).toEqual([]);
  });

  test.each(seeds)('the volleys of seed $seed', async (seed) => {
    expect(
      await bombard(
        targetOf(standIn, () => ''),
        seed,
      ),
    ).toBe(undefined);
  });
});
