import { type PlexResource, rankConnections } from '@ticketstub/sdk';
import type { Section, Stage } from '../play.js';
import { JSON_OF_PLEX_TV, JSON_OF_SERVER } from '../requests.js';

/** Which servers there are for somebody, at which address, and with which token. */
export const findingAServer: Section = {
  title: 'Finding a server',
  async play(stage) {
    const server = await listServers(stage);
    await rank(stage, server);
    await reach(stage, server);
  },
};

function listServers({ scene, step }: Stage): Promise<PlexResource> {
  return step({ title: "Dana's servers", call: 'resources.list' }, async (show) => {
    const resources = await scene.client({ accessToken: scene.people.dana.token }).resources.list();
    const query = '?includeHttps=1&includeRelay=1&includeIPv6=1';
    show.exchange(`GET ${scene.plex.endpoints.clients}/resources${query}`, `200 ${JSON_OF_PLEX_TV}`);
    const servers = resources.filter(({ provides }) => provides.includes('server'));
    const [server] = servers;
    if (server === undefined) throw new Error('nothing is shared with Dana');
    show.fact('servers', servers.length, { is: 1, note: 'shared by Alice' });
    show.fact('name', server.name ?? undefined, { is: scene.attic.name });
    await show.token('accessToken', server.accessToken, { kind: 'server', of: 'dana' });
    return server;
  });
}

/** Ways as a server of one's own may have them, in the order in which plex.tv might list them. */
const MORE_WAYS = [
  { uri: 'https://relay.example:8443', local: false, relay: true },
  { uri: 'http://far.example:32400', local: false, relay: false },
  { uri: 'https://far.example:32400', local: false, relay: false },
];

async function rank({ scene, step }: Stage, server: PlexResource): Promise<void> {
  await step({ title: 'If there were more ways to it', call: 'rankConnections' }, async (show) => {
    const ranked = rankConnections({ ...server, connections: [...MORE_WAYS, ...server.connections] });
    const [relay, plain, secure] = MORE_WAYS.map(({ uri }) => uri);
    const expected = [scene.attic.url, secure, plain, relay];
    const notes = ['its own network', 'over the internet', 'the same without TLS', 'through the relay, last'];
    for (const [index, note] of notes.entries())
      show.fact(`${index + 1}`, ranked[index]?.uri, { is: expected[index], note });
  });
}

async function reach({ scene, step }: Stage, server: PlexResource): Promise<void> {
  await step({ title: 'The first address that answers', call: 'resources.connect' }, async (show) => {
    const { url, identity } = await scene.client().resources.connect(server);
    show.exchange(`GET ${scene.attic.url}/identity`, `200 ${JSON_OF_SERVER}`, 'no token is shown before');
    show.fact('url', url, { is: scene.attic.url });
    show.fact('identity.machineIdentifier', identity.machineIdentifier === server.clientIdentifier, {
      is: true,
      shown: 'it is this machine',
    });
  });
}
