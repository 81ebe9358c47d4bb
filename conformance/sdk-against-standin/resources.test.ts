import { createServer, type Socket } from 'node:net';
import { type ConnectableServer, errors, PlexAPI, type PlexResource, rankConnections } from '@ticketstub/sdk';
import { nodeTransport } from '@ticketstub/sdk/node';
import { type SeedInput, type StandIn, startStandIn } from '@ticketstub/standin';
import { describe, expect, onTestFinished, test } from 'vitest';
import { rejection } from './four-calls.js';
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

/** A little world: one person with two servers, the first reached by these ways. */
function seed(connections: SeedInput['servers'][number]['connections']): SeedInput {
  const version = '1.43.4.10903';
  const [attic, cellar] = ['a', 'c'].map((digit) => digit.repeat(40));
  return {
    people: {
      alice: {
        id: 1,
        uuid: '0123456789abcdef',
        username: 'alice',
        title: 'Alice',
        email: 'alice@example.com',
        clientIdentifier: 'alice-laptop',
      },
    },
    servers: [
      { name: 'Attic', machineIdentifier: attic ?? '', version, owner: 'alice', connections },
      { name: 'Cellar', machineIdentifier: cellar ?? '', version, owner: 'alice' },
    ],
  };
}

/** Accepts connections and says nothing, until the test is done. */
async function silence(): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
}

interface Search {
  standIn: StandIn<string>;
  plex: PlexAPI;
  attic: PlexResource;
}

const NOBODY = 'http://127.0.0.1:9';

describe.each(['over sockets', 'by the node transport'] as const)('resources.connect, %s', (way) => {
  async function search(connections: SeedInput['servers'][number]['connections']): Promise<Search> {
    const standIn = await startStandIn({ seed: seed(connections) });
    onTestFinished(() => standIn.close());
    const transport = way === 'by the node transport' ? nodeTransport() : undefined;
    onTestFinished(() => transport?.close());
    const { endpoints, people } = standIn;
    const accessToken = people['alice']?.token;
    const plex = new PlexAPI({ endpoints, accessToken, clientID: 'conformance', fetch: transport });
    return { standIn, plex, attic: named(await plex.resources.list(), 'Attic') };
  }

  test('finds the server past an address that refuses, one that is silent and one that is another machine', async () => {
    const dead = await silence();
    const { standIn, plex, attic } = await search([
      { to: NOBODY, local: true },
      { to: dead, local: true },
      { to: 'Cellar', local: true },
      {},
      { relay: true },
    ]);
    const { url, identity, connection } = await plex.resources.connect(attic, { headStart: 30 });
    expect(url).toBe(standIn.servers[0]?.url);
    expect(identity.machineIdentifier).toBe(attic.clientIdentifier);
    expect(connection).toMatchObject({ local: false, relay: false });
    const atServer = new PlexAPI({ serverURL: url, accessToken: attic.accessToken });
    const answer = await atServer.authentication.getTransientToken({ type: 'delegation', scope: 'all' });
    expect(answer.statusCode).toBe(200);
  });

  test('shows nobody a token before they have proved which server they are', async () => {
    const { standIn, plex, attic } = await search([{ to: 'Cellar', local: true }, {}]);
    await plex.resources.connect(attic);
    const asked = standIn.control.requests().filter(({ operation }) => operation === 'getIdentity');
    expect(asked.map(({ host }) => host)).toEqual(['Cellar', 'Attic']);
    for (const { token, clientIdentifier } of asked) expect([token, clientIdentifier]).toEqual([null, null]);
  });

  test('tells of every address that was tried, none of which was the server', async () => {
    const { standIn, plex, attic } = await search([{ to: NOBODY, local: true }, { to: 'Cellar' }]);
    const error = await rejection(plex.resources.connect(attic));
    expect(error).toBeInstanceOf(errors.ServerUnreachableError);
    expect(error).toMatchObject({
      attempts: [
        { uri: NOBODY, outcome: 'CONNECTION_FAILED' },
        { uri: standIn.servers[1]?.url, outcome: 'ANOTHER_SERVER' },
      ],
    });
  });

  test('asks the address that answered the last time first, while the dead ones go unasked', async () => {
    const dead = await silence();
    const { standIn, plex, attic } = await search([{ to: dead, local: true }, { to: 'Cellar', local: true }, {}]);
    await plex.resources.connect(attic, { headStart: 30 });
    const before = standIn.control.requests().length;
    await plex.resources.connect(attic, { headStart: 10_000 });
    expect(
      standIn.control
        .requests()
        .slice(before)
        .map(({ host }) => host),
    ).toEqual(['Attic']);
  });
});
