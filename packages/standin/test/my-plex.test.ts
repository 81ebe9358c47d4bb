import { expect, test } from 'vitest';
import type { StandIn } from '../src/index.js';
import { type Asking, ask, askPlexTv, askServer, at, start, textAt, transientToken } from './asking.js';

const FAR = { clientIdentifier: 'far-away', ip: '203.0.113.7', country: 'GB' };

async function claimToken(standIn: StandIn, token = standIn.people.alice.token): Promise<string> {
  return textAt(await (await ask(standIn, 'https://plex.tv/api/claim/token.json', { token })).json(), 'token');
}

function claim(standIn: StandIn, token: string, asking: Asking = {}): Promise<Response> {
  return askServer(standIn, `/myplex/claim?token=${token}`, { method: 'POST', ...asking });
}

async function unclaim(standIn: StandIn): Promise<void> {
  const answer = await askServer(standIn, '/myplex/account', { method: 'DELETE', token: standIn.people.alice.token });
  expect(answer.status).toBe(200);
}

async function claimed(standIn: StandIn): Promise<unknown> {
  return at(await (await askServer(standIn, '/identity')).json(), 'MediaContainer', 'claimed');
}

test('a server tells its owner its ties, and gives back no token but the one it was shown [myplex.members] [myplex.token-presented]', async () => {
  const standIn = await start();
  const { alice } = standIn.people;
  const answer = await askServer(standIn, '/myplex/account', { token: alice.token });
  expect(await answer.json()).toEqual({
    MyPlex: {
      authToken: alice.token,
      username: alice.email,
      mappingState: 'mapped',
      mappingError: '',
      signInState: 'ok',
      publicAddress: '127.0.0.1',
      publicPort: expect.stringMatching(/^\d+$/),
      privateAddress: '127.0.0.1',
      privatePort: expect.stringMatching(/^\d+$/),
      subscriptionFeatures: expect.stringContaining('hardware_transcoding'),
      subscriptionActive: true,
      subscriptionState: 'Active',
    },
  });
});

test('a guest is refused, and so is whoever it doesn’t know [myplex.owner-only]', async () => {
  const standIn = await start();
  const [guest] = Object.values(standIn.people.dana.serverTokens);
  for (const [method, path] of [
    ['GET', 'account'],
    ['DELETE', 'account'],
    ['PUT', 'refreshReachability'],
  ] as const) {
    expect((await askServer(standIn, `/myplex/${path}`, { method, token: guest })).status).toBe(403);
    expect((await askServer(standIn, `/myplex/${path}`, { method, token: 'dead' })).status).toBe(401);
  }
  expect(await claimed(standIn)).toBe(true);
});

test('a transient token of the owner’s is told nothing, except by old servers [myplex.transient-refused]', async () => {
  const standIn = await start();
  const { token } = standIn.people.alice;
  const refused = await askServer(standIn, '/myplex/account', { token: await transientToken(standIn, token) });
  expect(refused.status).toBe(403);
  const old = { token: await transientToken(standIn, token, 'Cellar'), server: 'Cellar' };
  const told = await askServer(standIn, '/myplex/account', old);
  expect([told.status, at(await told.json(), 'MyPlex', 'authToken')]).toEqual([200, '']);
});

test('a server that its owner lets go of is nobody’s, and loses its guests [myplex.unclaim] [myplex.unclaim-ends-shares] [myplex.unclaimed-empty] [identity.claimed]', async () => {
  const standIn = await start();
  const { alice, bruno, dana } = standIn.people;
  const transient = await transientToken(standIn, alice.token);
  const answer = await askServer(standIn, '/myplex/account', { method: 'DELETE', token: alice.token });
  const nobody = {
    authToken: '',
    username: '',
    mappingState: 'unknown',
    signInState: 'none',
    subscriptionFeatures: '',
  };
  expect(at(await answer.json(), 'MyPlex')).toMatchObject(nobody);
  expect(await claimed(standIn)).toBe(false);
  const listed = await askPlexTv(standIn, '/resources', { token: alice.token, client: 'c' });
  expect(JSON.stringify(await listed.json())).not.toContain('Attic');
  expect((await claim(standIn, await claimToken(standIn))).status).toBe(200);
  for (const token of [...Object.values(dana.serverTokens), ...Object.values(bruno.serverTokens), transient]) {
    expect((await askServer(standIn, '/', { token })).status).toBe(401);
  }
});

test('a server that is nobody’s lets in its own network alone [unclaimed.local-admin]', async () => {
  const standIn = await start();
  await unclaim(standIn);
  standIn.control.setAddress(FAR.clientIdentifier, FAR);
  for (const token of [undefined, 'anything', standIn.people.alice.token]) {
    const asking = token === undefined ? {} : { token };
    expect((await askServer(standIn, '/', asking)).status).toBe(200);
    expect((await askServer(standIn, '/', { ...asking, client: FAR.clientIdentifier })).status).toBe(401);
  }
  const minted = await askServer(standIn, '/security/token?type=delegation&scope=all');
  const transient = textAt(await minted.json(), 'MediaContainer', 'token');
  await claim(standIn, await claimToken(standIn));
  expect((await askServer(standIn, '/', { token: transient })).status).toBe(401);
  expect((await askServer(standIn, '/')).status).toBe(401);
});

test('a claim token makes a server somebody’s, once [myplex.claim] [claim.used-once]', async () => {
  const standIn = await start();
  const { eve } = standIn.people;
  const token = await claimToken(standIn, eve.token);
  await unclaim(standIn);
  const answer = await claim(standIn, token);
  expect(at(await answer.json(), 'MyPlex')).toMatchObject({ username: eve.email, authToken: '', signInState: 'ok' });
  expect(await claimed(standIn)).toBe(true);
  expect((await askServer(standIn, '/', { token: eve.token })).status).toBe(200);
  expect((await askServer(standIn, '/', { token: standIn.people.alice.token })).status).toBe(401);
  await askServer(standIn, '/myplex/account', { method: 'DELETE', token: eve.token });
  expect((await claim(standIn, token)).status).toBe(401);
  standIn.control.reset();
  expect((await askServer(standIn, '/', { token: standIn.people.alice.token })).status).toBe(200);
});

test('nobody claims a server from elsewhere, with a token that does not work, or somebody’s [myplex.claim-local] [myplex.claim-refused]', async () => {
  const standIn = await start();
  const token = await claimToken(standIn);
  expect((await claim(standIn, token)).status).toBe(401);
  await unclaim(standIn);
  standIn.control.setAddress(FAR.clientIdentifier, FAR);
  expect((await claim(standIn, token, { client: FAR.clientIdentifier })).status).toBe(401);
  for (const other of ['', 'claim-of-nobody', standIn.people.alice.token]) {
    expect((await claim(standIn, other)).status).toBe(401);
  }
  expect((await claim(standIn, token)).status).toBe(200);
});

test.each([
  ['192.168.1.20', true],
  ['10.0.0.1', true],
  ['172.31.0.1', true],
  ['172.32.0.1', false],
  ['fd00::1', true],
  ['fe80::1', true],
  ['2001:db8::1', false],
  ['8.8.8.8', false],
])('%s is on a server’s own network: %s [myplex.claim-local]', async (ip, local) => {
  const standIn = await start();
  const token = await claimToken(standIn);
  await unclaim(standIn);
  standIn.control.setAddress('somewhere', { ip, country: 'GB' });
  expect((await claim(standIn, token, { client: 'somewhere' })).status).toBe(local ? 200 : 401);
});

test('a claim token works for four minutes [claim.four-minutes]', async () => {
  const standIn = await start();
  await unclaim(standIn);
  const late = await claimToken(standIn);
  standIn.control.advanceClock(240_000);
  expect((await claim(standIn, late)).status).toBe(401);
  const timely = await claimToken(standIn);
  standIn.control.advanceClock(238_000);
  expect((await claim(standIn, timely)).status).toBe(200);
});

test('an admin has the server look whether it can be reached [myplex.reachability]', async () => {
  const standIn = await start();
  const { token } = standIn.people.alice;
  const answer = await askServer(standIn, '/myplex/refreshReachability', { method: 'PUT', token });
  expect([answer.status, await answer.text()]).toEqual([200, '']);
  const [seen] = standIn.control.requests();
  expect(seen).toMatchObject({ operation: 'refreshReachability', path: '/myplex/refreshReachability' });
});
