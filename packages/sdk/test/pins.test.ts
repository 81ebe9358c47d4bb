import { describe, expect, test } from 'vitest';
import { errors, type PlexAPIOptions } from '../src/index.js';
import { movableClock } from './movable-clock.js';
import { rejection, type Reply, type Scene, scene, thrownBy, TOKEN, type Turn } from './scene.js';

const ID = 1_234_567;
const CLIENT = { clientID: 'an-installation', clientName: 'A program' } as const;
const NO_SUCH_PIN: Reply = {
  status: 404,
  body: { errors: [{ code: 1020, message: 'Code not found or expired', status: 404 }] },
};

/** A PIN as plex.tv tells of it. */
function told(members: Record<string, unknown> = {}): Reply {
  return { status: 200, body: { id: ID, code: 'ABCD', expiresIn: 900, authToken: null, ...members } };
}

function plexThat(turns: Turn | readonly Turn[], options: PlexAPIOptions = {}): Scene {
  return scene(turns, { ...CLIENT, clock: movableClock(0), ...options });
}

describe('pins.create', () => {
  test('asks clients.plex.tv, says who asks, and sends no token', async () => {
    const { plex, sent } = plexThat(told());
    await plex.pins.create();
    expect(sent[0]).toMatchObject({ url: 'https://clients.plex.tv/api/v2/pins', init: { method: 'POST', body: null } });
    expect(Object.fromEntries(sent[0]?.headers ?? [])).toEqual({
      accept: 'application/json',
      'x-plex-client-identifier': CLIENT.clientID,
      'x-plex-product': CLIENT.clientName,
    });
  });

  test('asks for a strong PIN only when told to', async () => {
    const { plex, sent } = plexThat(told());
    await plex.pins.create({ strong: true });
    await plex.pins.create({ strong: false });
    await plex.pins.create({});
    expect(sent.map(({ url }) => new URL(url).search)).toEqual(['?strong=true', '', '']);
  });

  test('says when the PIN is gone by the client’s own clock', async () => {
    const { plex } = plexThat(told({ expiresIn: 1799, expiresAt: '2001-01-01T00:00:00Z' }), {
      clock: movableClock(50),
    });
    await expect(plex.pins.create()).resolves.toEqual({ id: ID, code: 'ABCD', expiresAt: 1_799_050 });
  });

  test.each([
    ['ABCD', 900_000],
    ['abcdefghijklmnopqrstuvwxy', 1_800_000],
  ])('knows how long %s lives if Plex forgets to say', async (code, expiresAt) => {
    for (const expiresIn of [null, undefined, 'soon']) {
      const { plex } = plexThat(told({ code, expiresIn }));
      await expect(plex.pins.create()).resolves.toMatchObject({ code, expiresAt });
    }
  });

  test('is sent once, whatever the client’s retries say', async () => {
    const backoff = { initialInterval: 1, maxInterval: 1, exponent: 1, maxElapsedTime: 1000 };
    const { plex, sent } = plexThat({ status: 503 }, { retryConfig: { strategy: 'backoff', backoff } });
    await expect(rejection(plex.pins.create())).resolves.toMatchObject({ statusCode: 503, operation: 'createPin' });
    expect(sent.map(({ init }) => init.once)).toEqual([true]);
  });

  test.each(['id', 'code'])('without %s is no PIN', async (member) => {
    const { plex } = plexThat(told({ [member]: undefined }));
    const error = await rejection(plex.pins.create());
    expect(error).toBeInstanceOf(errors.InvalidResponseError);
    expect(error).toMatchObject({ message: expect.stringContaining(member) });
  });

  test.each([null, 'strong', []])('takes no %o for its input', async (input) => {
    const { plex, sent } = plexThat(told());
    const create: unknown = Reflect.get(plex.pins, 'create');
    if (typeof create !== 'function') throw new TypeError('create is no method');
    await expect(rejection(Reflect.apply(create, plex.pins, [input]))).resolves.toMatchObject({ argument: 'input' });
    expect(sent).toEqual([]);
  });
});

describe('where PINs are made', () => {
  test.each([
    [{ account: 'http://127.0.0.1:4000/api/v2' }, 'http://127.0.0.1:4000/api/v2/pins'],
    [{ account: 'http://127.0.0.1:4000/api/v2', clients: 'http://127.0.0.1:5000/v2' }, 'http://127.0.0.1:5000/v2/pins'],
    [{ clients: 'https://clients.example/api/v2/' }, 'https://clients.example/api/v2/pins'],
  ])('with the endpoints %o is %s', async (endpoints, url) => {
    const { plex, sent } = plexThat(told(), { endpoints });
    await plex.pins.create();
    expect(sent[0]?.url).toBe(url);
  });

  test.each(['clients', 'authApp'])('must be secure: endpoints.%s', (name) => {
    const endpoints = { [name]: 'http://plex.example' };
    const error = thrownBy(() => plexThat(told(), { endpoints }));
    expect(error).toMatchObject({ code: 'INSECURE_URL', argument: `endpoints.${name}` });
    expect(() => plexThat(told(), { endpoints, allowInsecure: true })).not.toThrow();
  });
});

describe('pins.get', () => {
  test('asks for the PIN by its number', async () => {
    const { plex, sent } = plexThat(told());
    await plex.pins.get(ID);
    expect(sent[0]).toMatchObject({ url: `https://clients.plex.tv/api/v2/pins/${ID}`, init: { method: 'GET' } });
    expect(sent[0]?.headers.get('x-plex-token')).toBeNull();
  });

  test.each([null, undefined, ''])('is pending while authToken is %o', async (authToken) => {
    const { plex } = plexThat(told({ authToken, expiresIn: 876 }));
    await expect(plex.pins.get(ID)).resolves.toEqual({ id: ID, code: 'ABCD', expiresAt: 876_000, state: 'pending' });
  });

  test('is claimed once there is a token', async () => {
    const { plex } = plexThat(told({ authToken: 'canary-fresh-token' }));
    await expect(plex.pins.get(ID)).resolves.toMatchObject({ state: 'claimed', authToken: 'canary-fresh-token' });
  });

  test('is gone when Plex knows no such PIN', async () => {
    const { plex } = plexThat(NO_SUCH_PIN);
    await expect(plex.pins.get(ID)).resolves.toEqual({ id: ID, state: 'gone' });
  });

  test('is not gone when something else was not found', async () => {
    const { plex } = plexThat({ status: 404, contentType: 'text/html', body: '<h1>404</h1>' });
    await expect(rejection(plex.pins.get(ID))).resolves.toMatchObject({ code: 'NOT_FOUND', plexCode: undefined });
  });

  test.each([0, -1, 1.5, Number.NaN, 2 ** 60])('takes no %d for a number', async (id) => {
    const { plex, sent } = plexThat(told());
    await expect(rejection(plex.pins.get(id))).resolves.toMatchObject({ name: 'InvalidArgumentError', argument: 'id' });
    expect(sent).toEqual([]);
  });
});

describe('pins.approve', () => {
  test('sends the code in a form, and the token of whoever approves', async () => {
    const { plex, sent } = plexThat({ status: 204 });
    await expect(plex.pins.approve('ABCD')).resolves.toBeUndefined();
    expect(sent[0]).toMatchObject({
      url: 'https://plex.tv/api/v2/pins/link',
      init: { method: 'PUT', body: 'code=ABCD' },
    });
    expect(sent[0]?.headers.get('content-type')).toBe('application/x-www-form-urlencoded');
    expect(sent[0]?.headers.get('x-plex-token')).toBe(TOKEN);
  });

  test('fails without a word of the code when there is no such PIN', async () => {
    const code = 'canary0code0of0a0strong0p';
    const { plex, sent } = plexThat({ ...NO_SUCH_PIN, body: { errors: [{ code: 1020, message: `no ${code}` }] } });
    const error = await rejection(plex.pins.approve(code));
    expect(error).toMatchObject({ code: 'NOT_FOUND', plexCode: 1020 });
    expect(JSON.stringify([String(error), error])).not.toContain(code);
    expect(sent).toHaveLength(1);
  });

  test('takes no empty code', async () => {
    const { plex, sent } = plexThat({ status: 204 });
    await expect(rejection(plex.pins.approve(''))).resolves.toMatchObject({ argument: 'code' });
    expect(sent).toEqual([]);
  });
});

describe('pins', () => {
  test('need a client identifier, and send nothing without', async () => {
    const { plex, sent } = plexThat(told(), { clientID: '' });
    const failures = [
      await rejection(plex.pins.create()),
      await rejection(plex.pins.get(ID)),
      await rejection(plex.pins.approve('ABCD')),
      await rejection(plex.pins.waitUntilClaimed({ id: ID, code: 'ABCD', expiresAt: 9000 })),
      thrownBy(() => plex.pins.authAppURL({ code: 'ABCD' })),
    ];
    for (const error of failures) expect(error).toMatchObject({ code: 'CLIENT_ID_REQUIRED', argument: 'clientID' });
    expect(sent).toEqual([]);
  });
});

describe('pins.authAppURL', () => {
  const { plex } = plexThat(told(), { clientVersion: '1.0 β', deviceName: 'Ann’s' });

  test('has everything in the fragment, brackets encoded', () => {
    expect(plex.pins.authAppURL({ code: 'abc' }, { forwardURL: 'https://app.example/back?state=1&x=2#y' })).toBe(
      'https://app.plex.tv/auth#?clientID=an-installation&code=abc&context%5Bdevice%5D%5Bproduct%5D=A%20program' +
        '&context%5Bdevice%5D%5Bversion%5D=1.0%20%CE%B2&context%5Bdevice%5D%5BdeviceName%5D=Ann%E2%80%99s' +
        '&forwardUrl=https%3A%2F%2Fapp.example%2Fback%3Fstate%3D1%26x%3D2%23y',
    );
  });

  test('shows what it is told instead of what the client’s options say', () => {
    const context = { product: 'Another', version: '', environment: 'bundled' };
    const fragment = new URL(plex.pins.authAppURL({ code: 'abc' }, { context })).hash.slice(2);
    expect(Object.fromEntries(new URLSearchParams(fragment))).toEqual({
      clientID: 'an-installation',
      code: 'abc',
      'context[device][product]': 'Another',
      'context[device][deviceName]': 'Ann’s',
      'context[device][environment]': 'bundled',
    });
  });

  test('is an address whatever the program is called', () => {
    const half = plexThat(told(), { clientName: 'A \ud83d + B' }).plex;
    expect(half.pins.authAppURL({ code: 'abc' })).toMatch(/5Bproduct%5D=A%20%EF%BF%BD%20%2B%20B$/);
  });

  test('leads to where the page is', () => {
    const elsewhere = plexThat(told(), { endpoints: { authApp: 'http://127.0.0.1:4000/auth' } }).plex;
    const address = elsewhere.pins.authAppURL({ code: 'abc' }, { forwardURL: new URL('myapp://back') });
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:4000\/auth#\?clientID=.*&forwardUrl=myapp%3A%2F%2Fback$/);
  });

  test.each(['', '/back', 'back?secret=1'])('sends nobody on to %o', (forwardURL) => {
    const error = thrownBy(() => plex.pins.authAppURL({ code: 'abc' }, { forwardURL }));
    expect(error).toMatchObject({ argument: 'forwardURL', message: 'forwardURL: must be an absolute address' });
  });
});

describe('pins.linkURL', () => {
  test('is the page on which the code is typed in, with the code', () => {
    expect(plexThat(told()).plex.pins.linkURL({ code: 'A1B2' })).toBe('https://plex.tv/link/?pin=A1B2');
    const endpoints = { account: 'http://127.0.0.1:4000/api/v2' };
    const { plex } = plexThat(told(), { endpoints });
    expect(plex.pins.linkURL({ code: 'A1B2' })).toBe('http://127.0.0.1:4000/link/?pin=A1B2');
  });

  test('is not for a strong PIN', () => {
    const error = thrownBy(() => plexThat(told()).plex.pins.linkURL({ code: 'abcdefghijklmnopqrstuvwxy' }));
    expect(error).toMatchObject({ argument: 'pin.code' });
  });
});
