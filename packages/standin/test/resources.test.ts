import { expect, onTestFinished, test } from 'vitest';
import { type SeedInput, type StandIn, startStandIn } from '../src/index.js';
import { makeDevice, plexJwt, register } from './device.js';
import { type Asking, askPlexTv, askServer, at, refusal, serverCalled, start, textAt } from './asking.js';

const ALL = '?includeHttps=1&includeRelay=1&includeIPv6=1';

function askResources(standIn: StandIn, query: string, asking: Asking = {}): Promise<Response> {
  return askPlexTv(standIn, `/resources${query}`, { client: 'a-program', ...asking });
}

/** What somebody of the cast is told, one entry for each server. */
async function told(standIn: StandIn, name: keyof StandIn['people'], query = ALL): Promise<unknown[]> {
  const answer = await askResources(standIn, query, { token: standIn.people[name].token });
  expect(answer.status).toBe(200);
  const body: unknown = await answer.json();
  if (!Array.isArray(body)) throw new TypeError('no list');
  return body;
}

/** A little world: one person, who has two servers. */
function seed(server: Partial<SeedInput['servers'][number]>): SeedInput {
  const id = (digit: string): string => digit.repeat(40);
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
      { name: 'Attic', machineIdentifier: id('a'), version: '1.43.4.10903', owner: 'alice', ...server },
      { name: 'Cellar', machineIdentifier: id('c'), version: '1.43.4.10903', owner: 'alice' },
    ],
  };
}

async function toldOf(server: Parameters<typeof seed>[0], query = ALL): Promise<[standIn: StandIn<string>, unknown]> {
  const standIn = await startStandIn({ listen: false, seed: seed(server) });
  onTestFinished(() => standIn.close());
  const headers = {
    accept: 'application/json',
    'X-Plex-Client-Identifier': 'a-program',
    'X-Plex-Token': standIn.people['alice']?.token ?? '',
  };
  const answer = await standIn.fetch(`https://plex.tv/api/v2/resources${query}`, { headers });
  return [standIn, at(await answer.json(), 0)];
}

test('the owner of servers is told of each, and the token that asks opens them [resources.bare-list] [resources.members] [resources.whose] [resources.owned-token]', async () => {
  const standIn = await start({ startAt: Date.parse('2026-11-24T06:00:00Z') });
  const { alice } = standIn.people;
  const resources = await told(standIn, 'alice');
  expect(resources.map((one) => at(one, 'name'))).toEqual(['Attic', 'Cellar']);
  const { url, machineIdentifier } = serverCalled(standIn, 'Attic');
  expect(resources[0]).toEqual({
    name: 'Attic',
    product: 'Plex Media Server',
    productVersion: '1.43.4.10903-0a77ic000',
    platform: 'Linux',
    platformVersion: '6.1',
    device: 'PC',
    clientIdentifier: machineIdentifier,
    createdAt: '2012-06-08T03:05:59Z',
    lastSeenAt: expect.stringMatching(/^2026-11-24T06:0\d:\d\dZ$/),
    provides: 'server',
    ownerId: null,
    sourceTitle: null,
    publicAddress: '127.0.0.1',
    accessToken: alice.token,
    owned: true,
    home: false,
    synced: false,
    relay: true,
    presence: true,
    httpsRequired: false,
    publicAddressMatches: true,
    dnsRebindingProtection: false,
    natLoopbackSupported: true,
    connections: [
      expect.objectContaining({ uri: url, local: true, relay: false }),
      expect.objectContaining({ uri: url, local: false, relay: false }),
      expect.objectContaining({ uri: url, local: false, relay: true }),
    ],
  });
  expect((await askServer(standIn, '/', { token: textAt(resources, 0, 'accessToken') })).status).toBe(200);
});

test('another token of the owner is handed back to whoever shows it [resources.owned-token]', async () => {
  const standIn = await start();
  const made: unknown = await (await askPlexTv(standIn, '/pins', { client: 'tv', method: 'POST' })).json();
  standIn.control.claimPin({ code: textAt(made, 'code'), person: 'alice' });
  const claimed: unknown = await (await askPlexTv(standIn, `/pins/${String(at(made, 'id'))}`, { client: 'tv' })).json();
  const token = textAt(claimed, 'authToken');
  const body: unknown = await (await askResources(standIn, '', { token })).json();
  expect(at(body, 0, 'accessToken')).toBe(token);
});

test('a JWT comes back as the token of an owned server, which refuses it, while a shared one has its own [resources.jwt-echoed]', async () => {
  const standIn = await start();
  const jwtOf = async (name: 'alice' | 'dana'): Promise<string> => {
    const { token, clientIdentifier: client } = standIn.people[name];
    const device = await makeDevice(`key-of-${name}`);
    await register(standIn, device.jwk, { token, client });
    return plexJwt(standIn, device, { client });
  };
  const token = await jwtOf('alice');
  const owned: unknown = await (await askResources(standIn, '', { token })).json();
  expect(at(owned, 0, 'accessToken')).toBe(token);
  expect((await askServer(standIn, '/', { token })).status).toBe(401);
  const shared: unknown = await (await askResources(standIn, '', { token: await jwtOf('dana') })).json();
  expect(Object.values(standIn.people.dana.serverTokens)).toEqual([at(shared, 0, 'accessToken')]);
});

test('a guest is told of what is shared, with a token for that server alone, and who its owner is [resources.whose] [resources.shared-token] [resources.owner-named]', async () => {
  const standIn = await start();
  const { alice, dana } = standIn.people;
  const resources = await told(standIn, 'dana');
  expect(resources).toHaveLength(1);
  expect(resources[0]).toMatchObject({ name: 'Attic', owned: false, ownerId: alice.id, sourceTitle: 'alice-attic' });
  const token = textAt(resources, 0, 'accessToken');
  expect(Object.values(dana.serverTokens)).toEqual([token]);
  expect((await askServer(standIn, '/', { token })).status).toBe(200);
  expect((await askServer(standIn, '/', { token, server: 'Cellar' })).status).toBe(401);
  expect(await told(standIn, 'eve')).toEqual([]);
});

test('a share that has ended is told of no more [resources.whose]', async () => {
  const standIn = await start();
  standIn.control.removeAccess({ person: 'dana', server: 'Attic' });
  expect(await told(standIn, 'dana')).toEqual([]);
});

test('only who is in the owner’s Home is told that a server is of the Home [resources.home]', async () => {
  const standIn = await start();
  const homes = async (name: keyof StandIn['people']): Promise<unknown[]> =>
    (await told(standIn, name)).map((one) => at(one, 'home'));
  expect(await homes('bruno')).toEqual([true]);
  expect(await homes('carla')).toEqual([true, true]);
  expect(await homes('dana')).toEqual([false]);
  expect(await homes('alice')).toEqual([false, false]);
});

test('who names no client identifier, or shows no live token, is told nothing [resources.client-id] [resources.needs-token]', async () => {
  const standIn = await start();
  const { token } = standIn.people.alice;
  expect(await refusal(await askPlexTv(standIn, '/resources', { token }))).toEqual([400, 1000]);
  expect(await refusal(await askResources(standIn, ''))).toEqual([401, 1001]);
  expect(await refusal(await askResources(standIn, '', { token: 'unheard-of' }))).toEqual([401, 1001]);
});

test('in XML a resource is an element whose dates are as in JSON [resources.xml] [resources.dates]', async () => {
  const standIn = await start();
  const { token } = standIn.people.dana;
  const plain = await askResources(standIn, '', { token, accept: '*/*' });
  expect(plain.headers.get('content-type')).toBe('application/xml; charset=utf-8');
  const text = await plain.text();
  expect(text).toMatch(/<resources>\n {2}<resource name="Attic" [^>]* createdAt="\d{4}-\d\d-\d\dT[\d:]{8}Z" /);
  expect(text).toMatch(/\n {4}<connections>\n {6}<connection protocol="http" [^>]* local="1" relay="0" IPv6="0"\/>/);
});

test('connections over https, through a relay and of IPv6 are told on demand [resources.flags]', async () => {
  const connections = [
    { local: true },
    { to: 'https://localhost:32400' },
    { to: 'http://[::1]:32400', local: true },
    { relay: true },
  ];
  const urisFor = async (query: string): Promise<unknown> => {
    const [standIn, attic] = await toldOf({ connections }, query);
    const uris = at(attic, 'connections');
    const own = standIn.servers[0]?.url;
    return Array.isArray(uris) && uris.map((one) => (at(one, 'uri') === own ? 'own' : at(one, 'uri')));
  };
  expect(await urisFor('')).toEqual(['own']);
  expect(await urisFor('?includeHttps=1')).toEqual(['own', 'https://localhost:32400']);
  expect(await urisFor('?includeIPv6=1')).toEqual(['own', 'http://[::1]:32400']);
  expect(await urisFor('?includeRelay=1&includeHttps=true')).toEqual(['own', 'own']);
  expect(await urisFor(ALL)).toEqual(['own', 'https://localhost:32400', 'http://[::1]:32400', 'own']);
});

test('a connection says where it leads, to the loopback interface alone [resources.loopback]', async () => {
  const connections = [{ to: 'Cellar', local: true }, { to: 'https://127.0.0.1' }, { to: 'http://[::1]:32400' }];
  const [standIn, attic] = await toldOf({ connections });
  const { port } = new URL(standIn.servers[1]?.url ?? '');
  expect(at(attic, 'connections')).toEqual([
    {
      protocol: 'http',
      address: '127.0.0.1',
      port: Number(port),
      uri: standIn.servers[1]?.url,
      local: true,
      relay: false,
      IPv6: false,
    },
    {
      protocol: 'https',
      address: '127.0.0.1',
      port: 443,
      uri: 'https://127.0.0.1',
      local: false,
      relay: false,
      IPv6: false,
    },
    {
      protocol: 'http',
      address: '[::1]',
      port: 32_400,
      uri: 'http://[::1]:32400',
      local: false,
      relay: false,
      IPv6: true,
    },
  ]);
  for (const to of ['http://192.0.2.1:32400', 'Garret', 'http://127.0.0.1/path', 'http://localhost.example:1']) {
    const failure = startStandIn({ listen: false, seed: seed({ connections: [{ to }] }) });
    await expect(failure).rejects.toMatchObject({ code: 'INVALID_SEED' });
  }
});

test('a caller whose address is another than the server’s is told so [resources.public-address]', async () => {
  const standIn = await start();
  standIn.control.setAddress('a-program', { ip: '203.0.113.4', country: 'SE' });
  expect((await told(standIn, 'dana')).map((one) => at(one, 'publicAddressMatches'))).toEqual([false]);
});

test('a seed says whether a server is there and whether it wants https [resources.seen]', async () => {
  const [, usual] = await toldOf({});
  expect(usual).toMatchObject({ presence: true, httpsRequired: false });
  const [, absent] = await toldOf({ presence: false, httpsRequired: true });
  expect(absent).toMatchObject({ presence: false, httpsRequired: true, lastSeenAt: '2017-07-14T02:40:00Z' });
});
