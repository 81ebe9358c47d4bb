import { expect, test } from 'vitest';
import type { CastName, StandIn } from '../src/index.js';
import { type Asking, askPlexTv, askServer, at, refusal, signIn, start, textAt } from './asking.js';

const CLIENT = 'a-television';

interface Switch {
  readonly as?: CastName;
  readonly to: string | number;
  readonly pin?: string;
  readonly client?: string;
}

function switchTo(standIn: StandIn, { as = 'alice', to, pin, client = CLIENT }: Switch): Promise<Response> {
  const query = pin === undefined ? '' : `?pin=${pin}`;
  const { token } = standIn.people[as];
  return askPlexTv(standIn, `/home/users/${to}/switch${query}`, { method: 'POST', token, client });
}

async function switched(standIn: StandIn, wish: Switch): Promise<string> {
  const response = await switchTo(standIn, wish);
  expect(response.status).toBe(201);
  return textAt(await response.json(), 'authToken');
}

async function whoIs(standIn: StandIn, token: string): Promise<unknown> {
  return at(await (await askPlexTv(standIn, '/user', { token })).json(), 'id');
}

async function listed(standIn: StandIn, as: CastName, asking: Asking = {}): Promise<unknown> {
  const { token } = standIn.people[as];
  const response = await askPlexTv(standIn, '/home/users', { token, client: CLIENT, ...asking });
  expect(response.status).toBe(200);
  return response.json();
}

test('the Home is its admin’s, and says of everybody in it who they are [home.members] [home.guest-invented]', async () => {
  const standIn = await start();
  const { alice, bruno } = standIn.people;
  const home = await listed(standIn, 'alice');
  expect(home).toMatchObject({
    name: "alice-attic's home",
    guestUserID: expect.any(Number),
    guestUserUUID: expect.stringMatching(/^[\da-f]{16}$/),
    guestEnabled: false,
    subscription: true,
  });
  expect(at(home, 'users', 0)).toEqual({
    id: alice.id,
    uuid: alice.uuid,
    title: 'alice-attic',
    username: alice.username,
    email: alice.email,
    friendlyName: 'Alice',
    thumb: `${standIn.url}/users/${alice.uuid}/avatar?c=1339124759`,
    hasPassword: true,
    restricted: false,
    updatedAt: 1_339_124_759,
    restrictionProfile: null,
    admin: true,
    guest: false,
    protected: true,
  });
  expect(at(home, 'users', 1)).toMatchObject({ uuid: bruno.uuid, admin: false, restricted: false, protected: false });
  const guest = switchTo(standIn, { to: textAt(home, 'guestUserUUID') });
  expect(await refusal(await guest)).toEqual([404, 1002]);
});

test('a managed user has neither username nor e-mail address in the list [home.managed-names]', async () => {
  const standIn = await start();
  const home = await listed(standIn, 'alice');
  const { carla } = standIn.people;
  const row = { uuid: carla.uuid, title: 'Carla', username: null, email: null, hasPassword: false };
  expect(at(home, 'users', 2)).toMatchObject({
    ...row,
    restricted: true,
    restrictionProfile: 'little_kid',
    protected: true,
  });
  const { token } = standIn.people.alice;
  const inXml = await (await askPlexTv(standIn, '/home/users', { token, client: CLIENT, accept: '*/*' })).text();
  expect(inXml).toMatch(
    /<user id="20000003" uuid="ca41a00000000003" title="Carla" username="" email="" .* protected="1"\/>/,
  );
});

test.each(['alice', 'bruno', 'carla'] as const)(
  '%s gets the same list as everybody of the Home [home.any-member-asks]',
  async (as) => {
    const standIn = await start();
    const home = await listed(standIn, as);
    expect(home).toEqual(await listed(standIn, 'alice'));
  },
);

test('who is in no Home is alone, and may switch to nobody else [home.alone] [home.members-only]', async () => {
  const standIn = await start();
  const { dana, eve, bruno } = standIn.people;
  const home = await listed(standIn, 'dana');
  expect(home).toMatchObject({ subscription: false, users: [{ uuid: dana.uuid, admin: false, protected: false }] });
  for (const to of [bruno.uuid, eve.uuid, 'ffffffffffffffff', '0']) {
    expect(await refusal(await switchTo(standIn, { as: 'dana', to }))).toEqual([404, 1002]);
  }
  expect(await refusal(await switchTo(standIn, { to: dana.uuid }))).toEqual([404, 1002]);
  expect(await whoIs(standIn, await switched(standIn, { as: 'dana', to: dana.uuid }))).toBe(dana.id);
});

test('a switch gives the account and an opaque token, which opens plex.tv and the person’s servers [home.switch-201] [home.switch-token] [token.home-member]', async () => {
  const standIn = await start();
  const { bruno } = standIn.people;
  const response = await switchTo(standIn, { to: bruno.uuid });
  const account: unknown = await response.json();
  expect(response.status).toBe(201);
  expect(account).toMatchObject({ id: bruno.id, username: bruno.username, anonymous: false, home: true });
  const token = textAt(account, 'authToken');
  expect(token).toMatch(/^[\w-]{20}$/);
  expect(await whoIs(standIn, token)).toBe(bruno.id);
  expect((await askServer(standIn, '/', { token })).status).toBe(200);
  expect((await askServer(standIn, '/', { token, server: 'Cellar' })).status).toBe(401);
  // An account token of the same person opens nobody else's server.
  expect((await askServer(standIn, '/', { token: bruno.token })).status).toBe(401);
});

test('the owner’s own token of a switch is as good as any other [home.switch-token]', async () => {
  const standIn = await start();
  const token = await switched(standIn, { as: 'bruno', to: standIn.people.alice.uuid, pin: '1379' });
  expect(await (await askServer(standIn, '/', { token })).json()).toHaveProperty('MediaContainer.myPlexUsername');
});

test.each([undefined, '0000', '24680', '', 'abcd'])(
  'who has a PIN is not switched to with %o, and it is the same refusal [home.pin-wanted]',
  async (pin) => {
    const standIn = await start();
    const { uuid } = standIn.people.carla;
    const response = await switchTo(standIn, pin === undefined ? { to: uuid } : { to: uuid, pin });
    expect(response.status).toBe(403);
    expect(await response.json()).toEqual({
      errors: [{ code: 1041, message: 'A valid PIN is required to perform this action', status: 403 }],
    });
  },
);

test('the right PIN of the query switches, and one that nobody asked for is not looked at [home.pin-in-query] [home.pin-unasked]', async () => {
  const standIn = await start();
  const { bruno, carla } = standIn.people;
  const token = await switched(standIn, { to: carla.uuid, pin: '2468' });
  const account: unknown = await (await askPlexTv(standIn, '/user', { token })).json();
  expect(account).toMatchObject({ id: carla.id, restricted: true, rememberExpiresAt: null });
  expect(await whoIs(standIn, await switched(standIn, { to: bruno.uuid, pin: '9999' }))).toBe(bruno.id);
  const body = new URLSearchParams({ pin: '2468' });
  const asking = { method: 'POST', token: standIn.people.alice.token, client: CLIENT, body };
  expect(await refusal(await askPlexTv(standIn, `/home/users/${carla.uuid}/switch`, asking))).toEqual([403, 1041]);
});

test('a PIN is asked of who switches to themselves, too [home.pin-wanted]', async () => {
  const standIn = await start();
  const { alice } = standIn.people;
  expect(await refusal(await switchTo(standIn, { to: alice.uuid }))).toEqual([403, 1041]);
  await switched(standIn, { to: alice.uuid, pin: '1379' });
});

test('a person is also found by number [home.switch-by-id]', async () => {
  const standIn = await start();
  const { bruno } = standIn.people;
  expect(await whoIs(standIn, await switched(standIn, { to: bruno.id }))).toBe(bruno.id);
});

test('a second switch under a client identifier ends the token of the first, and no other [home.switch-rotates] [home.switch-client] [token.one-per-client]', async () => {
  const standIn = await start();
  const { alice, bruno } = standIn.people;
  const elsewhere = await switched(standIn, { to: bruno.uuid, client: 'a-phone' });
  const first = await switched(standIn, { to: bruno.uuid });
  const second = await switched(standIn, { as: 'carla', to: bruno.uuid });
  expect(await whoIs(standIn, first)).toBeUndefined();
  for (const token of [elsewhere, second, bruno.token]) expect(await whoIs(standIn, token)).toBe(bruno.id);
  expect(await whoIs(standIn, alice.token)).toBe(alice.id);
});

test('who switches to themselves ends the token they asked with, and a sign-in ends that of a switch [home.switch-rotates]', async () => {
  const standIn = await start();
  const { bruno } = standIn.people;
  const fresh = await switched(standIn, { as: 'bruno', to: bruno.uuid, client: bruno.clientIdentifier });
  expect(await whoIs(standIn, bruno.token)).toBeUndefined();
  await signIn(standIn, { login: bruno.email, password: bruno.password }, { client: bruno.clientIdentifier });
  expect(await whoIs(standIn, fresh)).toBeUndefined();
});

test('the Home wants a client identifier first and a live token second [home.client-id] [token.plex-tv-wants-account-token]', async () => {
  const standIn = await start();
  const { bruno } = standIn.people;
  for (const [path, method] of [
    ['/home/users', 'GET'],
    [`/home/users/${bruno.uuid}/switch`, 'POST'],
  ] as const) {
    expect(await refusal(await askPlexTv(standIn, path, { method, token: bruno.token }))).toEqual([400, 1000]);
    expect(await refusal(await askPlexTv(standIn, path, { method, client: CLIENT }))).toEqual([401, 1001]);
    expect(await refusal(await askPlexTv(standIn, path, { method, client: CLIENT, token: 'dead' }))).toEqual([
      401, 1001,
    ]);
  }
});

test('a breach ends the tokens of switches, and a removed share what they open', async () => {
  const standIn = await start();
  const { bruno } = standIn.people;
  const token = await switched(standIn, { to: bruno.uuid });
  standIn.control.removeAccess({ person: 'bruno', server: 'Attic' });
  expect((await askServer(standIn, '/', { token })).status).toBe(401);
  expect(await whoIs(standIn, token)).toBe(bruno.id);
  standIn.control.breach('bruno');
  expect(await whoIs(standIn, token)).toBeUndefined();
});

test('a burst of switches meets the limit [rate-limit.window]', async () => {
  const standIn = await start({ rateLimits: true });
  const { uuid } = standIn.people.bruno;
  for (let time = 0; time < 20; time += 1) await switched(standIn, { to: uuid });
  const limited = await switchTo(standIn, { to: uuid });
  expect(limited.headers.get('retry-after')).toBe('5');
  expect(await refusal(limited)).toEqual([429, 1003]);
});

test('the log says who was switched to, and nothing of the PIN', async () => {
  const standIn = await start();
  const { alice, carla } = standIn.people;
  const token = await switched(standIn, { to: carla.uuid, pin: '2468' });
  const [seen] = standIn.control.requests();
  const path = `/api/v2/home/users/${carla.uuid}/switch?pin=[redacted]`;
  expect(seen).toMatchObject({ operation: 'switchHomeUser', path, status: 201, token: { person: 'alice' } });
  await askPlexTv(standIn, '/user', { token });
  expect(standIn.control.requests()[1]).toMatchObject({ token: { kind: 'home', person: 'carla' } });
  const spoken = JSON.stringify(standIn.control.requests());
  for (const secret of ['2468', token, alice.token]) expect(spoken).not.toContain(secret);
});
