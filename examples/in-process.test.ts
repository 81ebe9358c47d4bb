import { type StandIn, startStandIn } from '@ticketstub/standin';
import { afterEach, beforeEach, expect, test } from 'vitest';

let standIn: StandIn;

beforeEach(async () => {
  standIn = await startStandIn({ listen: false });
});

afterEach(() => standIn.close());

test('plex.tv fails twice and recovers', async () => {
  const headers = { 'X-Plex-Token': standIn.people.alice.token };
  const user = (): Promise<Response> => standIn.fetch('https://plex.tv/api/v2/user', { headers });
  standIn.control.failNext({ operation: 'getTokenDetails', status: 503, times: 2 });

  const answers = [await user(), await user(), await user()];

  expect(answers.map(({ status }) => status)).toEqual([503, 503, 200]);
});
