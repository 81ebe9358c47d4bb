import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { errors, PlexAPI, type PlexAPIOptions } from '../src/index.js';
import { fourCalls, signInCall, sourceCall, tokenDetails } from './four-calls.js';
import { rejection, scene, thrownBy } from './scene.js';

const NO_SERVER = { serverURL: undefined } as const;

async function whereTo(options: PlexAPIOptions, call = sourceCall): Promise<string> {
  const { plex, sent } = scene(call.success, options);
  await call.make(plex);
  return sent[0]?.url ?? '';
}

describe('the address of a media server', () => {
  test.each<[string, PlexAPIOptions, string]>([
    ['is serverURL', { serverURL: 'http://192.0.2.1:32400' }, 'http://192.0.2.1:32400'],
    ['is serverURL without its trailing slash', { serverURL: 'https://attic.example/' }, 'https://attic.example'],
    ['keeps the path in front', { serverURL: 'https://home.example/plex/' }, 'https://home.example/plex'],
    ['may be a URL', { serverURL: new URL('https://attic.example:8443/a/') }, 'https://attic.example:8443/a'],
    ['is ip with https and 32400', { ...NO_SERVER, ip: '192.0.2.1' }, 'https://192.0.2.1:32400'],
    ['is protocol, ip and port', { ...NO_SERVER, protocol: 'http', ip: 'attic', port: 8080 }, 'http://attic:8080'],
    ['takes a port as text', { ...NO_SERVER, ip: 'attic', port: '8443' }, 'https://attic:8443'],
    ['puts IPv6 in brackets', { ...NO_SERVER, ip: '2001:db8::1' }, 'https://[2001:db8::1]:32400'],
    ['keeps brackets of IPv6', { ...NO_SERVER, ip: '[2001:db8::1]' }, 'https://[2001:db8::1]:32400'],
    ['is serverURL before ip', { serverURL: 'http://first.example', ip: 'second.example' }, 'http://first.example'],
  ])('%s', async (_, options, base) => {
    expect(await whereTo(options)).toBe(`${base}/security/resources?source=server%3A%2F%2Fattic`);
  });

  test.each([
    ['serverURL', { serverURL: 'attic:32400' }],
    ['serverURL', { serverURL: 'file:///etc' }],
    ['serverURL', { serverURL: 'https://canary:word@attic.example' }],
    ['serverURL', { serverURL: 'https://canary@attic.example' }],
    ['serverURL', { serverURL: 'https://attic.example/?X-Plex-Token=canary' }],
    ['serverURL', { serverURL: 'https://attic.example/?' }],
    ['serverURL', { serverURL: 'https://attic.example/#canary' }],
    ['serverURL', { serverURL: 7 }],
    ['ip', { protocol: 'http' }],
    ['ip', { port: 32_400 }],
    ['ip', { ip: '' }],
    ['ip', { ip: 'canary@attic' }],
    ['ip', { ip: 'attic/canary' }],
    ['ip', { ip: 'attic?canary' }],
    ['ip', { ip: 7 }],
    ['port', { ip: 'attic', port: 'canary' }],
    ['port', { ip: 'attic', port: '' }],
    ['port', { ip: 'attic', port: '80/canary' }],
    ['port', { ip: 'attic', port: -1 }],
    ['port', { ip: 'attic', port: 80.5 }],
    ['port', { ip: 'attic', port: 70_000 }],
    ['protocol', { ip: 'attic', protocol: 'ftp' }],
    ['protocol', { ip: 'attic', protocol: 'https://canary.example/' }],
  ])('is refused naming %s: %o', (argument, options) => {
    const error = thrownBy(() => Reflect.construct(PlexAPI, [options]));
    expect(error).toBeInstanceOf(errors.InvalidArgumentError);
    expect(Reflect.get(Object(error), 'argument')).toContain(argument);
    expect(inspect(error, { showHidden: true })).not.toContain('canary');
  });

  test.each(fourCalls.slice(0, 2))('is asked for by $name, which sends nothing without', async ({ make }) => {
    const { plex, sent } = scene({}, NO_SERVER);
    const error = await rejection(make(plex));
    expect(error).toBeInstanceOf(errors.InvalidArgumentError);
    expect(error).toMatchObject({ code: 'SERVER_URL_REQUIRED', argument: 'serverURL' });
    expect(sent).toEqual([]);
  });

  test.each(fourCalls)('is replaced by that of one call to $name', async ({ make, success }) => {
    const { plex, sent } = scene(success);
    await make(plex, { serverURL: 'https://one-call.example/base/' });
    await make(plex, { serverURL: new URL('https://one-call.example/base') });
    expect(sent.map(({ url }) => url.startsWith('https://one-call.example/base/'))).toEqual([true, true]);
    expect(sent.map(({ url }) => url.includes('base//'))).toEqual([false, false]);
  });
});

describe('the base of account calls', () => {
  const accountCalls = [tokenDetails, signInCall];

  test.each([
    'https://plex.example/api/v2',
    'http://127.0.0.1:8080/api/v2',
    'http://127.8.9.10/api/v2',
    'http://localhost:8080/api/v2',
    'http://plex.localhost/api/v2',
    'http://[::1]:8080/api/v2',
  ])('may be %s', async (account) => {
    for (const call of accountCalls) {
      expect(await whereTo({ endpoints: { account } }, call)).toMatch(`${account}/user`);
    }
  });

  test.each([
    'http://plex.example/api/v2',
    'http://192.168.0.2/api/v2',
    'http://127.0.0.1.example/api/v2',
    'http://localhost.example/api/v2',
    'http://[2001:db8::1]/api/v2',
  ])('may only be %s when somebody said so', async (account) => {
    expect(thrownBy(() => new PlexAPI({ endpoints: { account } }))).toMatchObject({
      code: 'INSECURE_URL',
      argument: 'endpoints.account',
    });
    for (const call of accountCalls) {
      const { plex, sent } = scene(call.success);
      const error = await rejection(call.make(plex, { serverURL: account }));
      expect(error).toBeInstanceOf(errors.InvalidArgumentError);
      expect(error).toMatchObject({ code: 'INSECURE_URL', argument: 'serverURL' });
      expect(sent).toEqual([]);
      expect(await whereTo({ endpoints: { account }, allowInsecure: true }, call)).toMatch(account);
    }
  });

  test('is https://plex.tv/api/v2, whatever the media server’s address', async () => {
    expect(await whereTo({}, tokenDetails)).toBe('https://plex.tv/api/v2/user');
    expect(await whereTo({ endpoints: {} }, signInCall)).toBe('https://plex.tv/api/v2/users/signin');
  });
});
