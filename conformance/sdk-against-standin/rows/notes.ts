import { errors, type PlexAPI } from '@ticketstub/sdk';
import { expect, test } from 'vitest';
import type { World } from '../world.js';
import type { Row } from './row.js';

const HOUR = 3_600_000;

async function transientOf(plex: PlexAPI): Promise<PlexAPI> {
  const { mediaContainer } = await plex.authentication.getTransientToken({ type: 'delegation', scope: 'all' });
  return plex.withToken(mediaContainer.token);
}

function atticBy(world: World, plex: PlexAPI): Promise<unknown> {
  return plex.authentication.getSourceConnectionInformation({ source: world.atticSource });
}

const { GetSourceConnectionInformationUnauthorized, GetTokenDetailsUnauthorized } = errors;

/** What the seed's page notes of each operation. */
export const noteRows: readonly Row[] = [
  {
    id: 'getTransientToken: same access level',
    kind: (open) =>
      test('an administrator’s transient token does what only an administrator may', async () => {
        await using world = await open();
        await expect(atticBy(world, await transientOf(world.client('alice')))).resolves.toMatchObject({
          statusCode: 200,
        });
        const seen = world.standIn.control.requests().at(-1);
        expect(seen?.token).toMatchObject({ kind: 'transient', person: 'alice' });
      }),
    unkind: (open) =>
      test('a friend’s transient token is as little an administrator’s as the friend’s own', async () => {
        await using world = await open();
        const friend = await transientOf(world.guest('dana'));
        await expect(atticBy(world, friend)).rejects.toMatchObject({ name: 'SDKError', code: 'FORBIDDEN' });
      }),
  },
  {
    id: 'getTransientToken: 48 hours',
    kind: (open) =>
      test('47 hours later it is still accepted', async () => {
        await using world = await open();
        const plex = await transientOf(world.client('alice'));
        world.standIn.control.advanceClock(47 * HOUR);
        await expect(atticBy(world, plex)).resolves.toMatchObject({ statusCode: 200 });
      }),
    unkind: (open) =>
      test('49 hours later it is refused', async () => {
        await using world = await open();
        const plex = await transientOf(world.client('alice'));
        world.standIn.control.advanceClock(49 * HOUR);
        await expect(atticBy(world, plex)).rejects.toThrow(GetSourceConnectionInformationUnauthorized);
      }),
  },
  {
    id: 'getTransientToken: restart',
    kind: (open) =>
      test('the restart of another server does it no harm', async () => {
        await using world = await open();
        const plex = await transientOf(world.client('alice'));
        world.standIn.control.restartServer('Cellar');
        await expect(atticBy(world, plex)).resolves.toMatchObject({ statusCode: 200 });
      }),
    unkind: (open) =>
      test('the restart of its server ends a fresh one, and the next one works', async () => {
        await using world = await open();
        const plex = await transientOf(world.client('alice'));
        world.standIn.control.restartServer('Attic');
        await expect(atticBy(world, plex)).rejects.toThrow(GetSourceConnectionInformationUnauthorized);
        await expect(atticBy(world, await transientOf(world.client('alice')))).resolves.toBeDefined();
      }),
  },
  {
    id: 'getSourceConnectionInformation: admin token',
    kind: (open) =>
      test('the owner is let in, and the token that comes back opens the source', async () => {
        await using world = await open();
        const plex = world.client('alice');
        const { authentication } = plex;
        const { mediaContainer } = await authentication.getSourceConnectionInformation({ source: world.atticSource });
        const [device] = mediaContainer.device;
        expect(device?.name).toBe('Attic');
        await expect(atticBy(world, plex.withToken(device?.accessToken ?? ''))).resolves.toBeDefined();
      }),
    unkind: (open) =>
      test('a friend is refused, and that says nothing about the friend’s token', async () => {
        await using world = await open();
        await expect(atticBy(world, world.guest('dana'))).rejects.toMatchObject({ code: 'FORBIDDEN', statusCode: 403 });
        await expect(transientOf(world.guest('dana'))).resolves.toBeDefined();
      }),
  },
  {
    id: 'getSourceConnectionInformation: transient token',
    kind: (open) =>
      test('one made from an administrator’s token is let in', async () => {
        await using world = await open();
        await expect(atticBy(world, await transientOf(world.client('alice')))).resolves.toBeDefined();
      }),
    unkind: (open) =>
      test('one of another server is refused, and so is one plex.tv is shown', async () => {
        await using world = await open();
        const ofCellar = await transientOf(world.client('alice', { serverURL: world.cellar }));
        const { token = '' } = { token: world.sent.at(-1)?.headers['X-Plex-Token'] };
        expect(token).toBe(world.standIn.people.alice.token);
        const options = { serverURL: world.attic };
        const { authentication } = ofCellar;
        await expect(
          authentication.getSourceConnectionInformation({ source: world.atticSource }, options),
        ).rejects.toThrow(GetSourceConnectionInformationUnauthorized);
        await expect(authentication.getTokenDetails()).rejects.toThrow(GetTokenDetailsUnauthorized);
      }),
  },
  {
    id: 'getSourceConnectionInformation: 1.15.4',
    kind: (open) =>
      test('a current server answers', async () => {
        await using world = await open();
        await expect(atticBy(world, world.client('alice'))).resolves.toBeDefined();
      }),
    unkind: (open) =>
      test('a server of 1.15.3 does not know the path', async () => {
        await using world = await open();
        const old = world.client('alice', { serverURL: world.cellar });
        await expect(atticBy(world, old)).rejects.toMatchObject({ code: 'NOT_FOUND', statusCode: 404 });
        await expect(transientOf(old)).resolves.toBeDefined();
      }),
  },
  {
    id: 'getTokenDetails: X-Plex-Token',
    kind: (open) =>
      test('the account is that of whoever’s token was sent', async () => {
        await using world = await open();
        for (const name of ['alice', 'bruno', 'carla', 'dana', 'eve', 'finn'] as const) {
          const { userPlexAccount } = await world.client(name).authentication.getTokenDetails();
          expect(userPlexAccount).toMatchObject({
            id: world.standIn.people[name].id,
            authToken: world.standIn.people[name].token,
          });
        }
      }),
    unkind: (open) =>
      test('without a token there is no account', async () => {
        await using world = await open();
        const plex = world.client('alice', { accessToken: undefined });
        await expect(plex.authentication.getTokenDetails()).rejects.toThrow(GetTokenDetailsUnauthorized);
      }),
  },
  {
    id: 'postUsersSignInData: token',
    kind: (open) =>
      test('the account comes with a token that works, and replaces the one this client had', async () => {
        await using world = await open();
        const { email: login, password, clientIdentifier: clientID, token } = world.standIn.people.bruno;
        const plex = world.client('bruno', { clientID });
        const { accessToken, account } = await plex.signIn({ login, password });
        expect(accessToken).not.toBe(token);
        expect(accessToken).toBe(account.authToken);
        const { userPlexAccount } = await plex.withToken(accessToken).authentication.getTokenDetails();
        expect(userPlexAccount.uuid).toBe(account.uuid);
        await expect(plex.authentication.getTokenDetails()).rejects.toThrow(GetTokenDetailsUnauthorized);
      }),
    unkind: (open) =>
      test('a wrong password gets none, and the old token lives on', async () => {
        await using world = await open();
        const { email: login } = world.standIn.people.bruno;
        const plex = world.client('bruno');
        const wrong = plex.signIn({ login, password: 'wrong' });
        await expect(wrong).rejects.toMatchObject({ code: 'UNAUTHORIZED', plexCode: 1001 });
        await expect(plex.authentication.getTokenDetails()).resolves.toBeDefined();
      }),
  },
];
