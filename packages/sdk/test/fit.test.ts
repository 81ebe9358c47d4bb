import { describe, expect, test } from 'vitest';
import { type Fit, fitOf, refusedAt, toldHome, toldTo } from '../src/credentials/fit.js';
import type { Facts, HeldToken } from '../src/index.js';
import { DAY, MINUTE, NOW } from './plan-world.js';

const account: HeldToken = { kind: 'account', token: 'opaque', clientID: 'here' };
const jwt: HeldToken = { kind: 'jwt', token: 'signed', clientID: 'key-device', expiresAt: NOW + DAY };
const server: HeldToken = { kind: 'server', token: 'narrow', clientID: 'here', server: 'attic' };
const transient: HeldToken = { kind: 'transient', token: 'transient-', clientID: 'here', server: 'attic' };
const attic = { server: 'attic', person: undefined };
const plexTv = { server: undefined, person: undefined };

const facts = (change: Partial<Facts> = {}): Facts => ({
  now: NOW,
  self: 'alice',
  servers: [{ at: NOW, owned: ['attic', 'barn'], shared: ['loft'] }],
  ...change,
});
const refusedBy = (by: string, ago: number, token = account): HeldToken => ({
  ...token,
  refusals: [{ by, at: NOW - ago }],
});
const tried = (ago: number, accepted = true): Facts =>
  facts({ jwtTrials: [{ server: 'attic', accepted, at: NOW - ago, url: 'http://192.0.2.7:32400' }] });
const told = (ago: number): Facts => facts({ servers: [{ at: NOW - ago, owned: ['attic'], shared: [] }] });

interface Case {
  readonly when: string;
  readonly token: HeldToken;
  readonly place: { readonly server: string | undefined; readonly person: string | undefined };
  readonly facts: Facts;
  readonly fit: Fit;
}

describe('a token fits', () => {
  test.each<Case>([
    {
      when: 'a minute before its end, by clocks that differ',
      token: { ...account, expiresAt: NOW + MINUTE },
      place: plexTv,
      facts: facts(),
      fit: 'expired',
    },
    {
      when: 'a moment more than a minute before its end',
      token: { ...account, expiresAt: NOW + MINUTE + 1 },
      place: plexTv,
      facts: facts(),
      fit: 'works',
    },
    {
      when: 'and is a JWT that is over',
      token: { ...jwt, expiresAt: NOW },
      place: plexTv,
      facts: facts(),
      fit: 'expired',
    },
    {
      when: 'and is transient, two days after it was got',
      token: { ...transient, issuedAt: NOW - 2 * DAY + MINUTE },
      place: attic,
      facts: facts(),
      fit: 'expired',
    },
    {
      when: 'and is transient, a moment before',
      token: { ...transient, issuedAt: NOW - 2 * DAY + MINUTE + 1 },
      place: attic,
      facts: facts(),
      fit: 'works',
    },
    {
      when: 'and is transient, with an end of its own',
      token: { ...transient, issuedAt: NOW - 3 * DAY, expiresAt: NOW + DAY },
      place: attic,
      facts: facts(),
      fit: 'works',
    },
    { when: 'and is transient, from nobody knows when', token: transient, place: attic, facts: facts(), fit: 'works' },
    {
      when: 'and is a server’s own, three days after it was got',
      token: { ...server, issuedAt: NOW - 3 * DAY },
      place: attic,
      facts: facts(),
      fit: 'works',
    },
    {
      when: 'of somebody else',
      token: { ...account, owner: 'bruno' },
      place: plexTv,
      facts: facts(),
      fit: 'another-person',
    },
    {
      when: 'of oneself, where somebody else is wanted',
      token: account,
      place: { server: undefined, person: 'bruno' },
      facts: facts(),
      fit: 'another-person',
    },
    { when: 'of oneself, by name', token: { ...account, owner: 'alice' }, place: plexTv, facts: facts(), fit: 'works' },
    {
      when: 'of somebody else, where they are wanted',
      token: { ...account, owner: 'bruno' },
      place: { server: undefined, person: 'bruno' },
      facts: facts(),
      fit: 'works',
    },
    {
      when: 'that plex.tv refused once, however long ago',
      token: refusedBy('plex.tv', 300 * DAY),
      place: plexTv,
      facts: facts(),
      fit: 'dead',
    },
    {
      when: 'that plex.tv refused, at a server',
      token: refusedBy('plex.tv', DAY),
      place: attic,
      facts: facts(),
      fit: 'dead',
    },
    {
      when: 'that a server refused, at plex.tv',
      token: refusedBy('attic', 1),
      place: plexTv,
      facts: facts(),
      fit: 'works',
    },
    {
      when: 'that a server refused just under a minute ago',
      token: refusedBy('attic', MINUTE - 1),
      place: attic,
      facts: facts(),
      fit: 'refused',
    },
    {
      when: 'that a server refused a minute ago',
      token: refusedBy('attic', MINUTE),
      place: attic,
      facts: facts(),
      fit: 'works',
    },
    {
      when: 'that a server refuses in half a minute, on a clock that was set back',
      token: refusedBy('attic', -MINUTE / 2),
      place: attic,
      facts: facts(),
      fit: 'refused',
    },
    {
      when: 'that a server refuses in an hour, on a clock that was set back',
      token: refusedBy('attic', -60 * MINUTE),
      place: attic,
      facts: facts(),
      fit: 'works',
    },
    { when: 'that another server refused', token: refusedBy('barn', 1), place: attic, facts: facts(), fit: 'works' },
    {
      when: 'and is a server’s own that it refused',
      token: refusedBy('attic', 1, server),
      place: attic,
      facts: facts(),
      fit: 'refused',
    },
    {
      when: 'and is a server’s own that plex.tv refused',
      token: refusedBy('plex.tv', 1, server),
      place: attic,
      facts: facts(),
      fit: 'works',
    },
    {
      when: 'and is a server’s own, at another',
      token: server,
      place: { ...attic, server: 'barn' },
      facts: facts(),
      fit: 'another-server',
    },
    { when: 'and is a server’s own, at plex.tv', token: server, place: plexTv, facts: facts(), fit: 'another-server' },
    {
      when: 'and is nobody’s server’s own, at plex.tv',
      token: { ...server, server: undefined },
      place: plexTv,
      facts: facts(),
      fit: 'another-server',
    },
    {
      when: 'and is transient, at another server',
      token: transient,
      place: { ...attic, server: 'barn' },
      facts: facts(),
      fit: 'another-server',
    },
    {
      when: 'at a server that is shared',
      token: account,
      place: { ...attic, server: 'loft' },
      facts: facts(),
      fit: 'not-their-server',
    },
    {
      when: 'at a server that nobody named',
      token: account,
      place: { ...attic, server: 'cellar' },
      facts: facts(),
      fit: 'not-their-server',
    },
    {
      when: 'while nobody has asked for resources',
      token: account,
      place: attic,
      facts: facts({ servers: undefined }),
      fit: 'unknown-server',
    },
    {
      when: 'just under a week after resources were asked for',
      token: account,
      place: attic,
      facts: told(7 * DAY - 1),
      fit: 'works',
    },
    {
      when: 'a week after resources were asked for',
      token: account,
      place: attic,
      facts: told(7 * DAY),
      fit: 'unknown-server',
    },
    {
      when: 'a week before resources are asked for, on a clock that was set back',
      token: account,
      place: attic,
      facts: told(-7 * DAY),
      fit: 'unknown-server',
    },
    { when: 'and is a JWT, where none was tried', token: jwt, place: attic, facts: facts(), fit: 'no-jwt-here' },
    {
      when: 'and is a JWT, just under a day after one was taken',
      token: jwt,
      place: attic,
      facts: tried(DAY - 1),
      fit: 'works',
    },
    {
      when: 'and is a JWT, a day after one was taken',
      token: jwt,
      place: attic,
      facts: tried(DAY),
      fit: 'no-jwt-here',
    },
    {
      when: 'and is a JWT, a day before one is taken, on a clock that was set back',
      token: jwt,
      place: attic,
      facts: tried(-DAY),
      fit: 'no-jwt-here',
    },
    {
      when: 'and is a JWT, where one was refused',
      token: jwt,
      place: attic,
      facts: tried(1, false),
      fit: 'no-jwt-here',
    },
    {
      when: 'and is a JWT, where another server took one',
      token: jwt,
      place: { ...attic, server: 'barn' },
      facts: tried(1),
      fit: 'no-jwt-here',
    },
    {
      when: 'and is opaque, where a JWT was refused',
      token: account,
      place: attic,
      facts: tried(1, false),
      fit: 'works',
    },
    {
      when: 'and is a Home token, at a server of its person',
      token: { ...account, kind: 'home' },
      place: attic,
      facts: facts(),
      fit: 'works',
    },
  ])('$when: $fit', ({ token, place, facts: known, fit }) => {
    expect(fitOf(token, place, known)).toBe(fit);
  });
});

describe('of what was said', () => {
  test('the resources that were told last count, of the right person', () => {
    const servers = [
      { person: 'bruno', at: NOW, owned: ['shed'], shared: [] },
      { at: NOW - 2, owned: ['barn'], shared: [] },
      { person: 'alice', at: NOW - 1, owned: ['attic'], shared: [] },
      { at: NOW - 3, owned: [], shared: [] },
    ];
    expect(toldTo(undefined, facts({ servers }))).toBe(servers[2]);
    expect(toldTo('bruno', facts({ servers }))).toBe(servers[0]);
    expect(toldTo('carla', facts({ servers }))).toBeUndefined();
  });

  test('a Home is believed for a week', () => {
    const home = (ago: number): Facts => facts({ home: { at: NOW - ago, people: [] } });
    expect(toldHome(home(7 * DAY - 1))).toBeDefined();
    expect(toldHome(home(7 * DAY))).toBeUndefined();
    expect(toldHome(home(1 - 7 * DAY))).toBeDefined();
    expect(toldHome(home(-7 * DAY))).toBeUndefined();
    expect(toldHome(facts())).toBeUndefined();
  });

  test('the last refusal counts, and none is later than now', () => {
    const refusals = [30, 10, 20].map((seconds) => ({ by: 'attic', at: NOW - seconds * 1000 }));
    expect(refusedAt({ ...account, refusals }, 'attic', facts())).toBe(NOW - 10_000);
    expect(refusedAt(refusedBy('attic', -10_000), 'attic', facts())).toBe(NOW);
    expect(refusedAt(account, 'attic', facts())).toBeUndefined();
  });
});
