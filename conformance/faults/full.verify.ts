import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allCases } from './cases.js';
import { KINDS } from './fault-server.js';
import { openStage, play, type Stage } from './play.js';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});

afterAll(() => stage.close());

const cases = allCases();

describe('all statuses, calls and transports end as they must', () => {
  test.each(KINDS)('when the answer is %s', { timeout: 480_000 }, async (kind) => {
    const some = cases.filter((one) => one.kind === kind);
    expect(some).toHaveLength(3200);
    expect(await play(stage, some)).toEqual([]);
  });
});
