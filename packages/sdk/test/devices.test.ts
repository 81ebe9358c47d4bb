import { describe, expect, test } from 'vitest';
import { errors, type PlexAPIOptions } from '../src/index.js';
import { rejection, type Reply, type Scene, scene, TOKEN, type Turn } from './scene.js';

const CLIENT = 'an-installation';

function plexThat(turns: Turn, options: PlexAPIOptions = {}): Scene {
  return scene(turns, { clientID: CLIENT, ...options });
}

function told(...devices: string[]): Reply {
  return {
    contentType: 'application/xml; charset=utf-8',
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<MediaContainer publicAddress="192.0.2.1" size="1">\n${devices.join('\n')}\n</MediaContainer>\n`,
  };
}

describe('devices.list', () => {
  test('asks plex.tv itself, in XML, with token and client identifier', async () => {
    const { plex, sent } = plexThat(told());
    await expect(plex.devices.list()).resolves.toEqual([]);
    expect(sent[0]).toMatchObject({ url: 'https://plex.tv/devices.xml', init: { method: 'GET', body: null } });
    expect(Object.fromEntries(sent[0]?.headers ?? [])).toEqual({
      accept: 'application/xml',
      'x-plex-client-identifier': CLIENT,
      'x-plex-token': TOKEN,
    });
  });

  test('goes where the account calls go, below which it is not', async () => {
    const { plex, sent } = plexThat(told(), { endpoints: { account: 'http://127.0.0.1:4000/api/v2' } });
    await plex.devices.list();
    expect(sent[0]?.url).toBe('http://127.0.0.1:4000/devices.xml');
  });

  test('reads what a device said, null for what it never did, and what nobody told us of', async () => {
    const { plex } = plexThat(
      told(
        '<Device name="Dana&apos;s &lt;TV&gt;" product="" provides="player,controller" clientIdentifier="tv" id="640000007" token="" createdAt="1628211599" lastSeenAt="" colour="blue">',
        '<SyncList itemsCompleteCount="0"/><Connection uri="http://192.0.2.9:32500"/><Connection uri=""/></Device>',
        `<Device name="here" clientIdentifier="${CLIENT}" id="8" token="canary-own-token"/>`,
      ),
    );
    await expect(plex.devices.list()).resolves.toEqual([
      {
        id: 640_000_007,
        name: "Dana's <TV>",
        product: null,
        provides: ['player', 'controller'],
        clientIdentifier: 'tv',
        createdAt: 1_628_211_599,
        lastSeenAt: null,
        colour: 'blue',
        connections: ['http://192.0.2.9:32500'],
      },
      expect.objectContaining({ id: 8, name: 'here', token: 'canary-own-token', provides: [], connections: [] }),
    ]);
  });

  test('leaves out what has no number, and what is no device', async () => {
    const { plex } = plexThat(
      told('<Device/>', '<Device id="x"/>', '<Device id="0"/>', '<Other id="1"/>', '<Device id="2"/>'),
    );
    await expect(plex.devices.list()).resolves.toMatchObject([{ id: 2 }]);
  });

  test.each([
    ['', 'nothing'],
    ['{"MediaContainer":{}}', 'JSON'],
    ['<html></html>', 'a page'],
    ['<MediaContainer><Device id="1"></MediaContainer>', 'broken XML'],
    ['<!DOCTYPE x [<!ENTITY y "z">]><MediaContainer/>', 'a document type'],
  ])('refuses %j, which is %s', async (body) => {
    const error = await rejection(plexThat({ body, contentType: 'application/xml' }).plex.devices.list());
    expect(error).toBeInstanceOf(errors.InvalidResponseError);
    expect(error).toMatchObject({ code: 'INVALID_RESPONSE', operation: 'getDevices' });
  });

  test('says that a token is dead as all calls do, though the old path answers 422', async () => {
    const body = '<?xml version="1.0" encoding="UTF-8"?>\n<errors>\n  <error>Invalid token</error>\n</errors>\n';
    const { plex } = plexThat({ status: 422, contentType: 'application/xml; charset=utf-8', body });
    for (const call of [
      () => plex.devices.list(),
      () => plex.devices.remove({ id: 7, clientIdentifier: 'tv' }),
      () => plex.account.claimToken(),
    ]) {
      const error = await rejection(call());
      expect(error).toBeInstanceOf(errors.SDKError);
      expect(error).toMatchObject({ name: 'SDKError', code: 'UNAUTHORIZED', statusCode: 422 });
    }
  });

  test('needs a client identifier, and sends nothing without', async () => {
    const { plex, sent } = plexThat(told(), { clientID: undefined });
    await expect(plex.devices.list()).rejects.toMatchObject({ code: 'CLIENT_ID_REQUIRED' });
    expect(sent).toEqual([]);
  });
});

describe('devices.remove', () => {
  const other = { id: 7, clientIdentifier: 'tv' };
  const self = { id: 8, clientIdentifier: CLIENT };

  test('removes a device by its number, once', async () => {
    const { plex, sent } = plexThat({ body: '' });
    await expect(plex.devices.remove(other)).resolves.toBeUndefined();
    expect(sent[0]).toMatchObject({
      url: 'https://plex.tv/devices/7.xml',
      init: { method: 'DELETE', body: null, once: true },
    });
    const failing = plexThat({ status: 503, body: '' });
    await rejection(failing.plex.devices.remove(other));
    expect(failing.sent).toHaveLength(1);
  });

  test('refuses to end the client’s own token, unless it is told to', async () => {
    const { plex, sent } = plexThat({ body: '' });
    await expect(plex.devices.remove(self)).rejects.toMatchObject({ name: 'InvalidArgumentError', argument: 'device' });
    const { id } = self;
    await expect(plex.devices.remove({ id })).rejects.toMatchObject({ argument: 'device.clientIdentifier' });
    expect(sent).toEqual([]);
    await plex.devices.remove({ id }, { self: true });
    await plex.devices.remove({ id: 9, clientIdentifier: null });
    expect(sent).toHaveLength(2);
  });

  test.each([[undefined], [null], [7], [{}], [{ id: 0 }], [{ id: '7' }], [{ id: 1.5 }], [{ id: -1 }]])(
    'refuses %j, which is no device',
    async (device) => {
      const { plex, sent } = plexThat({ body: '' });
      const method: unknown = Reflect.get(plex.devices, 'remove');
      if (typeof method !== 'function') throw new TypeError('no method');
      const error = await rejection(Reflect.apply(method, plex.devices, [device]));
      expect(error).toMatchObject({ name: 'InvalidArgumentError', argument: expect.stringMatching(/^device/) });
      expect(sent).toEqual([]);
    },
  );

  test('says that a device is gone', async () => {
    const { plex } = plexThat({ status: 404, contentType: 'application/xml', body: '<errors/>' });
    await expect(plex.devices.remove(other)).rejects.toMatchObject({ code: 'NOT_FOUND', statusCode: 404 });
  });
});
