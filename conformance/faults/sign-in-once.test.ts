import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errors, PlexAPI, type RetryConfig } from '@ticketstub/sdk';
import { type Case, expectationOf, isRetriedByFetch, TRANSPORTS } from './cases.js';
import { KINDS } from './fault-server.js';
import { openStage, play, type Stage } from './play.js';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});

afterAll(() => stage.close());

const STATUSES = [200, 201, 204, 302, 307, 400, 401, 404, 405, 408, 421, 425, 429, 500, 502, 503, 504, 599];

function signIns(transport: Case['transport'], kind: Case['kind']): Case[] {
  return STATUSES.map((status) => ({ status, kind, transport, call: 'postUsersSignInData' }));
}

describe.each(TRANSPORTS)('a sign-in over the %s', (transport) => {
  // The client's own retry policy, which repeats everything at once, is part of each case.
  test.each(KINDS.filter((kind) => kind !== 'large-chunked'))(
    'is sent exactly once when the answer is %s',
    async (kind) => {
      const cases = signIns(transport, kind).filter((one) => !isRetriedByFetch(one));
      expect(cases.every((one) => expectationOf(one).sent.every((times) => times <= 1))).toBe(true);
      expect(await play(stage, cases)).toEqual([]);
    },
  );

  test('is sent exactly once when the answer is 50 MB in chunks', async () => {
    const cases = signIns(transport, 'large-chunked').filter(({ status }) => [201, 401, 503].includes(status));
    expect(await play(stage, cases)).toEqual([]);
  });

  test('is repeated when its own call says so', async () => {
    const backoff = { initialInterval: 20, maxInterval: 20, exponent: 1, maxElapsedTime: 100 };
    const retries: RetryConfig = { strategy: 'backoff', backoff, retryConnectionErrors: true };
    for (const kind of ['json', 'dropped'] as const) {
      const { url, count } = stage.server.open(503, kind);
      const { authentication } = new PlexAPI({ fetch: stage.fetches[transport] });
      const requestBody = { login: 'alice', password: 'canary-password' };
      await expect(
        authentication.postUsersSignInData({ requestBody }, { serverURL: url, retries }),
      ).rejects.toBeInstanceOf(errors.TicketstubError);
      expect(count()).toBeGreaterThan(1);
    }
  });
});

test('a sign-in that no server looked at (421) is the one thing the global fetch repeats by itself', async () => {
  const one = { status: 421, kind: 'json', call: 'postUsersSignInData', transport: 'global fetch' } as const;
  expect(expectationOf({ ...one, transport: 'nodeTransport' }).sent).toEqual([1]);
  expect(await play(stage, [one, { ...one, transport: 'nodeTransport' }])).toEqual([]);
});
