import { describe, expect, test } from 'vitest';
import { openWorld, ways } from './world.js';

describe.each(ways)('devices, %s', (way) => {
  test('a program that has signed in is listed as it called itself, and no other token with it', async () => {
    await using world = await openWorld(way);
    const { email: login, password } = world.standIn.people.dana;
    const television = { clientID: 'tv', clientName: 'A <player>', deviceName: 'Wohnzimmer ★', clientVersion: '2.1' };
    const signingIn = world.client('eve', television);
    const { accessToken } = await signingIn.signIn({ login, password });
    const devices = await signingIn.withToken(accessToken).devices.list();
    expect(devices.map(({ clientIdentifier }) => clientIdentifier)).toEqual(['ticketstub-dana-television', 'tv']);
    const [planted, own] = devices;
    expect(planted).not.toHaveProperty('token');
    expect(own).toMatchObject({ name: 'Wohnzimmer ★', product: 'A <player>', version: '2.1', token: accessToken });
    expect(Math.abs((own?.createdAt ?? 0) * 1000 - world.standIn.clock.now())).toBeLessThan(5000);
  });

  test('an owner’s servers are among the devices', async () => {
    await using world = await openWorld(way);
    const servers = (await world.client('alice').devices.list()).filter(({ provides }) => provides.includes('server'));
    expect(servers.map(({ name, connections }) => [name, connections])).toEqual([
      ['Attic', [world.attic]],
      ['Cellar', [world.cellar]],
    ]);
  });

  test('a device that is removed is signed out, and only that one', async () => {
    await using world = await openWorld(way);
    const { email: login, password } = world.standIn.people.dana;
    const { accessToken } = await world.client('eve', { clientID: 'tv' }).signIn({ login, password });
    const plex = world.client('dana');
    const lost = (await plex.devices.list()).find(({ clientIdentifier }) => clientIdentifier === 'tv');
    if (!lost) throw new Error('it is not listed');
    await plex.devices.remove(lost);
    await expect(plex.withToken(accessToken).authentication.getTokenDetails()).rejects.toMatchObject({
      code: 'UNAUTHORIZED',
    });
    await expect(plex.devices.list()).resolves.toHaveLength(1);
    await expect(plex.devices.remove(lost)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('a program removes itself only when it says so', async () => {
    await using world = await openWorld(way);
    const { token, clientIdentifier } = world.standIn.people.dana;
    const plex = world.client('dana', { clientID: clientIdentifier, accessToken: token });
    const [own] = await plex.devices.list();
    if (!own) throw new Error('it is not listed');
    await expect(plex.devices.remove(own)).rejects.toMatchObject({ argument: 'device' });
    await plex.devices.remove(own, { self: true });
    await expect(plex.devices.list()).rejects.toMatchObject({ code: 'UNAUTHORIZED', statusCode: 422 });
  });

  test('a program that plays is a resource of the account, without a token or an address', async () => {
    await using world = await openWorld(way);
    const { standIn } = world;
    const player = { 'X-Plex-Client-Identifier': 'tv', 'X-Plex-Provides': 'player', accept: 'application/json' };
    const init = { method: 'POST', headers: player };
    const made = await standIn.fetch('https://plex.tv/api/v2/pins', init);
    const { code } = Object(await made.json());
    standIn.control.claimPin({ code: String(code), person: 'dana' });
    const [server, resource] = await world.client('dana').resources.list();
    expect(server).toMatchObject({ name: 'Attic', accessToken: expect.any(String) });
    expect(resource).toMatchObject({ clientIdentifier: 'tv', provides: ['player'], connections: [] });
    expect(resource).not.toHaveProperty('accessToken');
  });
});
