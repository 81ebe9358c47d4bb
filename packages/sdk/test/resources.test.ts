import { describe, expect, test } from 'vitest';
import { errors, type PlexAPIOptions } from '../src/index.js';
import { rejection, type Reply, type Scene, scene, TOKEN, type Turn } from './scene.js';

const MACHINE = 'a771c0000000000000000000000000000000a771';
const JWT = 'eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJwbGV4LnR2In0.c2lnbmF0dXJl';

function plexThat(turns: Turn, options: PlexAPIOptions = {}): Scene {
  return scene(turns, { clientID: 'an-installation', ...options });
}

function told(...resources: unknown[]): Reply {
  return { status: 200, body: resources };
}

describe('resources.list', () => {
  test('asks plex.tv for every connection, with token and client identifier', async () => {
    const { plex, sent } = plexThat(told());
    await expect(plex.resources.list()).resolves.toEqual([]);
    expect(sent[0]).toMatchObject({
      url: 'https://plex.tv/api/v2/resources?includeHttps=1&includeRelay=1&includeIPv6=1',
      init: { method: 'GET', body: null, once: false },
    });
    expect(Object.fromEntries(sent[0]?.headers ?? [])).toEqual({
      accept: 'application/json',
      'x-plex-client-identifier': 'an-installation',
      'x-plex-token': TOKEN,
    });
  });

  test('leaves out what a caller does without', async () => {
    const { plex, sent } = plexThat(told());
    await plex.resources.list({ includeHttps: false, includeRelay: false, includeIPv6: undefined });
    expect(new URL(sent[0]?.url ?? '').search).toBe('?includeHttps=0&includeRelay=0&includeIPv6=1');
  });

  test('needs a client identifier, and sends nothing without', async () => {
    const { plex, sent } = plexThat(told(), { clientID: undefined });
    await expect(plex.resources.list()).rejects.toMatchObject({
      code: 'CLIENT_ID_REQUIRED',
      name: 'InvalidArgumentError',
    });
    expect(sent).toEqual([]);
  });

  test('makes a list of what a resource provides, and keeps what nobody told us of', async () => {
    const entry = { clientIdentifier: MACHINE, provides: 'server,client', name: 'Attic', owned: true, ownerId: null };
    const connections = [{ uri: 'https://a.example:32400', local: true, IPv6: false, speed: 'new' }];
    const { plex } = plexThat(
      told({ ...entry, connections, accessToken: 'of-the-server', colour: { of: 'tomorrow' } }),
    );
    await expect(plex.resources.list()).resolves.toEqual([
      {
        ...entry,
        connections,
        accessToken: 'of-the-server',
        colour: { of: 'tomorrow' },
        provides: ['server', 'client'],
      },
    ]);
  });

  test.each([
    ['null', { provides: null, connections: null, accessToken: null }],
    ['empty', { provides: '', connections: [], accessToken: '' }],
    ['missing', {}],
    ['of another kind', { provides: 7, connections: 'none', accessToken: 9 }],
  ])('reads a player whose lists and token are %s', async (_, members) => {
    const { plex } = plexThat(told({ clientIdentifier: 'a-player', ...members }));
    await expect(plex.resources.list()).resolves.toEqual([
      { clientIdentifier: 'a-player', provides: [], connections: [] },
    ]);
  });

  test('takes wrong plain values out of a connection, and leaves out what is none', async () => {
    const connections = [{ uri: 7, port: 'x', address: '192.0.2.7', local: true }, 'none', null];
    const { plex } = plexThat(told({ clientIdentifier: MACHINE, connections }));
    await expect(plex.resources.list()).resolves.toMatchObject([
      { connections: [{ address: '192.0.2.7', local: true }] },
    ]);
  });

  test('leaves out what nothing can be done with', async () => {
    const { plex } = plexThat(
      told(null, 'text', [], { name: 'nobody' }, { clientIdentifier: '' }, { clientIdentifier: 'x' }),
    );
    await expect(plex.resources.list()).resolves.toHaveLength(1);
  });

  test('says apart the JWT that plex.tv hands back for an owned server, for no media server takes it', async () => {
    const { plex } = plexThat(
      told(
        { clientIdentifier: MACHINE, owned: true, accessToken: JWT },
        { clientIdentifier: 'shared', owned: false, accessToken: 'OpaqueServerToken-20' },
      ),
      { accessToken: JWT },
    );
    const [owned, shared] = await plex.resources.list();
    expect(owned).toEqual({ clientIdentifier: MACHINE, owned: true, echoedJWT: JWT, provides: [], connections: [] });
    expect(shared).toMatchObject({ accessToken: 'OpaqueServerToken-20' });
    expect(shared).not.toHaveProperty('echoedJWT');
  });

  test.each([[{}], [{ resources: [] }], ['<resources/>'], [null]])('refuses %j, which is no list', async (body) => {
    const error = await rejection(plexThat({ status: 200, body }).plex.resources.list());
    expect(error).toBeInstanceOf(errors.InvalidResponseError);
    expect(error).toMatchObject({ code: 'INVALID_RESPONSE', operation: 'getResources' });
  });
});
