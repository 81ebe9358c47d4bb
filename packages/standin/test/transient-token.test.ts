import { expect, test } from 'vitest';
import { askPlexTv, askServer, serverCalled, start, transientToken } from './asking.js';

const HOUR = 60 * 60_000;
const PATH = '/security/token?type=delegation&scope=all';

test('a transient token is the word, a hyphen and a lower-case UUID [transient.shape]', async () => {
  const standIn = await start();
  const token = await transientToken(standIn, standIn.people.alice.token);
  expect(token).toMatch(/^transient-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
});

test.each(['POST', 'GET', 'PUT', 'DELETE', 'PATCH', 'HEAD'])('%s makes one [transient.any-verb]', async (method) => {
  const standIn = await start();
  const response = await askServer(standIn, PATH, { method, token: standIn.people.alice.token });
  expect(response.status).toBe(200);
});

test.each(['', '?type=delegation', '?scope=all', '?type=other&scope=all', '?type=delegation&scope=some'])(
  'asked with %j it is refused with 400 [transient.parameters]',
  async (query) => {
    const standIn = await start();
    const { token } = standIn.people.alice;
    expect((await askServer(standIn, `/security/token${query}`, { token, method: 'POST' })).status).toBe(400);
  },
);

test('it has its maker’s access: an administrator’s names sources, a friend’s does not [transient.maker-access]', async () => {
  const standIn = await start();
  const { alice, dana } = standIn.people;
  const { machineIdentifier } = serverCalled(standIn, 'Attic');
  const source = `/security/resources?source=server://${machineIdentifier}`;
  const admins = await transientToken(standIn, alice.token);
  const friends = await transientToken(standIn, dana.serverTokens[machineIdentifier] ?? '');
  expect((await askServer(standIn, source, { token: admins })).status).toBe(200);
  expect((await askServer(standIn, source, { token: friends })).status).toBe(403);
  expect((await askServer(standIn, '/', { token: friends })).status).toBe(200);
});

test('it opens the server that made it, and no other', async () => {
  const standIn = await start();
  const token = await transientToken(standIn, standIn.people.alice.token);
  expect((await askServer(standIn, '/', { token })).status).toBe(200);
  expect((await askServer(standIn, '/', { token, server: 'Cellar' })).status).toBe(401);
});

test('it is accepted after 47 hours and refused after 49 [transient.lifetime] [transient.dead-is-401]', async () => {
  const standIn = await start();
  const token = await transientToken(standIn, standIn.people.alice.token);
  standIn.control.advanceClock(47 * HOUR);
  expect((await askServer(standIn, '/', { token })).status).toBe(200);
  standIn.control.advanceClock(2 * HOUR);
  expect((await askServer(standIn, '/', { token })).status).toBe(401);
});

test('a restart of its server destroys it, that of another does not [transient.restart]', async () => {
  const standIn = await start();
  const token = await transientToken(standIn, standIn.people.alice.token);
  standIn.control.restartServer('Cellar');
  expect((await askServer(standIn, '/', { token })).status).toBe(200);
  standIn.control.restartServer(serverCalled(standIn, 'Attic').machineIdentifier);
  expect((await askServer(standIn, '/', { token })).status).toBe(401);
});

test('it may make another with hours of its own [transient.from-transient]', async () => {
  const standIn = await start();
  const first = await transientToken(standIn, standIn.people.alice.token);
  standIn.control.advanceClock(47 * HOUR);
  const second = await transientToken(standIn, first);
  standIn.control.advanceClock(2 * HOUR);
  expect((await askServer(standIn, '/', { token: first })).status).toBe(401);
  expect((await askServer(standIn, '/', { token: second })).status).toBe(200);
});

test('it outlives the account token it was made from [transient.survives-sign-out]', async () => {
  const standIn = await start();
  const { alice } = standIn.people;
  const token = await transientToken(standIn, alice.token);
  await askPlexTv(standIn, '/users/signout', { method: 'DELETE', token: alice.token });
  expect((await askServer(standIn, '/', { token })).status).toBe(200);
  expect((await askServer(standIn, '/', { token: alice.token })).status).toBe(401);
});

test('when a share ends, so do its server token and what was made from it [access.ends-with-share]', async () => {
  const standIn = await start();
  const { dana } = standIn.people;
  const served = dana.serverTokens[serverCalled(standIn, 'Attic').machineIdentifier] ?? '';
  const made = await transientToken(standIn, served);
  standIn.control.removeAccess({ person: 'dana', server: 'Attic' });
  for (const token of [served, made]) expect((await askServer(standIn, '/', { token })).status).toBe(401);
});
