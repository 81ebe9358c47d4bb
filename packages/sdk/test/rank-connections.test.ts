import { describe, expect, test } from 'vitest';
import { type ConnectableServer, rankConnections, type ResourceConnection } from '../src/index.js';
import { thrownBy } from './scene.js';

type Kind = 'local' | 'remote' | 'relay';

function way(uri: string, kind: Kind = 'remote'): ResourceConnection {
  return { uri, local: kind === 'local', relay: kind === 'relay' };
}

function server(connections: ResourceConnection[], httpsRequired?: boolean): ConnectableServer {
  return { clientIdentifier: 'attic', connections, ...(httpsRequired !== undefined && { httpsRequired }) };
}

function urisOf(...given: Parameters<typeof rankConnections>): string[] {
  return rankConnections(...given).map(({ uri }) => uri);
}

const every = [
  way('http://relay.example:8443', 'relay'),
  way('https://relay.example:8443', 'relay'),
  way('http://public.example:32400'),
  way('https://public.example:32400'),
  way('http://192.0.2.7:32400', 'local'),
  way('https://192-0-2-7.example:32400', 'local'),
];

describe('rankConnections', () => {
  test('puts local before remote before relay, and https before http in each', () => {
    expect(urisOf(server(every))).toEqual([
      'https://192-0-2-7.example:32400',
      'http://192.0.2.7:32400',
      'https://public.example:32400',
      'http://public.example:32400',
      'https://relay.example:8443',
      'http://relay.example:8443',
    ]);
  });

  test('keeps the order of equals', () => {
    const equals = ['https://c.example', 'https://a.example', 'https://b.example'];
    expect(urisOf(server(equals.map((uri) => way(uri, 'local'))))).toEqual(equals);
  });

  test('takes a relay that says it is local for a relay', () => {
    const odd = { uri: 'https://relay.example', local: true, relay: true };
    expect(urisOf(server([odd, way('http://public.example')]))).toEqual([
      'http://public.example',
      'https://relay.example',
    ]);
  });

  test('takes a connection that says nothing of itself for a remote one', () => {
    expect(urisOf(server([{ uri: 'https://a.example' }, way('http://b.example', 'local')]))).toEqual([
      'http://b.example',
      'https://a.example',
    ]);
  });

  test.each([
    [true, undefined],
    [false, true],
    [undefined, true],
  ])('leaves plain http out when the server (%o) or the caller (%o) wants https', (httpsRequired, secure) => {
    const uris = urisOf(server(every, httpsRequired), { secure });
    expect(uris).toHaveLength(3);
    expect(uris.every((uri) => uri.startsWith('https:'))).toBe(true);
  });

  test('lets a caller insist on http, and do without the relay', () => {
    expect(urisOf(server(every, true), { secure: false, relay: false })).toEqual([
      'https://192-0-2-7.example:32400',
      'http://192.0.2.7:32400',
      'https://public.example:32400',
      'http://public.example:32400',
    ]);
  });

  test('makes an address of its parts where there is none', () => {
    const parts = { protocol: 'https', port: 32_400, local: true };
    expect(
      urisOf(
        server([
          { ...parts, address: '192.0.2.7' },
          { ...parts, address: '2001:db8::7' },
        ]),
      ),
    ).toEqual(['https://192.0.2.7:32400', 'https://[2001:db8::7]:32400']);
  });

  test('names an address once, at its best', () => {
    const twice = [way('https://a.example/', 'relay'), way('https://a.example', 'local'), way('https://a.example')];
    expect(rankConnections(server(twice))).toEqual([{ uri: 'https://a.example', local: true, relay: false }]);
  });

  test.each([
    'ftp://a.example',
    'javascript:alert(1)',
    'https://user:word@a.example',
    'https://a.example/?X-Plex-Token=t',
    'https://a.example/#x',
    'not an address',
    '',
  ])('leaves out %o, to which nothing should be sent', (uri) => {
    expect(urisOf(server([way(uri), way('https://b.example')]))).toEqual(['https://b.example']);
  });

  test('changes nothing it is given', () => {
    const given = server(every.map((connection) => Object.freeze({ ...connection })));
    Object.freeze(given.connections);
    expect(rankConnections(given)).toHaveLength(6);
    expect(given.connections).toEqual(every);
  });

  test('has nothing to rank in a player, and refuses what is no server', () => {
    expect(rankConnections(server([]))).toEqual([]);
    for (const none of [undefined, null, 'attic', {}]) {
      const error = thrownBy(() => Reflect.apply(rankConnections, undefined, [none]));
      expect(error).toMatchObject({ name: 'InvalidArgumentError', argument: expect.stringMatching(/^server/) });
    }
  });
});
