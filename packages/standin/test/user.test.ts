import { afterAll, beforeAll, expect, test } from 'vitest';
import { type StandIn, startStandIn } from '../src/index.js';

let standIn: StandIn;

beforeAll(async () => {
  standIn = await startStandIn({ listen: false });
});

afterAll(() => standIn.close());

function getUser(token: string | undefined, headers: Record<string, string> = {}): Promise<Response> {
  const identity = token === undefined ? {} : { 'X-Plex-Token': token };
  return standIn.fetch('https://plex.tv/api/v2/user', {
    headers: { accept: 'application/json', ...identity, ...headers },
  });
}

test('/user answers with the account behind an opaque token, and echoes it [account.echoes-token]', async () => {
  const { alice } = standIn.people;
  const response = await getUser(alice.token);
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ id: alice.id, uuid: alice.uuid, authToken: alice.token });
});

test('/user refuses a token it does not know with 401 and 1001 [token.plex-tv-wants-account-token]', async () => {
  for (const token of ['unheard-of', undefined]) {
    const response = await getUser(token);
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({
      errors: [{ code: 1001, message: 'User could not be authenticated', status: 401 }],
    });
  }
});
