import { expect, onTestFinished, test } from 'vitest';
import { type StandIn, startStandIn } from '../src/index.js';
import { type Asking, ask, askPlexTv, at, refusal, signIn, start, textAt } from './asking.js';

interface Legacy extends Asking {
  readonly ending?: string;
  /** `login:password`, sent as HTTP Basic. */
  readonly basic?: string;
  readonly encoding?: 'utf8' | 'latin1';
}

/** Signs in the old way, under the client identifier `test-client` unless another is given. */
function legacySignIn(
  standIn: StandIn<string>,
  { ending = '.json', basic, encoding = 'utf8', ...asking }: Legacy,
): Promise<Response> {
  const authorization = `Basic ${Buffer.from(basic ?? '', encoding).toString('base64')}`;
  return ask(standIn, `https://plex.tv/users/sign_in${ending}`, {
    client: 'test-client',
    ...asking,
    method: 'POST',
    headers: { ...asking.headers, ...(basic === undefined ? {} : { authorization }) },
  });
}

function account(standIn: StandIn, ending: string, asking: Asking = {}): Promise<Response> {
  return ask(standIn, `https://plex.tv/users/account${ending}`, asking);
}

/** The status of an answer and the sentence in it. */
async function sentence(response: Response): Promise<[status: number, error: unknown]> {
  return [response.status, at(await response.json(), 'error')];
}

const WRONG = 'Invalid email, username, or password.';

function asForm(body: BodyInit): Asking {
  return { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body };
}

test('an old sign-in is answered with 201 and the account, and its token works [legacy-sign-in.created-201] [legacy-account.json]', async () => {
  const standIn = await start();
  const { alice } = standIn.people;
  const response = await legacySignIn(standIn, { basic: `${alice.email}:${alice.password}` });
  expect(response.status).toBe(201);
  const { user } = Object(await response.json());
  expect(user).toMatchObject({
    id: alice.id,
    uuid: alice.uuid,
    username: alice.username,
    email: alice.email,
    hasPassword: true,
    joined_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    confirmedAt: expect.any(String),
    forumId: null,
    rememberMe: false,
    subscription: { active: true, status: 'Active', plan: 'lifetime', features: expect.arrayContaining(['pass']) },
    roles: { roles: ['plexpass'] },
    entitlements: expect.arrayContaining(['all']),
  });
  const token = textAt(user, 'authToken');
  expect(at(user, 'authentication_token')).toBe(token);
  expect(await (await askPlexTv(standIn, '/user', { token })).json()).toMatchObject({ id: alice.id });
});

test('in XML the token is the attribute authenticationToken, and lists are elements [legacy-account.xml]', async () => {
  const standIn = await start();
  const { alice } = standIn.people;
  const response = await legacySignIn(standIn, { ending: '.xml', basic: `${alice.email}:${alice.password}` });
  expect([response.status, response.headers.get('content-type')]).toEqual([201, 'application/xml; charset=utf-8']);
  const xml = await response.text();
  const [, token = ''] = /^<\?xml .+\n<user id="20000001" .* authenticationToken="([\w-]{20})">\n/.exec(xml) ?? [];
  expect((await askPlexTv(standIn, '/user', { token })).status).toBe(200);
  expect(xml).toContain('<subscription active="1" status="Active" plan="lifetime">\n    <feature id="');
  expect(xml).toContain('<roles>\n    <role id="plexpass"/>\n  </roles>');
});

test('the ending decides the form, against Accept; without one Accept does [negotiate.legacy-ending]', async () => {
  const standIn = await start();
  const { token } = standIn.people.dana;
  const typeOf = async (ending: string, accept: string): Promise<string | null> =>
    (await account(standIn, ending, { token, accept })).headers.get('content-type');
  const json = 'application/json; charset=utf-8';
  const xml = 'application/xml; charset=utf-8';
  expect(await typeOf('.json', 'application/xml')).toBe(json);
  expect(await typeOf('.xml', 'application/json')).toBe(xml);
  expect(await typeOf('', '*/*')).toBe(xml);
  expect(await typeOf('', 'application/json')).toBe(json);
});

test('a password beyond ASCII signs in as UTF-8 and as Latin-1 [legacy-sign-in.basic]', async () => {
  const person = { id: 1, uuid: '1000000000000001', username: 'zoé', title: 'Zoé', email: 'zoe@example.com' };
  const seed = { people: { zoe: { ...person, password: 'pässwörd: §1', clientIdentifier: 'zoe' } }, servers: [] };
  const standIn = await startStandIn({ listen: false, seed });
  onTestFinished(() => standIn.close());
  for (const encoding of ['utf8', 'latin1'] as const) {
    const response = await legacySignIn(standIn, { basic: 'zoé:pässwörd: §1', encoding });
    expect([encoding, response.status]).toEqual([encoding, 201]);
  }
});

test('credentials may come as a form, and Basic goes before it [legacy-sign-in.form]', async () => {
  const standIn = await start();
  const { dana } = standIn.people;
  const body = new URLSearchParams({ 'user[login]': dana.username, 'user[password]': dana.password });
  body.set('user[remember_me]', '0');
  expect((await legacySignIn(standIn, { body })).status).toBe(201);
  expect((await legacySignIn(standIn, asForm(body.toString()))).status).toBe(201);
  expect((await legacySignIn(standIn, { body, basic: 'nobody:x' })).status).toBe(401);
  const json = { headers: { 'content-type': 'application/json' } };
  const basic = `${dana.email}:${dana.password}`;
  expect((await legacySignIn(standIn, { ...json, basic })).status).toBe(201);
});

test('the rules of a sign-in hold: two factors, e-mail only, no password [legacy-sign-in.same-rules]', async () => {
  const standIn = await start();
  const { eve, finn } = standIn.people;
  const code = finn.totp?.() ?? '';
  const outcome = async (basic: string): Promise<unknown[]> => sentence(await legacySignIn(standIn, { basic }));
  expect(await outcome(`${finn.email}:x`)).toEqual([401, WRONG]);
  expect(await outcome(`${finn.email}:${finn.password}`)).toEqual([401, 'Please enter the verification code']);
  expect(await outcome(`${finn.email}:${finn.password}000000`)).toEqual([401, 'Invalid verification code']);
  expect(await outcome(`${finn.email}:${finn.password}${code}`)).toEqual([201, undefined]);
  expect(await outcome(`${finn.email}:${finn.password}${code}`)).toEqual([401, 'Invalid verification code']);
  expect(await outcome(`${eve.username}:${eve.password}`)).toEqual([401, expect.stringContaining('email')]);
  expect(await outcome(':')).toEqual([401, WRONG]);
});

test('failures of the old and the new sign-in count together', async () => {
  const standIn = await start();
  const { dana } = standIn.people;
  for (let count = 0; count < 3; count += 1) {
    expect((await legacySignIn(standIn, { basic: `${dana.email}:x` })).status).toBe(401);
    expect((await signIn(standIn, { login: dana.email, password: 'x' })).status).toBe(401);
  }
  const right = { login: dana.email, password: dana.password };
  expect(await refusal(await signIn(standIn, right))).toEqual([401, 1031]);
  const [status, error] = await sentence(await legacySignIn(standIn, { basic: `${dana.email}:${dana.password}` }));
  expect([status, error]).toEqual([401, expect.stringContaining('This IP')]);
});

test('an old sign-in ends the token the account had under the same client identifier', async () => {
  const standIn = await start();
  const { dana } = standIn.people;
  const basic = `${dana.email}:${dana.password}`;
  expect((await legacySignIn(standIn, { basic, client: dana.clientIdentifier })).status).toBe(201);
  expect((await askPlexTv(standIn, '/user', { token: dana.token })).status).toBe(401);
});

test('without a client identifier it is 400 in one sentence [legacy-sign-in.client-id] [errors.legacy-envelope]', async () => {
  const standIn = await start();
  const said = 'X-Plex-Client-Identifier is missing';
  expect(await sentence(await legacySignIn(standIn, { client: '', basic: 'a:b' }))).toEqual([400, said]);
  const xml = await legacySignIn(standIn, { client: '', ending: '.xml' });
  expect(await xml.text()).toBe(
    `<?xml version="1.0" encoding="UTF-8"?>\n<errors>\n  <error>${said}</error>\n</errors>\n`,
  );
});

test('a live token is looked up and stays as it is [legacy-sign-in.token-instead]', async () => {
  const standIn = await start();
  const { token, id } = standIn.people.bruno;
  const response = await legacySignIn(standIn, { token });
  expect(response.status).toBe(201);
  expect(await response.json()).toMatchObject({ user: { id, authToken: token } });
  expect((await askPlexTv(standIn, '/user', { token })).status).toBe(200);
});

test.each<[string, Legacy]>([
  ['nothing', {}],
  ['a dead token', { token: 'NobodysToken-0000020' }],
  ['no password', asForm('user%5Blogin%5D=dana-reef')],
  ['a body of another type', { headers: { 'content-type': 'text/plain' }, body: 'user[login]=a&user[password]=b' }],
  ['another scheme', { headers: { authorization: 'Bearer abc' } }],
  ['Basic without a colon', { basic: 'dana' }],
  ['Basic that is no base64', { headers: { authorization: 'Basic ???' } }],
])('a sign-in with %s is refused with 401 [legacy-sign-in.nothing-given]', async (_, legacy) => {
  const standIn = await start();
  expect(await sentence(await legacySignIn(standIn, legacy))).toEqual([401, WRONG]);
});

test('a body over 64 KiB is refused with 413', async () => {
  const standIn = await start();
  expect((await legacySignIn(standIn, asForm('x'.repeat(70_000)))).status).toBe(413);
});

test('the old account path tells whose a token is, 422 of a dead one, 401 without [legacy-account.revoked-422] [legacy-account.no-token-401]', async () => {
  const standIn = await start();
  const { carla, dana } = standIn.people;
  expect(await (await account(standIn, '.json', { token: dana.token })).json()).toMatchObject({
    user: { id: dana.id, authToken: dana.token, subscription: { active: false, plan: null }, roles: { roles: [] } },
  });
  expect(await (await account(standIn, '.json', { token: carla.token })).json()).toMatchObject({
    user: { id: carla.id, confirmedAt: null },
  });
  standIn.control.breach('dana');
  expect(await sentence(await account(standIn, '.json', { token: dana.token }))).toEqual([422, 'Invalid token']);
  expect(await sentence(await account(standIn, '.json'))).toEqual([401, 'Please sign in.']);
});

test('too many old sign-ins are 429 with Retry-After, in one sentence', async () => {
  const standIn = await start({ rateLimits: true });
  for (let count = 0; count < 20; count += 1) await legacySignIn(standIn, {});
  const response = await legacySignIn(standIn, {});
  expect(response.headers.get('retry-after')).toBe('5');
  expect(await sentence(response)).toEqual([429, 'API rate limit exceeded']);
});
