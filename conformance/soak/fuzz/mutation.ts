import * as fc from 'fast-check';
import { bytesOf, type Draft } from './draft.js';
import { bodies, expanded, headers, methods, paths, queries, splinters } from './odd.js';

/** What a body is said to be: what it was before, or one of the two that are read. */
type BodyType = 'same' | 'application/json' | 'application/x-www-form-urlencoded';

/** One change to a request. Texts may hold repetitions, positions are parts of a thousand. */
export type Mutation =
  | { readonly on: 'method'; readonly to: string }
  | { readonly on: 'path'; readonly text: string; readonly how: 'before' | 'after' | 'instead' }
  | { readonly on: 'query'; readonly text: string }
  | { readonly on: 'header'; readonly name: string; readonly value: string; readonly how: 'set' | 'add' | 'drop' }
  | { readonly on: 'body'; readonly text: string; readonly counted: boolean; readonly type: BodyType }
  | { readonly on: 'secret'; readonly at: number; readonly text: string; readonly how: 'insert' | 'replace' | 'cut' }
  | {
      readonly on: 'bytes';
      readonly at: number;
      readonly text: string;
      readonly how: 'insert' | 'replace' | 'cut' | 'drop';
    };

const at = fc.nat(1000);
const splinter = fc.oneof(
  fc.constantFrom(...splinters),
  fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 4 }),
  fc.nat(255).map((byte) => String.fromCharCode(byte)),
);

const header = fc
  .constantFrom(...Object.entries(headers))
  .chain(([name, values]) => fc.constantFrom(...values).map((value) => [name, value] as const));

/** Any change. */
export const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.record({ on: fc.constant('method'), to: fc.constantFrom(...methods) }),
  fc.record({
    on: fc.constant('path'),
    text: fc.constantFrom(...paths),
    how: fc.constantFrom('before', 'after', 'after', 'instead'),
  }),
  fc.record({ on: fc.constant('query'), text: fc.constantFrom(...queries) }),
  fc
    .record({ header, how: fc.constantFrom('set', 'set', 'add', 'drop') })
    .map(({ header: [name, value], how }): Mutation => ({ on: 'header', name, value, how })),
  fc.record({
    on: fc.constant('body'),
    text: fc.constantFrom(...bodies),
    counted: fc.constantFrom(true, true, false),
    type: fc.constantFrom('same', 'application/json', 'application/x-www-form-urlencoded'),
  }),
  fc.record({ on: fc.constant('secret'), at, text: splinter, how: fc.constantFrom('insert', 'replace', 'cut') }),
  fc.record({
    on: fc.constant('bytes'),
    at,
    text: splinter,
    how: fc.constantFrom('insert', 'replace', 'cut', 'drop'),
  }),
);

/** The bytes of a request after every change, those to the bytes themselves last. */
export function mutated(draft: Draft, mutations: readonly Mutation[]): Buffer {
  const changed = mutations.reduce(change, draft);
  let bytes = bytesOf(changed).toString('latin1');
  for (const one of mutations) if (one.on === 'bytes') bytes = spliced(bytes, one);
  return Buffer.from(bytes, 'latin1');
}

function change(draft: Draft, wanted: Mutation): Draft {
  switch (wanted.on) {
    case 'method':
      return { ...draft, method: expanded(wanted.to) };
    case 'path':
      return { ...draft, target: pathed(draft.target, wanted) };
    case 'query': {
      const joint = draft.target.includes('?') ? '&' : '?';
      return { ...draft, target: `${draft.target}${joint}${expanded(wanted.text).replace(/[\s\0]/g, '')}` };
    }
    case 'header':
      return { ...draft, headers: headed(draft.headers, wanted) };
    case 'body':
      return bodied(draft, wanted);
    case 'secret':
      return secretly(draft, wanted);
    case 'bytes':
      return draft;
  }
}

function bodied(draft: Draft, { text, counted, type }: Extract<Mutation, { on: 'body' }>): Draft {
  const body = expanded(text);
  const length = { name: 'Content-Length', value: String(body.length), how: 'set' } as const;
  const typed =
    type === 'same' ? draft.headers : headed(draft.headers, { name: 'Content-Type', value: type, how: 'set' });
  return { ...draft, body, headers: counted ? headed(typed, length) : typed };
}

function pathed(target: string, { text, how }: Extract<Mutation, { on: 'path' }>): string {
  const [path = '', ...query] = target.split('?');
  const piece = expanded(text);
  const options = { before: `${piece}${path}`, after: `${path}${piece}`, instead: piece };
  return [options[how], ...query].join('?');
}

function headed(
  before: Draft['headers'],
  { name, value, how }: Omit<Extract<Mutation, { on: 'header' }>, 'on'>,
): Draft['headers'] {
  const others = before.filter(([one]) => one.toLowerCase() !== name.toLowerCase());
  if (how === 'drop') return others;
  return [...(how === 'set' ? others : before), [expanded(name), expanded(value)]];
}

/** A token or a sign-in that is almost the right one. */
function secretly(draft: Draft, wanted: Extract<Mutation, { on: 'secret' }>): Draft {
  const spoilt = draft.headers.map(([name, value]) =>
    name === 'X-Plex-Token' ? ([name, spliced(value, wanted)] as const) : ([name, value] as const),
  );
  const body = draft.body === '' ? '' : spliced(draft.body, wanted);
  const length = String(body.length);
  return { ...draft, body, headers: spoilt.map(([name, value]) => [name, name === 'Content-Length' ? length : value]) };
}

function spliced(
  text: string,
  { at: where, text: piece, how }: Pick<Extract<Mutation, { on: 'bytes' }>, 'at' | 'text' | 'how'>,
): string {
  const place = Math.floor((where / 1000) * text.length);
  const [before, after] = [text.slice(0, place), text.slice(place)];
  switch (how) {
    case 'insert':
      return `${before}${piece}${after}`;
    case 'replace':
      return `${before}${piece}${after.slice(piece.length)}`;
    case 'cut':
      return before;
    case 'drop':
      return `${before}${after.slice(1)}`;
  }
}
