import { describe, expect, test } from 'vitest';
import { type FetchLike, memoryStore, type PersonCredentials, PlexAPI } from '../src/index.js';
import { movableClock } from './movable-clock.js';
import { HOUR, NOW, SECOND } from './plan-world.js';
import { type Reply, rejection, respond } from './scene.js';

/** A session of Alice's that was told of Bruno in the Home, so long ago; and a plex.tv that knows better. */
async function open(
  ago: number,
  answer: (path: string) => Reply,
): Promise<{ alice: PersonCredentials; asked: string[] }> {
  const clock = movableClock(NOW);
  const store = memoryStore({ clock });
  const asked: string[] = [];
  const fetch: FetchLike = async (url) => {
    const path = new URL(url).pathname.replace('/api/v2', '');
    asked.push(path);
    return respond(answer(path));
  };
  const plex = new PlexAPI({ clientID: 'a7d0', clock, fetch, retryConfig: { strategy: 'none' } });
  const whole = { schema: 1, clientID: 'a7d0' };
  const token = 'canary-account-token';
  await store.write('alice/account', { ...whole, kind: 'account-token', token, owner: 'alice', issuedAt: NOW });
  const home = { at: NOW - ago, people: ['alice', 'bruno'].map((uuid) => ({ uuid, protected: false })) };
  const found = { self: 'alice', switchClientID: 'b3', tokens: [], servers: [], jwtTrials: [], home };
  await store.write('alice/session', { ...whole, ...found, kind: 'session' });
  return { alice: plex.credentials.open({ store, name: 'alice' }), asked };
}

const gone: Reply = { status: 404, body: { errors: [{ code: 1002, message: 'gone', status: 404 }] } };
const users = (...uuids: string[]): Reply => ({
  body: { users: uuids.map((uuid, id) => ({ id, uuid, title: uuid })) },
});

describe('a switch to somebody whom plex.tv does not find', () => {
  test('has it asked who is in the Home, and says that they are not', async () => {
    const { alice, asked } = await open(HOUR, (path) => (path === '/home/users' ? users('alice') : gone));
    await expect(rejection(alice.for({ as: 'bruno' }))).resolves.toMatchObject({
      code: 'NO_TOKEN',
      reason: 'not-in-home',
    });
    expect(asked).toEqual(['/home/users/bruno/switch', '/home/users']);
  });

  test('is not made over and over when the Home has them all the same', async () => {
    const { alice, asked } = await open(HOUR, (path) => (path === '/home/users' ? users('alice', 'bruno') : gone));
    await expect(rejection(alice.for({ as: 'bruno' }))).resolves.toMatchObject({ code: 'NOT_FOUND' });
    expect(asked).toEqual(['/home/users/bruno/switch', '/home/users', '/home/users/bruno/switch']);
  });

  test('is not made again when the Home was just asked for', async () => {
    const { alice, asked } = await open(30 * SECOND, () => gone);
    await expect(rejection(alice.for({ as: 'bruno' }))).resolves.toMatchObject({ code: 'NOT_FOUND' });
    expect(asked).toEqual(['/home/users/bruno/switch']);
  });
});
