import { expect, test } from 'vitest';
import { DeviceModel } from './device-model.js';
import type { Member } from './household.js';
import { TokenModel } from './model.js';

const NOW = { from: 0, to: 0 };

/** Dana, with whom Attic is shared, and the tokens that are handed out for her. */
function dana(token: string, serverToken: string): Member {
  return {
    name: 'dana',
    email: 'dana@example.com',
    username: 'dana',
    password: 'a password',
    uuid: '0123456789abcdef',
    totpSecret: undefined,
    emailOnly: false,
    inHome: false,
    homePin: undefined,
    first: { kind: 'account', token, client: 'first' },
    serverTokens: new Map([['Attic', serverToken]]),
    owns: [],
  };
}

function model(): TokenModel {
  return new TokenModel([dana('first-token', 'attic-token')], new DeviceModel(), NOW);
}

const again = { owner: 'dana', client: 'first', now: NOW } as const;

test('a process that begins hands out the tokens that live', () => {
  expect(model().begunAgain([dana('first-token', 'attic-token')], NOW)).toEqual([]);
});

test('a dead token that is handed out again is a disagreement', () => {
  const tokens = model();
  tokens.breached('dana');
  expect(tokens.begunAgain([dana('first-token', 'attic-token')], NOW)).toEqual([
    "dana's account token under first is no new one, but dana's account token under first, dead",
    "dana's server token for Attic is no new one, but dana's server token for Attic, dead",
  ]);
});

test('a fresh token in place of a dead one is none, in place of a living one it is', () => {
  const tokens = model();
  expect(tokens.begunAgain([dana('another', 'another for Attic')], NOW)).toEqual([
    "dana's account token under first is handed out in place of the one that lives",
    "dana's server token for Attic is handed out in place of the one that lives",
  ]);
  tokens.breached('dana');
  expect(tokens.begunAgain([dana('another', 'another for Attic')], NOW)).toEqual([]);
});

test('a share that ended is handed out under a token of its own, which opens nothing', () => {
  const tokens = model();
  tokens.removed('dana', 'Attic');
  expect(tokens.begunAgain([dana('first-token', 'of no share')], NOW)).toEqual([]);
  expect(tokens.known.map((token) => [token.text, tokens.opens(token, 'Attic', NOW)])).toContainEqual([
    'of no share',
    'no',
  ]);
  expect(tokens.begunAgain([dana('first-token', 'attic-token')], NOW)).toHaveLength(1);
});

test('a sign-in that gives a token that was seen, dead or alive, is a disagreement', () => {
  const tokens = model();
  expect(tokens.signedIn('second-token', again)).toEqual([]);
  expect(tokens.signedIn('first-token', again)).toEqual([
    "dana's account token under first is no new one, but dana's account token under first, dead",
  ]);
});

test('two JWTs are one text within a second, unless a nonce was exchanged for one of them', () => {
  const tokens = model();
  const device = { owner: 'dana', client: 'first' } as const;
  const give = (from: number, nonce?: string): string[] =>
    tokens.issued('a.b.c', { device, issued: { kid: 'key', hand: 0, nonce }, now: { from, to: from } });
  expect(give(1000)).toEqual([]);
  expect(give(1999)).toEqual([]);
  expect(give(2000)).toHaveLength(1);
  expect(give(2000, 'nonce')).toHaveLength(1);
});

test('a reset hands the tokens of the seed out again', () => {
  const tokens = model();
  tokens.breached('everybody');
  tokens.begin(NOW);
  expect(tokens.known.map(({ ended }) => ended)).toEqual([false, false]);
});
