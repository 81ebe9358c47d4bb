import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileStore } from '@ticketstub/sdk/node';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { countTogether, holdTogether, outgrow, workUntilKilled } from './processes.js';
import { lostAfter, takenFromOthers } from './verdicts.js';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ticketstub-processes-'));
});

afterEach(() => rm(directory, { recursive: true }));

test('eight processes that add to one counter lose nothing, and others read and list it meanwhile', async () => {
  const { count, version, versions, reads, odd } = await countTogether(directory, 15);
  expect(count).toBe(120);
  expect(new Set(versions).size).toBe(120);
  expect(versions).toContain(version);
  expect(reads).toEqual(reads.toSorted((a, b) => a - b));
  expect(odd).toEqual([]);
});

test('of eight processes one at a time has a lease, also when its holders die', async () => {
  const journal = await holdTogether(directory, 3);
  expect(journal.filter(({ taken }) => taken !== undefined)).toHaveLength(24);
  expect(takenFromOthers(journal)).toEqual([]);
});

test('processes that are killed lose nothing that they had done, damage nothing, and bar nobody', async () => {
  const store = fileStore(directory);
  for (let round = 0; round < 6; round += 1) {
    const deeds = await workUntilKilled(directory, `round-${round}`, 40 * round);
    expect(await lostAfter(deeds, store)).toEqual([]);
    for await (const { name } of store.list()) await store.remove(name);
  }
});

test('a write that the system cuts off leaves what was there, and nothing besides', async () => {
  const { codes, tokens } = await outgrow(directory);
  expect(tokens).toEqual(['first', null]);
  expect(codes).toEqual(['STORE_FAILED', 'EFBIG', 'EFBIG: write', 'STORE_FAILED', 'EFBIG', 'EFBIG: write']);
  const files = await readdir(directory, { recursive: true });
  expect(files.filter((file) => file.endsWith('.jsonl'))).toHaveLength(1);
});
