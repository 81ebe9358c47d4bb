import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runtimes } from '../runtimes/runtimes.js';
import { countTogether, holdToContract } from './processes.js';

test.each(runtimes)('on $name the file store keeps every promise', async ({ serving }) => {
  const { promises, broken } = await holdToContract(serving);
  expect(broken).toEqual([]);
  expect(promises).toBeGreaterThan(20);
});

test('processes of all runtimes that add to one counter lose nothing', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'ticketstub-runtimes-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const commands = runtimes.map(({ serving }) => serving);
  const { count, versions, reads, odd } = await countTogether(directory, 40, commands);
  expect(count).toBe(40 * runtimes.length);
  expect(new Set(versions).size).toBe(40 * runtimes.length);
  expect(reads).toEqual(reads.toSorted((a, b) => a - b));
  expect(odd).toEqual([]);
});
