import { type ConnectableServer, PlexAPI, rankConnections } from '@ticketstub/sdk';
import { describe, expect, test } from 'vitest';
import { openWorld, ways } from './world.js';

function named<T extends { name?: string | null }>(resources: readonly T[], name: string): T {
  const found = resources.find((one) => one.name === name);
  if (!found) throw new Error(`nothing is called ${name}`);
  return found;
}

function best(server: ConnectableServer): string {
  return rankConnections(server)[0]?.uri ?? '';
}

describe.each(ways)('resources.list, %s', (way) => {
  test('gives an owner their servers, each with a token and an address that work', async () => {
    await using world = await openWorld(way);
    const servers = await world.client('alice').resources.list();
    expect(servers.map(({ name, provides, owned }) => [name, provides, owned])).toEqual([
      ['Attic', ['server'], true],
      ['Cellar', ['server'], true],
    ]);
    for (const server of servers) {
      const plex = world.client('alice', { serverURL: best(server), accessToken: server.accessToken });
      const { mediaContainer } = await plex.authentication.getTransientToken({ type: 'delegation', scope: 'all' });
      expect(mediaContainer.token).toMatch(/^transient-/);
    }
  });

  test('gives a guest a token of the server’s own, where the account token is refused', async () => {
    await using world = await openWorld(way);
    const attic = named(await world.client('dana').resources.list(), 'Attic');
    expect(attic).toMatchObject({ owned: false, ownerId: world.standIn.people.alice.id });
    const ask = (accessToken: string | undefined): Promise<unknown> =>
      world
        .client('dana', { serverURL: best(attic), accessToken })
        .authentication.getTransientToken({ type: 'delegation', scope: 'all' });
    await expect(ask(attic.accessToken)).resolves.toHaveProperty('mediaContainer.token');
    await expect(ask(world.standIn.people.dana.token)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
  });

  test('gives a managed member of the Home what is shared with them, and a stranger nothing', async () => {
    await using world = await openWorld(way);
    const ofCarla = await world.client('carla').resources.list();
    expect(ofCarla.map(({ name, home }) => [name, home])).toEqual([
      ['Attic', true],
      ['Cellar', true],
    ]);
    await expect(world.client('eve').resources.list()).resolves.toEqual([]);
  });

  test('tells of the relay only when asked to', async () => {
    await using world = await openWorld(way);
    const relays = async (includeRelay: boolean): Promise<number> => {
      const attic = named(await world.client('alice').resources.list({ includeRelay }), 'Attic');
      return attic.connections.filter(({ relay }) => relay).length;
    };
    expect([await relays(true), await relays(false)]).toEqual([1, 0]);
  });

  test('says that the token is dead, that it may be asked too often, and nothing of the token otherwise', async () => {
    await using world = await openWorld(way);
    const plex = world.client('alice');
    await expect(plex.withToken('nobodys-token').resources.list()).rejects.toMatchObject({
      code: 'UNAUTHORIZED',
      plexCode: 1001,
    });
    const once = { retries: { strategy: 'none' } } as const;
    world.standIn.control.failNext({ operation: 'getResources', status: 429, retryAfter: 7 });
    await expect(plex.resources.list({}, once)).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfter: 7 });
    world.standIn.control.failNext({ operation: 'getResources', status: 503, times: 2 });
    await expect(plex.resources.list()).resolves.toHaveLength(2);
  });
});

test('the SDK asks for no resources without a client identifier', async () => {
  await using world = await openWorld('in process');
  await expect(new PlexAPI({ accessToken: 'any' }).resources.list()).rejects.toMatchObject({
    code: 'CLIENT_ID_REQUIRED',
  });
  expect(world.sent).toEqual([]);
});
