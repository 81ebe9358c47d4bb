import { describe, expect, test } from 'vitest';
import {
  crowded,
  escapes,
  nameless,
  oversized,
  suppressed,
  unexplained,
  unfinished,
  unwelcomeWords,
} from '../tools/file-rules.js';
import { cycles, emptyRooms, importViolations, privilegeViolations } from '../tools/house-rules.js';
import type { House } from '../tools/house-tables.js';
import { readSource, type Source } from '../tools/source.js';

const house: House = {
  package: 'a-house',
  src: 'src',
  doors: [],
  outside: /^node:fs$/,
  floors: [
    [{ name: 'door', files: ['index.ts'], does: 'opens' }],
    [
      { name: 'left', files: ['left/'], does: 'stands left', base: ['base.ts'], top: ['all.ts'] },
      { name: 'right', files: ['right/'], does: 'stands right' },
    ],
    [{ name: 'ground', files: ['ground.ts'], does: 'carries' }],
  ],
  privileges: [{ what: 'read the time', files: ['ground.ts'], uses: /^Date\.now$/, imports: /^node:timers$/ }],
};

const file = (path: string, text: string): Source => readSource(path, text);

describe('an import is refused', () => {
  test.each([
    { kind: 'upwards', path: 'src/ground.ts', to: '../src/left/one.js', why: 'ground may not look up at left' },
    { kind: 'across', path: 'src/left/one.ts', to: '../right/one.js', why: 'left may not look across at right' },
    {
      kind: 'between files of a folder',
      path: 'src/left/one.ts',
      to: './two.js',
      why: 'inside left only its base is shared',
    },
    {
      kind: 'from a base to the rest',
      path: 'src/left/base.ts',
      to: './one.js',
      why: 'inside left only its base is shared',
    },
    {
      kind: 'of a module nobody allowed',
      path: 'src/left/one.ts',
      to: 'left-pad',
      why: 'not a module this package may use',
    },
    {
      kind: 'of a file outside',
      path: 'src/left/one.ts',
      to: '../../a/one.js',
      why: 'no room of the house holds that file',
    },
  ])('$kind', ({ path, to, why }) => {
    for (const text of [
      `import { a } from '${to}';`,
      `export * from '${to}';`,
      `import('${to}');`,
      `let a: import('${to}').A;`,
    ]) {
      expect(importViolations(house, [file(path, text)])).toEqual([`${path}:1 imports ${to}: ${why}`]);
    }
  });

  test.each([
    ['downwards', 'src/index.ts', './left/one.js'],
    ['of a folder’s base', 'src/left/one.ts', './base.js'],
    ['by the top of a folder', 'src/left/all.ts', './one.js'],
    ['of an allowed module', 'src/ground.ts', 'node:fs'],
  ])('but not %s', (_, path, specifier) => {
    expect(importViolations(house, [file(path, `import '${specifier}';`)])).toEqual([]);
  });

  test('by a file without a room', () => {
    expect(importViolations(house, [file('src/attic.ts', '')])).toEqual([
      'src/attic.ts: no room of the house holds this file',
    ]);
  });
});

describe('a violation is found', () => {
  test('when a room is empty', () => {
    expect(emptyRooms(house, [file('src/index.ts', '')])).toEqual(['left', 'right', 'ground']);
  });

  test('when somebody does what is reserved', () => {
    const text = "import 'node:timers';\nconst now = Date.now();";
    expect(privilegeViolations(house, [file('src/ground.ts', text)])).toEqual([]);
    expect(privilegeViolations(house, [file('src/index.ts', text)])).toHaveLength(2);
  });

  test('when imports run in a circle', () => {
    const circle = [
      file('a.ts', "import './b.js';"),
      file('b.ts', "import type { C } from './c.js';"),
      file('c.ts', "import './a.js';"),
    ];
    expect(cycles(circle)).toEqual(['a.ts → b.ts → c.ts → a.ts']);
  });

  test('when a file or a function is too long, or takes too much', () => {
    const long = file('a.ts', `function a(b, c, d, e) {\n${'f();\n'.repeat(50)}}`);
    expect(oversized([long], 51)).toEqual(['a.ts: 52 lines, at most 51', 'a.ts:1 a: 52 lines, at most 50']);
    expect(crowded([long])).toEqual(['a.ts:1 a: 4 parameters, at most 3']);
  });

  test.each(['let a: any;', 'a!.b;', 'a as B;', '<B>a;', 'a as unknown as B;'])('when a type is forced: %s', (text) => {
    expect(escapes([file('a.ts', text)]).length).toBeGreaterThan(0);
  });

  test.each(['a as const;', 'a satisfies B;', "import { a as b } from 'c';", "const any = 'a as b';", '!a'])(
    'but not for %s',
    (text) => {
      expect(escapes([file('a.ts', text)])).toEqual([]);
    },
  );

  test('when a check is switched off, and when nobody says why', () => {
    const silent = file('a.ts', '// @ts-ignore\na();\n/* oxlint-disable no-var */');
    const explained = file(
      'b.ts',
      '// @ts-expect-error -- the point of this line\na();\n// Because.\n// oxfmt-ignore\nb();',
    );
    expect(suppressed([silent, explained])).toHaveLength(4);
    expect(unexplained([silent, explained])).toEqual(['a.ts:1 // @ts-ignore', 'a.ts:3 /* oxlint-disable no-var */']);
  });

  test('when work is left for later, in comments alone', () => {
    const text = ['TODO', 'FIXME'].map((word) => `// ${word}: this\nconst a = '${word}';`).join('\n');
    expect(unfinished([file('a.ts', text)])).toHaveLength(2);
  });

  test('when a top-level await stands in a file', () => {
    expect(file('a.js', 'await a();').awaitsAtTop).toBe(true);
    expect(file('a.js', 'for await (const a of b) c();').awaitsAtTop).toBe(true);
    expect(file('a.js', 'async () => { await a(); for await (const b of c) d(); };').awaitsAtTop).toBe(false);
  });

  test('when a name says nothing', () => {
    expect(nameless(['src/utils.ts', 'src/helper.test.ts', 'src/shared/a.ts', 'src/retry-config.ts'])).toHaveLength(3);
  });

  test('when a text speaks of a machine or a workplace', () => {
    const texts = [
      ['/home', 'me'].join('/'),
      ['registry', 'npmjs.org'].join('.'),
      ['issue', '7'].join(' '),
      ['..', 'shared', 'x'].join('/'),
    ];
    expect(unwelcomeWords(texts.map((text) => ({ path: 'a.md', text: `see ${text}` })))).toHaveLength(4);
    expect(unwelcomeWords([{ path: 'a.md', text: 'https://example.org/home/a and ./home/b' }])).toEqual([]);
  });
});
