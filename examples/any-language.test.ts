import { type StandIn, startStandIn } from '@ticketstub/standin';
import { afterEach, beforeEach, expect, test } from 'vitest';

let standIn: StandIn;

beforeEach(async () => {
  standIn = await startStandIn({ control: true });
});

afterEach(() => standIn.close());

test('whatever speaks HTTP can have plex.tv fail twice', async () => {
  const { alice } = standIn.people;
  const user = (): Promise<Response> =>
    fetch(`${standIn.url}/api/v2/user`, { headers: { 'X-Plex-Token': alice.token, Accept: 'application/json' } });

  const told = await fetch(`${standIn.url}/_standin/fail-next`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ operation: 'getTokenDetails', status: 503, times: 2 }),
  });

  expect(told.status).toBe(204);
  expect((await user()).status).toBe(503);
  expect((await user()).status).toBe(503);
  expect((await user()).status).toBe(200);
});
