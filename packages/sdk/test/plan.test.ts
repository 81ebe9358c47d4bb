import { describe, expect, test } from 'vitest';
import { type Destination, errors, type HeldToken, plan } from '../src/index.js';
import { asOthers, atOthersServers } from './plan-rows-of-others.js';
import { atOwnServer, atPlexTv } from './plan-rows.js';
import { inWords, NOW, type Row, rowsOf, SECOND, situationOf } from './plan-world.js';
import { thrownBy } from './scene.js';

const titled = (table: string): [string, Row][] =>
  rowsOf(table).map((row) => {
    const { who, holds, key, known } = row;
    const has = `${holds || 'nothing'}${key && `, a key that is ${key}`}`;
    return [`${who} has ${has}${known && ` (${known})`}; for ${row.for}: ${row.plan}`, row];
  });

describe.each([
  { where: 'plex.tv', rows: titled(atPlexTv) },
  { where: 'one’s own server', rows: titled(atOwnServer) },
  { where: 'somebody else’s server', rows: titled(atOthersServers) },
  { where: 'a place as somebody else of the Home', rows: titled(asOthers) },
])('what is planned for $where', ({ rows }) => {
  test.each(rows)('%s', (_, row) => {
    const { destination, held, facts } = situationOf(row);
    expect(inWords(plan(destination, held, facts))).toBe(row.plan);
  });
});

describe('a plan', () => {
  const account: HeldToken = { kind: 'account', token: 'opaque', clientID: 'here' };
  const jwt: HeldToken = { kind: 'jwt', token: 'signed', clientID: 'key-device' };

  test('goes by what was said last, however it is listed', () => {
    const servers = [
      { at: NOW - 30 * SECOND, owned: [], shared: [], person: 'alice' },
      { at: NOW - 5 * SECOND, owned: ['attic'], shared: [] },
      { at: NOW - 40 * SECOND, owned: [], shared: [] },
    ];
    const facts = { now: NOW, self: 'alice', servers };
    expect(plan({ server: 'attic' }, { tokens: [account] }, facts)).toEqual({ do: 'use', token: account });
  });

  test('takes the first of two tokens that are alike', () => {
    const other = { ...account, token: 'another' };
    expect(plan('plex.tv', { tokens: [account, other] }, { now: NOW })).toEqual({ do: 'use', token: account });
  });

  test.each([
    { when: 'is to come, for the clock was set back', at: NOW + 30 * SECOND },
    { when: 'was at the same moment', at: NOW },
  ])('does not ask for resources over and over when a refusal $when', ({ at }) => {
    const refused: HeldToken = { ...account, kind: 'server', server: 'loft', refusals: [{ by: 'loft', at }] };
    const facts = { now: NOW, self: 'alice', servers: [{ at: NOW, owned: [], shared: ['loft'] }] };
    const held = { tokens: [account, refused] };
    expect(plan({ server: 'loft' }, held, facts)).toEqual({ do: 'none', reason: 'refused' });
  });

  test('ends no JWT of another device with a key', () => {
    const key = { clientID: 'another-device', used: true, endedAt: NOW };
    expect(plan('plex.tv', { tokens: [jwt], key }, { now: NOW })).toEqual({ do: 'use', token: jwt });
  });

  test('shows no other server a JWT than the one that took one', () => {
    const trial = { server: 'attic', accepted: true, at: NOW, url: 'http://192.0.2.7:32400' };
    const servers = [{ at: NOW, owned: ['attic', 'barn'], shared: [] }];
    const facts = { now: NOW, self: 'alice', servers, jwtTrials: [trial] };
    expect(plan({ server: 'barn' }, { tokens: [jwt] }, facts)).toEqual({ do: 'ask-home', with: jwt });
    expect(plan({ server: 'attic' }, { tokens: [jwt] }, facts)).toEqual({ do: 'use', token: jwt });
  });

  test('takes for doubtful what the server itself has refused, among others or not', () => {
    const hourAgo = NOW - 3600 * SECOND;
    const [attic, barn] = ['attic', 'barn'].map((by) => ({ by, at: hourAgo }));
    const refused = { ...account, refusals: [barn, attic].flatMap((one) => one ?? []) };
    const elsewhere = { ...account, refusals: [barn].flatMap((one) => one ?? []) };
    const never = { ...account, refusals: [] };
    const home: HeldToken = { ...account, kind: 'home', token: 'switched' };
    const facts = { now: NOW, self: 'alice', servers: [{ at: NOW, owned: ['attic'], shared: [] }] };
    const first = (token: HeldToken): unknown => plan({ server: 'attic' }, { tokens: [token, home] }, facts);
    expect(first(refused)).toEqual({ do: 'use', token: home });
    expect(first(elsewhere)).toEqual({ do: 'use', token: elsewhere });
    expect(first(never)).toEqual({ do: 'use', token: never });
  });

  test.each<[string, unknown, string]>([
    ['nothing', undefined, 'destination'],
    ['null', null, 'destination'],
    ['another text', 'attic', 'destination'],
    ['a list', [], 'destination'],
    ['an empty server', { server: '' }, 'destination.server'],
    ['a server that is no text', { server: 7 }, 'destination.server'],
    ['an empty person', { as: '' }, 'destination.as'],
    ['a person who is no text', { server: 'attic', as: {} }, 'destination.as'],
  ])('cannot be made for %s', (_, destination, argument) => {
    const held = { tokens: [account] };
    const error = thrownBy(() => Reflect.apply(plan, undefined, [destination, held, { now: NOW }]));
    expect(error).toBeInstanceOf(errors.InvalidArgumentError);
    expect(error).toMatchObject({
      argument,
      message: expect.stringMatching(/must be ('plex.tv' or an object|non-empty text)$/),
    });
  });

  test.each<[string, Destination]>([
    ['an empty object', {}],
    ['a server that is undefined', { server: undefined }],
  ])('is for plex.tv when it is for %s', (_, destination) => {
    expect(plan(destination, { tokens: [account] }, { now: NOW })).toEqual({ do: 'use', token: account });
  });
});
