import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileStore } from '@ticketstub/sdk/node';
import { postgresStore } from '@ticketstub/sdk/postgres';
import { type StandIn, startStandIn } from '@ticketstub/standin';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPostgres } from '../stores/postgres-server.js';
import { auditChanges } from './audit.js';
import { type Herd, type Run, runHerd } from './herd.js';
import { haste, oddRequests, overlapsIn, repeatsIn, staleWrites, unrenewed, wrongChanges } from './judge.js';
import { linkedKeys, type Planted } from './linked-keys.js';
import { plant } from './plant.js';

/** One seed, so that every run kills after the same tokens. */
const SEED = 20_261_125;

/** Milliseconds for each, on a busy machine: alone they take one or two minutes, of which one is that of a dead lease. */
const PATIENCE = 1_800_000;

const NOBODY = { anyMoment: 0, worstMoment: 0 };
const KILLS = { anyMoment: 16, worstMoment: 8 };

let standIn: StandIn;
let planted: readonly Planted[];
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ticketstub-vault-'));
  standIn = await startStandIn({ listen: false });
  planted = await linkedKeys(standIn, 10_000);
}, PATIENCE);

afterAll(async () => {
  await standIn.close();
  rmSync(folder, { recursive: true });
});

test(
  'eight keepers of one process, all due at once: each credential in memory is renewed once',
  { timeout: PATIENCE },
  async () => {
    const some = planted.slice(0, 1000);
    const task = { where: { kind: 'memory', planted: some }, keepers: 8, rate: { perSecond: 400, burst: 40 } } as const;
    const run = await herd('memory', { planted: some, processes: 1, task, kills: NOBODY });
    expectPromisesKept(run);
    expect(repeatsIn(run)).toEqual([]);
  },
);

test(
  'eight processes and 24 kills: each credential in files is renewed, and a kill repeats one at most',
  { timeout: PATIENCE },
  async () => {
    const some = planted.slice(0, 1000);
    const where = { kind: 'files', folder: join(folder, 'credentials') } as const;
    await plant(fileStore(where.folder), some);
    const task = { where, keepers: 1, rate: { perSecond: 30, burst: 8 } };
    const run = await herd('files', { planted: some, processes: 8, task, kills: KILLS });
    expectPromisesKept(run);
    expectRepeatsOfKillsAlone(run);
  },
);

test(
  'four processes and 24 kills: each of 10,000 credentials in PostgreSQL is renewed, and a kill repeats one at most',
  { timeout: PATIENCE },
  async () => {
    await using server = await startPostgres();
    const pool = server.pool({ max: 16 });
    const store = postgresStore(pool);
    await store.migrate();
    await plant(store, planted);
    const changes = await auditChanges(pool);
    const where = { kind: 'postgres', connection: server.connection } as const;
    const task = { where, keepers: 1, rate: { perSecond: 80, burst: 20 } };
    const run = await herd('postgres', { planted, processes: 4, task, kills: KILLS });
    expectPromisesKept(run);
    expectRepeatsOfKillsAlone(run);
    expect(wrongChanges(run, await changes())).toEqual([]);
  },
);

function herd(name: string, how: Pick<Herd, 'planted' | 'processes' | 'task' | 'kills'>): Promise<Run> {
  const journals = mkdtempSync(join(folder, `${name}-`));
  return runHerd({ ...how, standIn, folder: journals, seed: SEED, patience: PATIENCE / 2 });
}

function expectPromisesKept(run: Run): void {
  expect(unrenewed(run)).toEqual([]);
  expect(overlapsIn(run)).toEqual([]);
  expect(staleWrites(run)).toEqual([]);
  expect(haste(run)).toEqual([]);
  expect(oddRequests(run)).toEqual([]);
}

function expectRepeatsOfKillsAlone(run: Run): void {
  const repeats = repeatsIn(run);
  expect(run.lives.filter(({ isKilled }) => isKilled)).toHaveLength(KILLS.anyMoment + KILLS.worstMoment);
  expect(repeats.filter(({ isOfKilled }) => !isOfKilled)).toEqual([]);
  expect(repeats.length).toBeLessThanOrEqual(KILLS.anyMoment + KILLS.worstMoment);
  // Whoever is killed before it has its token can't have stored it.
  expect(repeats.length).toBeGreaterThanOrEqual(KILLS.worstMoment);
}
