import { describe, expect, test } from 'vitest';
import { errors, type Identity, PlexAPI } from '../src/index.js';
import { fourCalls, signInCall, tokenDetails } from './four-calls.js';
import { scene, thrownBy, TOKEN } from './scene.js';

const WHOLE = {
  clientID: 'gcgzw5rz2xovp84b4vha3a40',
  clientName: 'Plex Web',
  clientVersion: '4.133.0',
  clientPlatform: 'Chrome',
  platformVersion: '128.0',
  deviceName: 'Living room',
  device: 'Linux',
  deviceVendor: 'Acme',
  model: 'bundled',
  marketplace: 'googlePlay',
} as const satisfies Identity;

describe.each(fourCalls)('$name', ({ make, success, name }) => {
  test('sends all ten identity headers', async () => {
    const { plex, sent } = scene(success, WHOLE);
    await make(plex);
    expect(identityOf(sent[0]?.headers)).toEqual({
      'x-plex-client-identifier': WHOLE.clientID,
      'x-plex-product': WHOLE.clientName,
      'x-plex-version': WHOLE.clientVersion,
      'x-plex-platform': WHOLE.clientPlatform,
      'x-plex-platform-version': WHOLE.platformVersion,
      'x-plex-device-name': WHOLE.deviceName,
      'x-plex-device': WHOLE.device,
      'x-plex-device-vendor': WHOLE.deviceVendor,
      'x-plex-model': WHOLE.model,
      'x-plex-marketplace': WHOLE.marketplace,
    });
  });

  test('sends no identity nobody gave, and no empty one', async () => {
    const { plex, sent } = scene(success, { clientID: '', clientName: undefined });
    await make(plex);
    expect(identityOf(sent[0]?.headers)).toEqual({});
  });

  test('keeps the identity out of the address', async () => {
    const { plex, sent } = scene(success, WHOLE);
    await make(plex);
    expect(sent[0]?.url).not.toMatch(/X-Plex|gcgzw5rz2xovp84b4vha3a40/i);
  });

  test('sends the token in its header, unless it is the sign-in', async () => {
    const { plex, sent } = scene(success);
    await make(plex);
    expect(sent[0]?.headers.get('x-plex-token')).toBe(name === 'postUsersSignInData' ? null : TOKEN);
    expect(sent[0]?.url).not.toContain(TOKEN);
  });

  test('sends no token header when there is no token', async () => {
    const { plex, sent } = scene(success, { accessToken: undefined });
    await make(plex);
    expect(sent[0]?.headers.has('x-plex-token')).toBe(false);
  });

  test('asks for JSON', async () => {
    const { plex, sent } = scene(success);
    await make(plex);
    expect(sent[0]?.headers.get('accept')).toBe('application/json');
  });
});

test('a device name stands in for the device nobody named', async () => {
  const { plex, sent } = scene(tokenDetails.success, { deviceName: 'Linux' });
  await tokenDetails.make(plex);
  expect(identityOf(sent[0]?.headers)).toEqual({ 'x-plex-device-name': 'Linux', 'x-plex-device': 'Linux' });
});

test.each(['Wohnzimmer – Büro', 'Ангелина', '書斎', '🛋️ sofa', 'É'])('%s goes out as its UTF-8 bytes', async (name) => {
  const { plex, sent } = scene(tokenDetails.success, { deviceName: name });
  await tokenDetails.make(plex);
  const header = sent[0]?.headers.get('x-plex-device-name') ?? '';
  expect(Buffer.from(header, 'latin1').toString('utf8')).toBe(name);
});

test.each(Object.keys(WHOLE))('%s may hold no control character', (option) => {
  for (const value of ['canary\r\nX-Plex-Token: mine', 'canary\n', 'canary\u0000', 'canary\u007f', 'canary\u0085']) {
    const error = thrownBy(() => Reflect.construct(PlexAPI, [{ [option]: value }]));
    expect(error).toBeInstanceOf(errors.InvalidArgumentError);
    expect(error).toMatchObject({ argument: option });
    expect(String(error)).not.toContain('canary');
  }
});

describe('the identity of one sign-in', () => {
  const requestBody = { login: 'alice', password: 'canary-password' };

  test('beats the client’s, member by member', async () => {
    const { plex, sent } = scene(signInCall.success, WHOLE);
    await plex.authentication.postUsersSignInData({
      requestBody,
      clientID: 'another',
      clientName: 'Another',
      clientVersion: '1',
      clientPlatform: 'Else',
    });
    expect(identityOf(sent[0]?.headers)).toMatchObject({
      'x-plex-client-identifier': 'another',
      'x-plex-product': 'Another',
      'x-plex-version': '1',
      'x-plex-platform': 'Else',
      'x-plex-device-name': WHOLE.deviceName,
    });
  });

  test('replaces device name and device of the client by its device name', async () => {
    const { plex, sent } = scene(signInCall.success, WHOLE);
    await plex.authentication.postUsersSignInData({ requestBody, deviceName: 'Büro' });
    const { 'x-plex-device': device, 'x-plex-device-name': name } = identityOf(sent[0]?.headers);
    expect([device, name].map((value = '') => Buffer.from(value, 'latin1').toString('utf8'))).toEqual(['Büro', 'Büro']);
  });

  test('leaves the client’s where it says nothing', async () => {
    const { plex, sent } = scene(signInCall.success, WHOLE);
    await plex.authentication.postUsersSignInData({ requestBody, clientID: '', clientName: undefined });
    expect(identityOf(sent[0]?.headers)).toMatchObject({
      'x-plex-client-identifier': WHOLE.clientID,
      'x-plex-product': WHOLE.clientName,
      'x-plex-device': WHOLE.device,
    });
  });
});

function identityOf(headers: Headers = new Headers()): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => name.startsWith('x-plex-') && name !== 'x-plex-token'));
}
