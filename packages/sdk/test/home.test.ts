import { describe, expect, test } from 'vitest';
import { errors, type PlexAPIOptions } from '../src/index.js';
import { rejection, type Reply, type Scene, scene, TOKEN, type Turn } from './scene.js';

const UUID = '0123456789abcdef';
const PIN = '8046';

function plexThat(turns: Turn | readonly Turn[], options: PlexAPIOptions = {}): Scene {
  return scene(turns, { clientID: 'an-installation', retryConfig: { strategy: 'none' }, ...options });
}

function homeOf(...users: readonly unknown[]): Reply {
  return { body: { id: 1, name: 'Somebody’s home', users } };
}

/** Somebody of the Home who has everything but these members. */
function somebody(members: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: 7,
    uuid: UUID,
    title: 'Ann',
    admin: false,
    guest: false,
    restricted: false,
    protected: false,
    ...members,
  };
}

function switched(members: Record<string, unknown> = {}): Reply {
  return { status: 201, body: { id: 7, uuid: UUID, title: 'Ann', authToken: 'canary-of-ann', ...members } };
}

function refused(code: number, status = 403): Reply {
  return { status, body: { errors: [{ code, message: 'A valid PIN is required', status }] } };
}

describe('home.users', () => {
  test('asks plex.tv with the token, and gives a plain list', async () => {
    const { plex, sent } = plexThat(homeOf(somebody({ username: 'ann', email: 'ann@example.com' })));
    await expect(plex.home.users()).resolves.toEqual([somebody({ username: 'ann', email: 'ann@example.com' })]);
    expect(sent[0]).toMatchObject({ url: 'https://plex.tv/api/v2/home/users', init: { method: 'GET' } });
    expect(sent[0]?.headers.get('x-plex-token')).toBe(TOKEN);
  });

  test.each([null, '', undefined])('a managed user whose names are %o has none', async (none) => {
    const { plex } = plexThat(homeOf(somebody({ username: none, email: none, friendlyName: none, restricted: true })));
    const [user] = await plex.home.users();
    expect(user).toEqual(somebody({ restricted: true }));
    expect(Object.keys(user ?? {})).not.toEqual(expect.arrayContaining(['email']));
  });

  test('a name that is no text is none', async () => {
    const { plex } = plexThat(homeOf(somebody({ username: 7, email: {}, title: [], friendlyName: 'Annie' })));
    const [user] = await plex.home.users();
    expect(user).toMatchObject({ title: 'Annie', friendlyName: 'Annie' });
    expect(user?.username).toBeUndefined();
    expect(user?.email).toBeUndefined();
  });

  test.each([
    [{ title: null, username: 'ann', friendlyName: 'Annie' }, 'ann'],
    [{ title: '', username: '', friendlyName: 'Annie' }, 'Annie'],
    [{ title: undefined }, ''],
  ])('with %o there is a title all the same', async (members, title) => {
    const { plex } = plexThat(homeOf(somebody(members)));
    await expect(plex.home.users()).resolves.toMatchObject([{ title }]);
  });

  test.each([
    [true, true],
    [1, true],
    ['1', true],
    [false, false],
    [0, false],
    ['0', false],
    [null, false],
    [undefined, false],
  ])('a flag of %o is %o', async (flag, value) => {
    const { plex } = plexThat(homeOf(somebody({ admin: flag, guest: flag, restricted: flag, protected: flag })));
    const flags = { admin: value, guest: value, restricted: value, protected: value };
    await expect(plex.home.users()).resolves.toMatchObject([flags]);
  });

  test('members nobody told us of survive, and rows without number or uuid do not', async () => {
    const kept = somebody({ restrictionProfile: 'of-2031', hat: { colour: 'red' } });
    const { plex } = plexThat(homeOf(null, 'ann', somebody({ id: 'x' }), somebody({ uuid: '' }), kept));
    await expect(plex.home.users()).resolves.toEqual([kept]);
  });

  test.each([{}, [], null, { users: {} }, '<home/>'])('%o is no Home', async (body) => {
    const error = await rejection(plexThat({ body }).plex.home.users());
    expect(error).toBeInstanceOf(errors.InvalidResponseError);
    expect(error).toMatchObject({ operation: 'getHomeUsers', message: expect.stringContaining('users') });
  });

  test('is asked again when plex.tv stumbles', async () => {
    const backoff = { initialInterval: 1, maxInterval: 1, exponent: 1, maxElapsedTime: 1000 };
    const { plex, sent } = plexThat([{ status: 503 }, homeOf()], { retryConfig: { strategy: 'backoff', backoff } });
    await expect(plex.home.users()).resolves.toEqual([]);
    expect(sent).toHaveLength(2);
  });
});

describe('home.switchTo', () => {
  test('names the person by uuid, and gives the token that came', async () => {
    const { plex, sent } = plexThat([homeOf(somebody()), switched()]);
    const [user] = await plex.home.users();
    const { accessToken, account } = await plex.home.switchTo(user ?? '');
    expect([accessToken, account.id]).toEqual(['canary-of-ann', 7]);
    expect(sent[1]).toMatchObject({
      url: `https://plex.tv/api/v2/home/users/${UUID}/switch`,
      init: { method: 'POST', body: null },
    });
    expect(sent[1]?.headers.get('x-plex-token')).toBe(TOKEN);
  });

  test('sends a PIN in the query, where Plex wants it', async () => {
    const { plex, sent } = plexThat(switched());
    await plex.home.switchTo(UUID, { pin: '0007' });
    expect(sent[0]?.url).toBe(`https://plex.tv/api/v2/home/users/${UUID}/switch?pin=0007`);
  });

  test('leaves the client as it was', async () => {
    const { plex, sent } = plexThat([switched(), homeOf()]);
    await plex.home.switchTo(UUID);
    await plex.home.users();
    expect(sent[1]?.headers.get('x-plex-token')).toBe(TOKEN);
  });

  test.each([null, '', undefined])('an account whose names are %o has none', async (none) => {
    const { plex } = plexThat(switched({ username: none, email: none, friendlyName: none, hat: 'red' }));
    const { account } = await plex.home.switchTo(UUID);
    expect(account).toEqual({ id: 7, uuid: UUID, title: 'Ann', authToken: 'canary-of-ann', hat: 'red' });
  });

  test('without a token in the answer is no switch', async () => {
    const { plex } = plexThat(switched({ authToken: null }));
    await expect(plex.home.switchTo(UUID)).rejects.toBeInstanceOf(errors.InvalidResponseError);
  });

  test.each([
    [undefined, 'HOME_PIN_REQUIRED'],
    [PIN, 'HOME_PIN_INVALID'],
  ])('with %o and the answer 1041 ends in %s', async (pin, code) => {
    const error = await rejection(plexThat(refused(1041)).plex.home.switchTo(UUID, { pin }));
    expect(error).toBeInstanceOf(errors.SwitchHomeUserForbidden);
    expect(error).toMatchObject({
      code,
      name: 'SwitchHomeUserForbidden',
      message: `switchHomeUser: 403 ${code}; "A valid PIN is required"`,
      operation: 'switchHomeUser',
      plexCode: 1041,
      statusCode: 403,
    });
  });

  test.each([1009, 1080])('a 403 with %i is no matter of a PIN', async (plexCode) => {
    const error = await rejection(plexThat(refused(plexCode)).plex.home.switchTo(UUID, { pin: PIN }));
    expect(error).toBeInstanceOf(errors.SwitchHomeUserForbidden);
    expect(error).toMatchObject({ code: 'FORBIDDEN', plexCode });
  });

  test('a page with status 403 is no matter of a PIN either', async () => {
    const { plex } = plexThat({ status: 403, contentType: 'text/html', body: '<h1>Blocked</h1>' });
    await expect(rejection(plex.home.switchTo(UUID))).resolves.toMatchObject({ code: 'FORBIDDEN', errors: [] });
  });

  test('is sent once, whatever the client’s retries say', async () => {
    const backoff = { initialInterval: 1, maxInterval: 1, exponent: 1, maxElapsedTime: 1000 };
    const { plex, sent } = plexThat({ status: 503 }, { retryConfig: { strategy: 'backoff', backoff } });
    await expect(rejection(plex.home.switchTo(UUID))).resolves.toMatchObject({ statusCode: 503 });
    expect(sent.map(({ init }) => init.once)).toEqual([true]);
  });

  test.each(['', '123', '12345', 'abcd', ' 123', '١٢٣٤', 1234, null])('takes no %o for a PIN', async (pin) => {
    const { plex, sent } = plexThat(switched());
    const method: unknown = Reflect.get(plex.home, 'switchTo');
    if (typeof method !== 'function') throw new TypeError('switchTo is no method');
    const error = await rejection(Reflect.apply(method, plex.home, [UUID, { pin }]));
    expect(error).toMatchObject({ argument: 'pin', message: 'pin: must be four digits' });
    expect(sent).toEqual([]);
  });

  test.each(['', null, {}, { uuid: 7 }, 7])('takes no %o for a person', async (user) => {
    const { plex, sent } = plexThat(switched());
    const method: unknown = Reflect.get(plex.home, 'switchTo');
    if (typeof method !== 'function') throw new TypeError('switchTo is no method');
    await expect(rejection(Reflect.apply(method, plex.home, [user]))).resolves.toMatchObject({ argument: 'user' });
    expect(sent).toEqual([]);
  });

  test('shows the PIN nowhere, even if the server echoes it', async () => {
    const lines: string[] = [];
    const debugLogger = { debug: (line: string) => void lines.push(line) };
    const body = { errors: [{ code: 1041, message: `PIN ${PIN} is wrong` }] };
    const { plex } = plexThat({ status: 403, body }, { debugLogger });
    const error = await rejection(plex.home.switchTo(UUID, { pin: PIN }));
    if (!(error instanceof errors.SDKError)) throw new TypeError('it is no SDKError');
    const spoken = [String(error), error.stack, error.body, JSON.stringify(error), ...lines];
    expect(spoken.join('\n')).toContain('[redacted]');
    expect(spoken.join('\n')).not.toContain(PIN);
  });
});

test('the Home needs a client identifier, and sends nothing without', async () => {
  const { plex, sent } = plexThat(homeOf(), { clientID: '' });
  for (const failure of [plex.home.users(), plex.home.switchTo(UUID)]) {
    await expect(rejection(failure)).resolves.toMatchObject({ code: 'CLIENT_ID_REQUIRED', argument: 'clientID' });
  }
  expect(sent).toEqual([]);
});
