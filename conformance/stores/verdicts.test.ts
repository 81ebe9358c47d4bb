import { memoryStore } from '@ticketstub/sdk';
import { expect, test } from 'vitest';
import { lostAfter, takenFromOthers } from './verdicts.js';

const taken = (holder: number, at: number) => ({ holder, taken: at, until: at + 300 });
const given = (holder: number, at: number) => ({ holder, given: at, until: 0 });

test('a lease is taken from another when its time is not over and it was not given back', () => {
  expect(takenFromOthers([taken(1, 0), taken(2, 299)])).toEqual([taken(2, 299)]);
  expect(takenFromOthers([taken(1, 0), taken(2, 300)])).toEqual([]);
  expect(takenFromOthers([taken(1, 0), given(1, 1), taken(2, 2)])).toEqual([]);
});

test('whoever gives a lease back late has taken it from nobody, and leaves it to its new holder', () => {
  const late = [taken(1, 0), taken(2, 301), given(1, 302)];
  expect(takenFromOthers(late)).toEqual([]);
  expect(takenFromOthers([...late, taken(3, 303)])).toEqual([taken(3, 303)]);
});

test('what was done is lost when something else is there, and what was under way may be there or not', async () => {
  const store = memoryStore();
  await store.write('alice', { schema: 1, kind: 'account-token', clientID: 'here', turn: 1 });
  const first = { name: 'alice', turn: 1, done: true };
  await expect(lostAfter([first], store)).resolves.toEqual([]);
  await expect(lostAfter([first, { name: 'alice', turn: 2, done: false }], store)).resolves.toEqual([]);
  await expect(lostAfter([first, { name: 'alice', turn: 2, done: true }], store)).resolves.toEqual(['alice']);
  await expect(lostAfter([{ name: 'alice', done: true }], store)).resolves.toEqual(['alice']);
  await expect(lostAfter([{ name: 'bruno', turn: 1, done: false }], store)).resolves.toEqual([]);
});
