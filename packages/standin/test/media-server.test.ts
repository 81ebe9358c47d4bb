import { expect, test } from 'vitest';
import { apiVersionOf } from '../src/rules/versions.js';
import { askPlexTv, askServer, at, refusal, serverCalled, signIn, start, textAt } from './asking.js';

const TOKEN = '/security/token?type=delegation&scope=all';

test('a media server answers XML unless Accept asks for JSON, with its own headers [negotiate.media-server-default-xml] [headers.media-server]', async () => {
  const standIn = await start();
  const xml = await askServer(standIn, '/identity', { accept: '*/*' });
  expect(xml.headers.get('content-type')).toBe('text/xml;charset=utf-8');
  expect(xml.headers.get('x-plex-protocol')).toBe('1.0');
  expect(xml.headers.get('cache-control')).toBe('no-cache');
  expect(xml.headers.get('keep-alive')).toBe('timeout=20');
  const json = await askServer(standIn, '/identity');
  expect(json.headers.get('content-type')).toBe('application/json');
});

test('it refuses in HTML even who asks for JSON, and closes after a 401 [negotiate.media-server-errors-html] [headers.media-server-closes-on-401]', async () => {
  const standIn = await start();
  const response = await askServer(standIn, TOKEN);
  expect(response.status).toBe(401);
  expect(response.headers.get('content-type')).toBe('text/html');
  expect(response.headers.get('connection')).toBe('close');
  expect(response.headers.get('www-authenticate')).toBeNull();
  const body = await response.text();
  expect(body).toBe('<html><head><title>Unauthorized</title></head><body><h1>401 Unauthorized</h1></body></html>');
  expect(body).toHaveLength(91);
});

test('in the documented dialect the two calls are refused in JSON with 400 and 401 alone [errors.documented-dialect]', async () => {
  const standIn = await start({ errors: 'documented' });
  const { alice, dana } = standIn.people;
  const { machineIdentifier } = serverCalled(standIn, 'Attic');
  const friend = dana.serverTokens[machineIdentifier] ?? '';
  const source = `/security/resources?source=server://${machineIdentifier}`;
  expect(await refusal(await askServer(standIn, TOKEN))).toEqual([401, 1001]);
  expect(await refusal(await askServer(standIn, '/security/token', { token: alice.token }))).toEqual([400, 1004]);
  expect(await refusal(await askServer(standIn, source, { token: friend }))).toEqual([401, 1001]);
  const elsewhere = await askServer(standIn, '/', { accept: 'application/json' });
  expect(elsewhere.headers.get('content-type')).toBe('text/html');
});

test('the gate comes first: an unknown token is 401 whatever else is wrong [token.server-refuses-with-401]', async () => {
  const standIn = await start();
  for (const path of ['/security/token', '/security/resources', '/']) {
    for (const token of ['unknown', undefined]) expect((await askServer(standIn, path, { token })).status).toBe(401);
  }
});

test('the owner is let in with any of their account tokens, as administrator [token.owner-is-admin]', async () => {
  const standIn = await start();
  const { alice } = standIn.people;
  const fresh = textAt(
    await (await signIn(standIn, { login: alice.email, password: alice.password })).json(),
    'authToken',
  );
  for (const token of [alice.token, fresh]) {
    const source = `/security/resources?source=server://${serverCalled(standIn, 'Attic').machineIdentifier}`;
    expect((await askServer(standIn, source, { token })).status).toBe(200);
  }
});

test('others are let in with their server token, not with their account token [token.account-of-another-refused] [token.server-access]', async () => {
  const standIn = await start();
  const { bruno, dana, eve } = standIn.people;
  const { machineIdentifier } = serverCalled(standIn, 'Attic');
  for (const person of [bruno, dana]) {
    const token = person.serverTokens[machineIdentifier] ?? '';
    expect((await askServer(standIn, '/', { token: person.token })).status).toBe(401);
    expect((await askServer(standIn, '/', { token })).status).toBe(200);
    expect((await askServer(standIn, '/', { token, server: 'Cellar' })).status).toBe(401);
  }
  expect(eve.serverTokens).toEqual({});
});

test('a Home member’s token opens plex.tv and the servers they have access to [token.home-member]', async () => {
  const standIn = await start();
  const { token } = standIn.people.carla;
  expect((await askPlexTv(standIn, '/user', { token })).status).toBe(200);
  expect((await askServer(standIn, '/', { token })).status).toBe(200);
  standIn.control.removeAccess({ person: 'carla', server: 'Cellar' });
  expect((await askServer(standIn, '/', { token, server: 'Cellar' })).status).toBe(401);
});

test('a JWT is refused, and a token is judged by nothing but the records [token.jwt-refused] [token.length-not-validated]', async () => {
  const standIn = await start();
  for (const token of [`eyJ0eXAiOiJKV1QifQ.${'a'.repeat(400)}.${'b'.repeat(86)}`, 'x', 'y'.repeat(20)]) {
    expect((await askServer(standIn, '/', { token })).status).toBe(401);
  }
});

test('/identity answers anyone [identity.never-authenticates]', async () => {
  const standIn = await start();
  const { machineIdentifier } = serverCalled(standIn, 'Attic');
  for (const token of [undefined, 'dead', standIn.people.alice.token]) {
    const response = await askServer(standIn, '/identity', { token });
    expect(at(await response.json(), 'MediaContainer')).toEqual({
      size: 0,
      apiVersion: '1.2.3',
      claimed: true,
      machineIdentifier,
      version: standIn.servers[0]?.version,
    });
  }
});

test.each([
  ['1.43.4', '1.2.3'],
  ['1.43.3', '1.2.0'],
  ['1.42.2', '1.1.1'],
  ['1.42.0', '1.1.0'],
  ['1.41.9', '1.0.0'],
  ['1.41.8', undefined],
])('release %s announces API version %s [identity.api-version]', (release, api) => {
  expect(apiVersionOf(release)).toBe(api);
});

test('the root describes the server, and its ties with plex.tv to the owner alone [root.attributes] [root.shared-sees-fewer]', async () => {
  const standIn = await start();
  const { alice, dana } = standIn.people;
  const { machineIdentifier } = serverCalled(standIn, 'Attic');
  const toOwner: unknown = await (await askServer(standIn, '/', { token: alice.token })).json();
  expect(at(toOwner, 'MediaContainer')).toMatchObject({
    friendlyName: 'Attic',
    machineIdentifier,
    myPlexUsername: alice.email,
    myPlexSigninState: 'ok',
  });
  const friend = dana.serverTokens[machineIdentifier];
  const toFriend = await (await askServer(standIn, '/', { token: friend, accept: 'text/xml' })).text();
  expect(toFriend).toContain('friendlyName="Attic"');
  expect(toFriend).not.toContain(alice.email);
});

test('the 401 of the root leads a browser to the web app [root.unauthorized-script]', async () => {
  const standIn = await start();
  const body = await (await askServer(standIn, '/')).text();
  expect(body).toMatch(/^<html><head><script>window\.location = .*'web\/index\.html';<\/script><title>Unauthorized/);
});

test('pages of any origin may ask a media server [cors.media-server]', async () => {
  const standIn = await start();
  const headers = { origin: 'https://app.example' };
  const preflight = await askServer(standIn, TOKEN, { method: 'OPTIONS', headers });
  expect(preflight.status).toBe(204);
  const answer = await askServer(standIn, '/identity', { headers });
  expect(answer.headers.get('access-control-allow-origin')).toBe('https://app.example');
});

test('a bad token is told so on a path nobody answers as well [errors.unknown-path] [token.server-refuses-with-401]', async () => {
  const standIn = await start();
  for (const token of [undefined, 'dead']) {
    expect((await askServer(standIn, '/library/sections', { token })).status).toBe(401);
  }
});

test('a path nobody answers is 404 in HTML [errors.unknown-path]', async () => {
  const standIn = await start();
  const response = await askServer(standIn, '/library/sections', { token: standIn.people.alice.token });
  expect(response.status).toBe(404);
  expect(await response.text()).toContain('<h1>404 Not Found</h1>');
});
