import { expect, test } from 'vitest';
import type { StandIn } from '../src/index.js';
import { knowsSources } from '../src/rules/versions.js';
import { askServer, at, serverCalled, start, textAt } from './asking.js';

function askSource(
  standIn: StandIn,
  query: string,
  asking: { token?: string; server?: string } = {},
): Promise<Response> {
  return askServer(standIn, `/security/resources${query}`, { token: standIn.people.alice.token, ...asking });
}

function sourceOf(standIn: StandIn, name: string): string {
  return `server://${serverCalled(standIn, name).machineIdentifier}`;
}

test('a source is one Device with a list of connections, and only the relay says so [source.device-object] [source.loopback-connections]', async () => {
  const standIn = await start();
  const { url, machineIdentifier } = serverCalled(standIn, 'Cellar');
  const body: unknown = await (await askSource(standIn, `?source=${sourceOf(standIn, 'Cellar')}`)).json();
  const way = { protocol: 'http', address: '127.0.0.1', uri: url, port: Number(new URL(url).port) };
  expect(at(body, 'MediaContainer', 'size')).toBe(1);
  expect(at(body, 'MediaContainer', 'Device')).toEqual({
    name: 'Cellar',
    clientIdentifier: machineIdentifier,
    accessToken: expect.stringMatching(/^transient-/),
    Connection: [
      { ...way, local: true },
      { ...way, local: false, relay: true },
    ],
  });
});

test('in XML the Device and its connections are elements [source.device-object]', async () => {
  const standIn = await start();
  const { token } = standIn.people.alice;
  const query = `/security/resources?source=${sourceOf(standIn, 'Attic')}`;
  const xml = await (await askServer(standIn, query, { token, accept: '*/*' })).text();
  expect(xml).toMatch(/<MediaContainer size="1">\s*<Device name="Attic" [^>]*>\s*<Connection [^>]*local="1"\/>/);
  expect(xml.match(/relay="/g)).toHaveLength(1);
});

test('its token is the caller’s transient token for that source alone [source.token-for-source]', async () => {
  const standIn = await start();
  const body: unknown = await (await askSource(standIn, `?source=${sourceOf(standIn, 'Cellar')}`)).json();
  const token = textAt(body, 'MediaContainer', 'Device', 'accessToken');
  expect((await askServer(standIn, '/', { token, server: 'Cellar' })).status).toBe(200);
  expect((await askServer(standIn, '/', { token })).status).toBe(401);
});

test('a provider is a source too, also behind a server that has it [source.grammar]', async () => {
  const standIn = await start();
  const provider: unknown = await (await askSource(standIn, '?source=provider://provider-identifier')).json();
  expect(at(provider, 'MediaContainer', 'Device', 'clientIdentifier')).toBe('provider-identifier');
  const longer = `?source=${sourceOf(standIn, 'Attic')}/provider-identifier`;
  expect(at(await (await askSource(standIn, longer)).json(), 'MediaContainer', 'Device', 'name')).toBe('Attic');
});

test.each(['', '?source=', '?source=Attic', '?source=http://attic', '?source=server://', '?source=provider://a/b'])(
  'asked with %j it is refused with 400 [source.grammar]',
  async (query) => {
    const standIn = await start();
    expect((await askSource(standIn, query)).status).toBe(400);
  },
);

test.each(['provider://unheard-of', `server://${'0'.repeat(40)}`])(
  '%s is unknown, and the container empty [source.unknown-is-empty]',
  async (source) => {
    const standIn = await start();
    const response = await askSource(standIn, `?source=${source}`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ MediaContainer: { size: 0 } });
  },
);

test('refresh is 0 or 1 [source.refresh]', async () => {
  const standIn = await start();
  const source = `source=${sourceOf(standIn, 'Attic')}`;
  for (const [refresh, status] of [
    ['0', 200],
    ['1', 200],
    ['true', 400],
    ['', 400],
  ] as const) {
    expect((await askSource(standIn, `?${source}&refresh=${refresh}`)).status).toBe(status);
  }
});

test('a friend is told no source [source.admin-only]', async () => {
  const standIn = await start();
  const token = standIn.people.dana.serverTokens[serverCalled(standIn, 'Attic').machineIdentifier] ?? '';
  expect((await askSource(standIn, `?source=${sourceOf(standIn, 'Attic')}`, { token })).status).toBe(403);
});

test('a server before 1.15.4 does not know the path [source.minimum-version] [source.old-server-404]', async () => {
  const standIn = await start();
  const query = `?source=${sourceOf(standIn, 'Attic')}`;
  expect((await askSource(standIn, query, { server: 'Cellar' })).status).toBe(404);
  expect((await askSource(standIn, query, { server: 'Cellar', token: 'unknown' })).status).toBe(401);
});

test.each([
  ['1.15.3.876-abc', false],
  ['1.15.4', true],
  ['1.15.4.1-a', true],
  ['1.9.9', false],
  ['1.43.4.10903', true],
  ['2.0.0', true],
  ['0.99.9', false],
])('version %s knows sources: %s [source.minimum-version]', (version, knows) => {
  expect(knowsSources(version)).toBe(knows);
});
