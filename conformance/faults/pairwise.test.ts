import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allCases, type Case, CALLS, pairwiseCases, TRANSPORTS } from './cases.js';
import { KINDS } from './fault-server.js';
import { openStage, play, type Stage } from './play.js';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});

afterAll(() => stage.close());

const cases = pairwiseCases();

describe('whatever a server answers, a call ends as it must', () => {
  test.each(KINDS)('when the answer is %s', async (kind) => {
    const some = cases.filter((one) => one.kind === kind);
    expect(some.length).toBeGreaterThan(40);
    expect(await play(stage, some)).toEqual([]);
  });
});

describe('the sample', () => {
  const columns = ['status', 'kind', 'call', 'transport'] as const;
  const pairs = columns.flatMap((one, index) => columns.slice(index + 1).map((other) => [one, other] as const));
  const meetings = (those: Case[], one: keyof Case, other: keyof Case): number =>
    new Set(those.map((each) => `${each[one]} ${each[other]}`)).size;

  test.each(pairs)('has every %s with every %s', (one, other) => {
    const cheap = (those: Case[]): Case[] => those.filter(({ kind }) => kind !== 'large-chunked');
    expect(meetings(cheap(cases), one, other)).toBe(meetings(cheap(allCases()), one, other));
  });

  test('has every call and transport with large answers in chunks', () => {
    const large = cases.filter(({ kind }) => kind === 'large-chunked');
    expect(meetings(large, 'call', 'transport')).toBe(CALLS.length * TRANSPORTS.length);
  });

  test('is drawn from all there are', () => {
    expect(allCases()).toHaveLength(400 * KINDS.length * CALLS.length * TRANSPORTS.length);
  });
});
