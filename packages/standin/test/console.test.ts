import { gunzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { startStandIn } from '../src/index.js';
import { ask, askPlexTv, askServer, at, signIn, start, textAt, transientToken } from './asking.js';
import { formToken, open, saidOn, send } from './console-asking.js';

const FIELDS = ['', '/log', '/style.css', '/console.js'];

test('there is a console where there is a control over HTTP, and nowhere else', async () => {
  expect((await open(await start({ control: true }))).status).toBe(200);
  const without = await start();
  expect(await Promise.all(FIELDS.map(async (path) => (await open(without, path)).status))).toEqual([
    404, 404, 404, 404,
  ]);
  const standIn = await start({ control: true });
  const [attic] = standIn.servers;
  expect((await ask(standIn, `${attic?.url}/console`, {})).status).toBe(401);
});

test.each(FIELDS)(
  'under a name that is not of this machine, and from a page elsewhere, console%s is refused',
  async (path) => {
    const standIn = await start({ control: true, publicURL: 'https://plex.example' });
    const refused = [
      ask(standIn, `https://plex.tv/console${path}`, {}),
      ask(standIn, `https://plex.example/console${path}`, {}),
      ask(standIn, `http://127.0.0.1:1/console${path}`, { headers: { host: 'rebound.example' } }),
      ask(standIn, `http://127.0.0.1:1/console${path}`, { headers: { host: '127.0.0.1.evil.example' } }),
      ask(standIn, `http://127.0.0.1:1/console${path}`, { headers: { 'sec-fetch-site': 'cross-site' } }),
      ask(standIn, `http://127.0.0.1:1/console${path}`, { headers: { 'sec-fetch-site': 'same-site' } }),
    ];
    for (const response of await Promise.all(refused)) {
      expect(response.status).toBe(403);
      expect(await response.text()).not.toContain('alice');
    }
    const host = 'localhost:4000';
    expect((await ask(standIn, `http://127.0.0.1:1/console${path}`, { headers: { host } })).status).toBe(200);
  },
);

test('it may load what is its own, be in no frame, lead nowhere else and be kept by nobody', async () => {
  const standIn = await start({ control: true });
  const { headers } = await open(standIn);
  const policy = headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe');
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('access-control-allow-origin')).toBeNull();
  const page = await (await open(standIn)).text();
  expect(page).not.toMatch(/<script(?! src="\/)|<style| style=| on\w+=/);
  expect([...page.matchAll(/(?:src|href|action)="(?!\/(?!\/)|#|data:image\/svg)[^"]*"/g)]).toEqual([]);
});

test('it goes out compressed to whoever takes that, and as it is to others', async () => {
  const standIn = await start({ control: true });
  for (const path of ['', '/style.css', '/console.js']) {
    const plain = await open(standIn, path);
    expect(plain.headers.get('content-encoding')).toBeNull();
    const packed = await open(standIn, path, { 'accept-encoding': 'gzip, deflate, br' });
    expect(packed.headers.get('content-encoding')).toBe('gzip');
    expect(packed.headers.get('vary')).toContain('Accept-Encoding');
    expect(packed.headers.get('content-security-policy')).toContain("default-src 'none'");
    const bytes = Buffer.from(await packed.arrayBuffer());
    const text = await plain.text();
    expect(bytes.length).toBeLessThan(text.length / 2);
    expect(gunzipSync(bytes).toString().length).toBe(text.length);
  }
  const stream = await open(standIn, '/log', { 'accept-encoding': 'gzip' });
  expect(stream.headers.get('content-encoding')).toBeNull();
  await stream.body?.cancel();
});

test('no form of another site does anything, nor one that was on no page of the console', async () => {
  const standIn = await start({ control: true });
  const before = standIn.clock.now();
  const hours = { hours: '1000' };
  const refused = [
    await send(standIn, ['advance-clock', { origin: 'https://evil.example' }], hours),
    await send(standIn, ['advance-clock', { origin: 'http://127.0.0.1:2' }], hours),
    await send(standIn, ['advance-clock', { origin: 'null' }], hours),
    await send(standIn, ['advance-clock', { 'sec-fetch-site': 'cross-site' }], hours),
    await send(standIn, ['advance-clock'], { ...hours, csrf: '' }),
    await send(standIn, ['advance-clock'], { ...hours, csrf: 'f'.repeat(64) }),
    await send(standIn, ['advance-clock'], { ...hours, csrf: await formToken(await start({ control: true })) }),
  ];
  expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403, 403, 403]);
  const plain = { 'content-type': 'text/plain' };
  const body = `csrf=${await formToken(standIn)}&hours=1000`;
  const url = `${standIn.url}/console/advance-clock`;
  expect((await ask(standIn, url, { method: 'POST', headers: plain, body })).status).toBe(400);
  expect((await ask(standIn, url, { method: 'GET' })).status).toBe(404);
  expect(standIn.clock.now() - before).toBeLessThan(60_000);
  expect((await send(standIn, ['advance-clock', { origin: standIn.url }], hours)).status).toBe(303);
});

test('what strangers call themselves is text, and nothing a page or a terminal acts on', async () => {
  const standIn = await start({ control: true });
  const name = `"><script>alert(1)</script><b onclick='x'>&amp;`;
  const product = encodeURIComponent(`${name}\u202Egpj.exe\u0007\uFFFE`);
  const query = `X-Plex-Client-Identifier=${encodeURIComponent(`${name}\n\u001B[2J`)}&X-Plex-Product=${product}`;
  await askPlexTv(standIn, `/pins?${query}`, { method: 'POST' });
  await askPlexTv(standIn, `/pins?strong=true&${query}`, { method: 'POST' });
  const page = await (await open(standIn)).text();
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(page).not.toMatch(/<script>|<b onclick/);
  expect(['\u202E', '\u0007', '\u001B', '\uFFFE'].filter((letter) => page.includes(letter))).toEqual([]);
});

test('no token is shown whole, no long code, and nothing passwords are checked with', async () => {
  const standIn = await start({ control: true });
  const { alice, bruno } = standIn.people;
  const transient = await transientToken(standIn, alice.token);
  const strong: unknown = await (await askPlexTv(standIn, '/pins?strong=true', { method: 'POST', client: 'c' })).json();
  await askPlexTv(standIn, '/user', { token: 'nobodys-token-123456' });
  await send(standIn, ['claim-pin'], { pin: String(at(strong, 'id')), person: 'dana' });
  const claimed: unknown = await (
    await askPlexTv(standIn, `/pins/${String(at(strong, 'id'))}`, { client: 'c' })
  ).json();
  const page = await (await open(standIn)).text();
  const log = await (await ask(standIn, `${standIn.url}/_standin/requests`, {})).text();
  const people = Object.values(standIn.people);
  const tokens = people.flatMap(({ token, serverTokens }) => [token, ...Object.values(serverTokens)]);
  const secrets = [...tokens, transient, String(at(strong, 'code')), String(at(claimed, 'authToken')), 'nobodys-token'];
  expect(secrets.filter((secret) => page.includes(secret) || log.includes(secret))).toEqual([]);
  expect(page).not.toContain('scrypt');
  expect(page).not.toContain('FINNSINVENTEDOAK');
  expect(page).toContain(`${bruno.token.slice(0, 4)}…${bruno.token.slice(-2)}`);
});

test('it shows the devices that people have, signed out or not, until they are removed', async () => {
  const standIn = await start({ control: true });
  const { dana } = standIn.people;
  const shown = async (): Promise<string> => {
    const page = await (await open(standIn)).text();
    return /<tr>\s*<th scope="row"><bdi>a-television<(?:(?!<\/tr>).)*/s.exec(page)?.[0] ?? '';
  };
  const login = { login: dana.email, password: dana.password };
  const signedIn: unknown = await (await signIn(standIn, login, { client: 'a-television' })).json();
  const token = textAt(signedIn, 'authToken');
  expect(await shown()).toContain(`${token.slice(0, 4)}…${token.slice(-2)}`);
  await askPlexTv(standIn, '/users/signout', { method: 'DELETE', token });
  expect(await shown()).toContain('none');
  const removal = { person: 'dana', clientIdentifier: 'a-television' };
  expect((await send(standIn, ['remove-device'], removal)).status).toBe(303);
  expect(await shown()).toBe('');
});

test('it shows who can sign in and with what, what waits, and how it was started', async () => {
  const standIn = await start({ control: true, acceptJwt: true });
  standIn.control.failNext({ operation: 'ping', status: 503, times: 3, retryAfter: 7 });
  standIn.control.failNext({ operation: 'getPin', drop: true });
  standIn.control.setAddress('my-app', { ip: '203.0.113.9', country: 'SE' });
  const page = await (await open(standIn)).text();
  for (const text of [
    'attic-lamp-41',
    '2468',
    standIn.people.finn.totp?.() ?? '',
    'Home, managed',
    'strictClientIdentifier</code> <strong>off',
    'acceptJwt</code> <strong>on',
    '503, Retry-After 7 × 3',
    'the connection is cut',
    '203.0.113.9',
    standIn.servers[1]?.url ?? '',
  ]) {
    expect(page).toContain(text);
  }
});

test('what is asked of it is not in the log, and is not counted', async () => {
  const standIn = await start({ control: true, rateLimits: true });
  for (let count = 0; count < 60; count += 1) expect((await open(standIn)).status).toBe(200);
  await send(standIn, ['advance-clock'], { hours: '1' });
  expect(standIn.control.requests()).toEqual([]);
});

test('of a seed with many people a part is shown', async () => {
  const people = Object.fromEntries(
    Array.from({ length: 500 }, (_, index) => {
      const name = `p${index}`;
      const uuid = index.toString(16).padStart(16, '0');
      const person = { id: index + 1, uuid, username: name, title: name, email: `${name}@example.com` };
      return [name, { ...person, clientIdentifier: name }];
    }),
  );
  const standIn = await startStandIn({ listen: false, control: true, seed: { people, servers: [] } });
  onTestFinished(() => standIn.close());
  const response = await standIn.fetch(`${standIn.url}/console`);
  const page = await response.text();
  expect(page).toContain('and 400 more');
  expect(page.length).toBeLessThan(200_000);
});

test('after an act the page says what was done, and looking again does nothing again', async () => {
  const standIn = await start({ control: true });
  const response = await send(standIn, ['advance-clock'], { hours: '192' });
  expect([response.status, response.headers.get('location')]).toEqual([303, '/console?done=advance-clock']);
  const now = standIn.clock.now();
  expect(await saidOn(await open(standIn, '?done=advance-clock'))).toBe('The clock was moved.');
  expect(standIn.clock.now() - now).toBeLessThan(60_000);
  expect(await saidOn(await open(standIn, '?done=%3Cscript%3E'))).toBe('');
  expect((await send(standIn, ['nope'], {})).status).toBe(404);
  expect((await send(standIn, ['__proto__'], {})).status).toBe(404);
});

test('its script is given the panels alone', async () => {
  const standIn = await start({ control: true });
  const response = await ask(standIn, `${standIn.url}/console`, { accept: 'text/x-console-panels' });
  const text = await response.text();
  expect(text).toContain('id="panels"');
  expect(text).not.toMatch(/<html|id="requests"/);
  expect((await askServer(standIn, '/identity')).status).toBe(200);
});
