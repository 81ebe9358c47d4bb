import { describe, expect, test } from 'vitest';
import { type Bindings, differences, fill } from './placeholders.js';

const bindings: Bindings = { token: 'a+b', id: 7 };

describe('a body is found different', () => {
  test.each<[string, unknown, unknown]>([
    ['by a value', { a: 1 }, { a: 2 }],
    ['by a type', { a: '1' }, { a: 1 }],
    ['by a member too many', { a: 1, b: 2 }, { a: 1 }],
    ['by a member too few', {}, { a: null }],
    ['by an entry too many', [1, 2], [1]],
    ['by an entry unlike those before', ['x', 1], ['{text}', '{more}']],
    ['by an empty open list', [], ['{text}', '{more}']],
    ['by another bound value', { token: 'aab' }, { token: '{token}' }],
    ['by text where a number is bound', { id: '7' }, { id: '{id}' }],
    ['by what is no placeholder’s kind', 'transient-1', '{transient}'],
    ['by one more line', 'a\nb\nc', 'a\n{text}'],
    ['by null for an object', null, {}],
  ])('%s', (_, actual, template) => {
    expect(differences(actual, template, bindings)).not.toEqual([]);
  });

  test('and not by what a placeholder allows', () => {
    const template = { id: '{id}', list: ['{number}', '{more}'], any: '{anything}', text: 'x {token} {text}.' };
    const actual = { id: 7, list: [1, 2, 3], any: { deep: [] }, text: 'x a+b yes.', more: 1 };
    expect(differences(actual, { ...template, '{more}': '{anything}' }, bindings)).toEqual([]);
  });
});

test('a filled template is what it says of itself', () => {
  const template = {
    id: '{id}',
    when: '{epoch}',
    list: ['{text}', '{more}'],
    note: 'to {token}',
    flag: '{flag}',
    '{more}': '{anything}',
  };
  const filled = fill(template, bindings);
  expect(filled).toMatchObject({ id: 7, list: ['some text'], note: 'to a+b', flag: true });
  expect(differences(filled, template, bindings)).toEqual([]);
  expect(() => fill('{nonsense}', bindings)).toThrow(/nonsense/);
});
