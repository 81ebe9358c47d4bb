import { expect, test } from 'vitest';
import { ask, askPlexTv, refusal, signIn, start, textAt } from './asking.js';

test('plex.tv answers XML unless Accept asks for JSON or the path ends in .json [negotiate.json-on-accept] [negotiate.plex-tv-charset]', async () => {
  const standIn = await start();
  const { token } = standIn.people.alice;
  const typeOf = async (path: string, accept: string): Promise<string | null> =>
    (await askPlexTv(standIn, path, { token, accept })).headers.get('content-type');
  const json = 'application/json; charset=utf-8';
  const xml = 'application/xml; charset=utf-8';
  expect(await typeOf('/user', '*/*')).toBe(xml);
  expect(await typeOf('/user', 'text/html, application/xml;q=0.9, */*;q=0.8')).toBe(xml);
  expect(await typeOf('/user', 'Application/JSON')).toBe(json);
  expect(await typeOf('/user', 'application/json, text/plain, */*')).toBe(json);
  expect(await typeOf('/user.json', '*/*')).toBe(json);
  expect(await typeOf('/ping.json', 'application/xml')).toBe(json);
});

test.each([
  ['application/xml;q=0.1, application/json', 'json'],
  ['application/json;q=0.1, text/xml;q=0.9', 'xml'],
  ['application/json;q=0', 'xml'],
  ['application/json;q=bogus', 'json'],
  ['application/json;q=1, text/xml', 'json'],
  ['text/xml, application/json', 'xml'],
  ['application/json;charset=utf-8;q=0.2, application/xml;q=0.1', 'json'],
])('who accepts %s gets %s [negotiate.accept-weighed]', async (accept, form) => {
  const standIn = await start();
  const { headers } = await askPlexTv(standIn, '/user', { accept });
  expect(headers.get('content-type')).toBe(`application/${form}; charset=utf-8`);
});

test('XML writes booleans as digits, null as nothing, dates in words and lists as elements [negotiate.xml-values]', async () => {
  const standIn = await start();
  const { token } = standIn.people.alice;
  const xml = await (await askPlexTv(standIn, '/user', { token, accept: 'application/xml' })).text();
  expect(xml).toMatch(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n<user id="20000001" /);
  expect(xml).toContain(' homeAdmin="1" ');
  expect(xml).toContain(' guest="0" ');
  expect(xml).toContain(' locale="" ');
  expect(xml).toContain('subscribedAt="2021-10-01 01:02:03 UTC"');
  expect(xml).toContain('<feature id="Android - PiP"/>');
  expect(xml).toContain('<role id="plexpass"/>');
});

test('a refusal takes the form the request negotiated [negotiate.errors-follow]', async () => {
  const standIn = await start();
  const xml = await askPlexTv(standIn, '/user', { accept: 'application/xml' });
  expect(xml.headers.get('content-type')).toBe('application/xml; charset=utf-8');
  expect(await xml.text()).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n<errors>\n' +
      '  <error code="1001" message="User could not be authenticated" status="401"/>\n</errors>\n',
  );
  expect(await refusal(await askPlexTv(standIn, '/user'))).toEqual([401, 1001]);
});

test('plex.tv sends the headers of the recordings, dated by the stand-in’s clock [headers.plex-tv] [headers.date-is-clock]', async () => {
  const standIn = await start({ startAt: Date.parse('2031-02-03T04:05:06Z') });
  const { headers } = await askPlexTv(standIn, '/user');
  expect(headers.get('cache-control')).toBe('max-age=0, private, must-revalidate');
  expect(headers.get('etag')).toMatch(/^W\/"[0-9a-f]{32}"$/);
  expect(headers.get('vary')).toBe('Origin');
  expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  expect(headers.get('x-runtime')).toMatch(/^\d+\.\d{6}$/);
  expect(headers.get('date')).toMatch(/^Mon, 03 Feb 2031 04:05:/);
});

test('an unknown path or verb is 404 with 1002 [errors.unknown-path]', async () => {
  const standIn = await start();
  expect(await refusal(await askPlexTv(standIn, '/pins'))).toEqual([404, 1002]);
  expect(await refusal(await askPlexTv(standIn, '/users/signin'))).toEqual([404, 1002]);
  expect(await refusal(await ask(standIn, 'https://plex.tv/_standin/requests', {}))).toEqual([404, 1002]);
});

test('pages of any origin may ask plex.tv [cors.reflects-origin]', async () => {
  const standIn = await start();
  const headers = { origin: 'https://app.example', 'access-control-request-headers': 'x-plex-token' };
  const preflight = await askPlexTv(standIn, '/user', { method: 'OPTIONS', headers });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get('access-control-allow-origin')).toBe('https://app.example');
  expect(preflight.headers.get('access-control-allow-methods')).toBe('GET, POST, PUT, DELETE');
  expect(preflight.headers.get('access-control-allow-headers')).toBe('x-plex-token');
  const refused = await askPlexTv(standIn, '/user', { headers });
  expect(refused.headers.get('access-control-allow-origin')).toBe('https://app.example');
});

test('signing out ends the token that was presented, and no other [token.sign-out]', async () => {
  const standIn = await start();
  const { bruno } = standIn.people;
  await signIn(standIn, { login: bruno.email, password: bruno.password });
  const response = await askPlexTv(standIn, '/users/signout', { method: 'DELETE', token: bruno.token });
  expect(response.status).toBe(204);
  expect(await response.text()).toBe('');
  expect((await askPlexTv(standIn, '/user', { token: bruno.token })).status).toBe(401);
  const again = await askPlexTv(standIn, '/users/signout', { method: 'DELETE', token: bruno.token });
  expect(await refusal(again)).toEqual([401, 1001]);
});

test('ping says pong to who shows a token [ping.pong] [ping.xml-root] [ping.needs-token]', async () => {
  const standIn = await start();
  const { token } = standIn.people.dana;
  expect(await (await askPlexTv(standIn, '/ping', { token })).json()).toEqual({ pong: true });
  const xml = await (await askPlexTv(standIn, '/ping', { token, accept: '*/*' })).text();
  expect(xml).toBe('<?xml version="1.0" encoding="UTF-8"?>\n<pong>1</pong>\n');
  expect(await refusal(await askPlexTv(standIn, '/ping'))).toEqual([401, 1001]);
});

test('with limits on, the 21st request in ten seconds is 429 with Retry-After [rate-limit.window]', async () => {
  const standIn = await start({ rateLimits: true });
  const asked = { token: standIn.people.alice.token, client: 'eager' };
  for (let count = 0; count < 20; count += 1) expect((await askPlexTv(standIn, '/user', asked)).status).toBe(200);
  const limited = await askPlexTv(standIn, '/user', asked);
  expect(limited.headers.get('retry-after')).toBe('5');
  expect(await refusal(limited)).toEqual([429, 1003]);
  expect((await askPlexTv(standIn, '/user', { ...asked, client: 'other' })).status).toBe(200);
  expect((await askPlexTv(standIn, '/ping', asked)).status).toBe(200);
  standIn.control.advanceClock(10_000);
  expect((await askPlexTv(standIn, '/user', asked)).status).toBe(200);
});

test('who waits as Retry-After says is answered, and who goes on asking is not [rate-limit.window]', async () => {
  const standIn = await start({ rateLimits: true, startAt: Date.parse('2026-11-24T06:00:00Z') });
  const statusOf = async (client: string): Promise<number> => (await askPlexTv(standIn, '/ping', { client })).status;
  for (const client of ['patient', 'eager']) {
    for (let count = 0; count < 20; count += 1) expect(await statusOf(client)).toBe(401);
    expect(await statusOf(client)).toBe(429);
  }
  standIn.control.advanceClock(3_000);
  expect(await statusOf('eager')).toBe(429);
  standIn.control.advanceClock(2_000);
  expect([await statusOf('patient'), await statusOf('eager')]).toEqual([401, 429]);
  for (let count = 0; count < 19; count += 1) expect(await statusOf('patient')).toBe(401);
  expect(await statusOf('patient')).toBe(429);
});

test('a HEAD gets the headers of a GET and no body', async () => {
  const standIn = await start();
  const { token } = standIn.people.alice;
  const head = await askPlexTv(standIn, '/user', { token, method: 'HEAD' });
  const got = await askPlexTv(standIn, '/user', { token });
  expect(head.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(head.headers.get('etag')).toBe(got.headers.get('etag'));
  expect(await head.text()).toBe('');
});

test('each token is told its own account, that of others left alone by a sign-in', async () => {
  const standIn = await start();
  const { dana, alice } = standIn.people;
  const accountOf = async (token: string): Promise<unknown> => (await askPlexTv(standIn, '/user', { token })).json();
  expect(await accountOf(dana.token)).toEqual(await accountOf(dana.token));
  expect(await accountOf(alice.token)).toMatchObject({ username: alice.username });
  const signedIn: unknown = await (await signIn(standIn, { login: dana.email, password: dana.password })).json();
  const fresh = textAt(signedIn, 'authToken');
  expect(await accountOf(fresh)).toMatchObject({ id: dana.id, authToken: fresh });
  expect(await accountOf(dana.token)).toMatchObject({ id: dana.id, authToken: dana.token });
});
