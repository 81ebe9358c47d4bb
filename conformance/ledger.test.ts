import { describe, expect, test } from 'vitest';
import { checkLedger, type Books } from '../tools/ledger-check.js';
import { readLedger, rulesOf, titlesOf } from '../tools/ledger-read.js';
import { ledgerProblems } from '../tools/ledger.js';
import { renderSupported } from '../tools/supported.js';

test('the ledger, the stand-in’s rules, the tests and SUPPORTED.md agree', () => {
  expect(ledgerProblems()).toEqual([]);
});

describe('checkLedger', () => {
  const entry = {
    id: 'token.shape',
    rule: 'A token has twenty characters.',
    grade: 'observed' as const,
    source: 'https://example.org/1',
    operations: ['ping'],
  };
  const mention = { id: 'token.shape', at: 'a.ts:1' };
  const books: Books = { entries: [entry], rules: [mention], titles: [mention], operations: ['ping'] };

  test('has nothing to say when entry, rule and test agree', () => {
    expect(checkLedger(books)).toEqual([]);
  });

  test.each([
    [
      'a rule without an entry',
      { rules: [mention, { id: 'token.colour', at: 'b.ts:2' }] },
      'b.ts:2: @rule token.colour has no entry',
    ],
    [
      'a rule without an id',
      { rules: [mention, { id: '', at: 'b.ts:2' }] },
      'b.ts:2: @rule without an id has no entry',
    ],
    ['an entry without a rule', { rules: [] }, 'token.shape: no @rule in packages/standin/src'],
    ['an entry without a test', { titles: [] }, 'token.shape: no test has [token.shape] in its title'],
    [
      'a title that names no entry',
      { titles: [mention, { id: 'token.colour', at: 'c.ts:3' }] },
      'c.ts:3: the title’s [token.colour] has no entry',
    ],
    ['an id entered twice', { entries: [entry, entry] }, 'token.shape: entered twice'],
    [
      'an endpoint nobody knows',
      { entries: [{ ...entry, operations: ['pong'] }] },
      'token.shape: no endpoint is called pong',
    ],
    [
      'an observation without a source',
      { entries: [{ ...entry, source: undefined }] },
      'token.shape: observed, but it names no source',
    ],
    [
      'a source that is no address',
      { entries: [{ ...entry, source: 'a forum' }] },
      'token.shape: its source is neither a URL nor `unnamed recording (date)`',
    ],
    [
      'a guess that does not say why',
      { entries: [{ ...entry, grade: 'inferred' as const }] },
      'token.shape: inferred, but it does not say why',
    ],
  ])('finds %s', (_, wrong, problem) => {
    expect(checkLedger({ ...books, ...wrong })).toEqual([problem]);
  });

  test('accepts a recording whose publisher could not be named', () => {
    expect(checkLedger({ ...books, entries: [{ ...entry, source: 'unnamed recording (2024-04)' }] })).toEqual([]);
  });
});

describe('readLedger', () => {
  const told = (text: string): string =>
    `- { id: page.fragment, rule: ${text}, grade: observed, source: 'https://example.org/1', operations: [ping] }`;

  test('reads a rule to its end', () => {
    const { entries, problems } = readLedger(told('"It is behind #? or #!?."'));
    expect([entries.map(({ rule }) => rule), problems]).toEqual([['It is behind #? or #!?.'], []]);
  });

  test.each([
    ['rule', '  rule: It is behind #? or #!?.'],
    ['why', '  rule: It is so.\n  why: It is behind #? or #!?.'],
    ['differs', '  rule: It is so.\n  differs: It is behind #? or #!?.'],
  ])('refuses a %s that a # cuts off', (member, lines) => {
    const text = `- id: page.fragment\n${lines}\n  grade: observed\n  source: https://example.org/1\n  operations: [ping]\n`;
    const problem = `page.fragment: ${member} must end with a full stop: was it cut off at a #?`;
    expect(readLedger(text)).toEqual({ entries: [], problems: [problem] });
  });
});

test('SUPPORTED.md counts the rules of each endpoint, says whose they are and what is a guess', () => {
  const endpoint = (name: string, host: 'account' | 'server') => ({
    name,
    title: name,
    methods: ['GET'],
    host,
    path: `/${name}`,
  });
  const operations = [endpoint('ping', 'account'), endpoint('user', 'account'), endpoint('root', 'server')];
  const rule = { rule: 'It is so.', grade: 'observed' as const, source: 'https://example.org/1' };
  const page = renderSupported(
    [
      { id: 'ping.body', ...rule, differs: 'In one line.', operations: ['ping'] },
      {
        id: 'ping.token',
        rule: 'It is so.',
        grade: 'inferred',
        why: 'All others do.',
        switch: 'strict',
        operations: ['ping'],
      },
      { id: 'all.date', ...rule, operations: ['root', 'user', 'ping'] },
      { id: 'plex-tv.date', ...rule, operations: ['user', 'ping'] },
      { id: 'some.date', ...rule, operations: ['root', 'ping'] },
    ],
    operations,
  );
  const lines = [
    '| `GET` `/ping` | plex.tv, clients.plex.tv | `ping` | 5 | 0 | 4 | 1 |',
    '| `GET` `/root` | each media server | `root` | 2 | 0 | 2 | 0 |',
    '- `ping.body` ([observed](https://example.org/1)): It is so.',
    '- `ping.token` (inferred): It is so. Changed by `strict`.',
    '- `all.date` ([observed](https://example.org/1)): It is so. *Everywhere.*',
    '- `plex-tv.date` ([observed](https://example.org/1)): It is so. *All of plex.tv.*',
    '- `some.date` ([observed](https://example.org/1)): It is so. *root, ping.*',
    '- `ping.body`: In one line.',
    '- `ping.token`: It is so. *Why:* All others do.',
  ];
  expect(page.split('\n')).toEqual(expect.arrayContaining(lines));
});

describe('where ids are found', () => {
  test('in the titles of tests, groups and tables, not elsewhere in a test', () => {
    const text = [
      "describe('tokens [token.shape]', () => {",
      "  test('live 48 h [token.life] [token.death]', () => expect('[no.title]').toBe(1));",
      "  test.each([['[no.row]']])('die with %s [token.restart]', () => {});",
      '});',
    ].join('\n');
    expect(titlesOf('a.test.ts', text).map(({ id, at }) => `${at} ${id}`)).toEqual([
      'a.test.ts:1 token.shape',
      'a.test.ts:2 token.life',
      'a.test.ts:2 token.death',
      'a.test.ts:3 token.restart',
    ]);
  });

  test('in the comments of the code, not in its strings', () => {
    const text = [
      '/**',
      ' * Makes a token.',
      ' * @rule token.shape',
      ' */',
      "const text = '@rule no.rule';",
      '/** @rule */',
    ].join('\n');
    expect(rulesOf('a.ts', text)).toEqual([
      { id: 'token.shape', at: 'a.ts:1' },
      { id: '', at: 'a.ts:6' },
    ]);
  });
});
