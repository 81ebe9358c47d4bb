import {
  errors,
  getSourceConnectionInformation,
  getTokenDetails,
  getTransientToken,
  PlexCore,
  postUsersSignInData,
} from '@ticketstub/sdk';
import { expect, test } from 'vitest';
import { openWorld } from './world.js';

test('the standalone functions do what the methods do', async () => {
  await using world = await openWorld('in process');
  const { alice } = world.standIn.people;
  const { fetch } = world.standIn;
  const core = new PlexCore({ accessToken: alice.token, serverURL: world.attic, clientID: 'standalone', fetch });
  const { userPlexAccount } = await getTokenDetails(core);
  expect(userPlexAccount.id).toBe(alice.id);
  const { mediaContainer } = await getTransientToken(core, { type: 'delegation', scope: 'all' });
  expect(mediaContainer.token).toMatch(/^transient-/);
  const source = await getSourceConnectionInformation(core, { source: world.atticSource });
  expect(source.mediaContainer.device).toHaveLength(1);
  const requestBody = { login: alice.email, password: alice.password };
  const signedIn = await postUsersSignInData(core, { requestBody });
  expect(signedIn.userPlexAccount.authToken).toMatch(/^[\w-]{20}$/);
});

test('withToken makes a new client and leaves the old one as it was', async () => {
  await using world = await openWorld('in process');
  const alice = world.client('alice');
  const bruno = alice.withToken(world.standIn.people.bruno.token);
  const [first, second] = await Promise.all([alice, bruno].map((plex) => plex.authentication.getTokenDetails()));
  expect(first?.userPlexAccount.id).toBe(world.standIn.people.alice.id);
  expect(second?.userPlexAccount.id).toBe(world.standIn.people.bruno.id);
});

test('a token function is asked before every attempt, so a renewed token is used at once', async () => {
  await using world = await openWorld('in process');
  const { token } = world.standIn.people.alice;
  world.standIn.control.failNext({ operation: 'getTokenDetails', status: 503 });
  const tokens = ['dead-token-of-nobody', token];
  const plex = world.client('alice', { accessToken: async () => tokens.shift() ?? token });
  await expect(plex.authentication.getTokenDetails()).resolves.toMatchObject({ statusCode: 200 });
  expect(world.sent.map(({ headers }) => headers['X-Plex-Token'])).toEqual(['dead-token-of-nobody', token]);
});

test('one client serves a hundred calls at once, each with its own answer', async () => {
  for (const way of ['over sockets', 'by the node transport'] as const) {
    await using world = await openWorld(way);
    const people = ['alice', 'bruno', 'carla', 'dana', 'eve', 'finn'] as const;
    const calls = Array.from({ length: 102 }, async (_, index) => {
      const name = people[index % people.length] ?? 'alice';
      const { userPlexAccount } = await world.client(name).authentication.getTokenDetails();
      return userPlexAccount.id === world.standIn.people[name].id;
    });
    expect(await Promise.all(calls)).not.toContain(false);
  }
});

test('a server that only knows GET for the transient token is asked again that way, and no other refusal is', async () => {
  const methods: string[] = [];
  const make = (status: number): PlexCore =>
    new PlexCore({
      accessToken: 'a-token-of-nobody',
      serverURL: 'http://192.0.2.1:32400',
      retryConfig: { strategy: 'none' },
      fetch(_, { method }) {
        methods.push(method);
        const body = JSON.stringify({ MediaContainer: { size: 0, token: 'transient-of-nobody' } });
        return Promise.resolve(method === 'GET' ? new Response(body) : new Response('', { status }));
      },
    });
  for (const status of [404, 405]) {
    const { mediaContainer } = await getTransientToken(make(status), { type: 'delegation', scope: 'all' });
    expect(mediaContainer.token).toBe('transient-of-nobody');
  }
  expect(methods).toEqual(['POST', 'GET', 'POST', 'GET']);
  const refused = getTransientToken(make(401), { type: 'delegation', scope: 'all' });
  await expect(refused).rejects.toThrow(errors.GetTransientTokenUnauthorized);
  expect(methods).toHaveLength(5);
});
