import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileStore } from '@ticketstub/sdk/node';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { countTogether, holdTogether, workUntilKilled } from './processes.js';
import { lostAfter, takenFromOthers } from './verdicts.js';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ticketstub-processes-'));
});

afterEach(() => rm(directory, { recursive: true }));

test('800 additions by eight processes lose nothing, and others read and list the store meanwhile', async () => {
  const { count, versions, reads, odd } = await countTogether(directory, 100);
  expect(count).toBe(800);
  expect(new Set(versions).size).toBe(800);
  expect(reads).toEqual(reads.toSorted((a, b) => a - b));
  expect(odd).toEqual([]);
});

test('a lease is had 400 times by eight processes, one at a time, also when its holders die', async () => {
  const journal = await holdTogether(directory, 50);
  expect(journal.filter(({ taken }) => taken !== undefined)).toHaveLength(400);
  expect(takenFromOthers(journal)).toEqual([]);
});

test('200 processes that are killed lose nothing that they had done, damage nothing, and bar nobody', async () => {
  const store = fileStore(directory);
  let done = 0;
  for (let round = 0; round < 100; round += 1) {
    const deeds = await workUntilKilled(directory, `round-${round}`, (7 * round) % 200);
    done += deeds.filter((deed) => deed.done).length;
    expect(await lostAfter(deeds, store)).toEqual([]);
    for await (const { name } of store.list()) await store.remove(name);
  }
  expect(done).toBeGreaterThan(500);
});
