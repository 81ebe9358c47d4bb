import { describe, expect, test } from 'vitest';
import { errors, PlexAPI } from '../src/index.js';
import { ACCOUNT, type FourCall, signInCall, sourceCall, tokenDetails, transientCall } from './four-calls.js';
import { rejection, scene, thrownBy } from './scene.js';

describe('an option that is refused is told what it must be', () => {
  test.each<[string, unknown]>([
    ['options: must be an object', 'text'],
    ['serverURL: must be a plain http(s) address', { serverURL: 'attic' }],
    ['endpoints.account: must be https or allowInsecure', { endpoints: { account: 'http://plex.example' } }],
    ['clientID: must be plain text', { clientID: 'a\nb' }],
    ['ip: must be an address or a host name alone', { ip: 'attic/' }],
    ['protocol, ip, port: must be http(s) and a port', { ip: 'attic', port: 'first' }],
    ['retryConfig: must be an object', { retryConfig: [] }],
    ['retryConfig.strategy: must be backoff or none', { retryConfig: { strategy: 'often' } }],
    [
      'retryConfig.backoff.exponent: must be 0 or more',
      { retryConfig: { strategy: 'backoff', backoff: { exponent: -1 } } },
    ],
  ])('%s', (words, options) => {
    const error = thrownBy(() => Reflect.construct(PlexAPI, [options]));
    expect(error).toBeInstanceOf(errors.InvalidArgumentError);
    expect(String(error)).toContain(words);
  });
});

test('an argument without text is told that it must be text', async () => {
  const { plex } = scene();
  const error = await rejection(plex.authentication.getSourceConnectionInformation({ source: '' }));
  expect(String(error)).toContain('request.source: must be non-empty text');
});

describe('an answer that is of no use names what it lacks', () => {
  test.each<[string, FourCall, unknown]>([
    ['id', tokenDetails, [ACCOUNT]],
    ['id', tokenDetails, { ...ACCOUNT, id: 'seven' }],
    ['uuid', tokenDetails, { id: 7 }],
    ['authToken', signInCall, ACCOUNT],
    ['MediaContainer', transientCall, { mediaContainer: { token: 't' } }],
    ['token', transientCall, { MediaContainer: {} }],
    ['accessToken', sourceCall, { MediaContainer: { Device: [{ accessToken: 7 }] } }],
    ['accessToken', sourceCall, { MediaContainer: { Device: ['attic'] } }],
  ])('%s', async (member, call, body) => {
    const { status } = call.success;
    const error = await rejection(call.make(scene({ status, body }).plex));
    expect(error).toBeInstanceOf(errors.InvalidResponseError);
    expect(String(error)).toMatch(new RegExp(`it lacks ${member}$`));
  });
});
