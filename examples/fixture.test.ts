import { type StandInContext, standInFixtures } from '@ticketstub/standin/vitest';
import { expect, test as base } from 'vitest';

const test = base.extend<StandInContext>(standInFixtures());

test('a breach ends every token', async ({ standIn }) => {
  const headers = { 'X-Plex-Token': standIn.people.alice.token };
  standIn.control.breach();

  const response = await fetch(`${standIn.endpoints.account}/user`, { headers });

  expect(response.status).toBe(401);
});
