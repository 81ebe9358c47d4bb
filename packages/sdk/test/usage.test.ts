import { expect, test } from 'vitest';
import { lastUse, noteUse } from '../src/credentials/usage.js';
import { memoryStore } from '../src/index.js';

test('of more people than are remembered, those are forgotten whom nobody has wanted for longest', () => {
  const store = memoryStore();
  const names = Array.from({ length: 10_000 }, (_, index) => `person-${index}`);
  for (const [at, name] of names.entries()) noteUse(store, name, at);
  noteUse(store, 'person-0', 10_000);
  noteUse(store, 'one-more', 10_001);
  const remembered = ['person-0', 'person-1', 'person-2', 'person-9999', 'one-more'].map((name) =>
    lastUse(store, name),
  );
  expect(remembered).toEqual([10_000, undefined, 2, 9999, 10_001]);
});
