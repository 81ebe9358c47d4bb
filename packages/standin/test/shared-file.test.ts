import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { type StandIn, startStandIn } from '../src/index.js';
import { ask, askServer, refusal, serverCalled, textAt } from './asking.js';
import { exchange, makeDevice, nonce, register, signed } from './device.js';

interface Shared {
  readonly standIn: StandIn;
  readonly database: string;
}

async function shared(): Promise<Shared> {
  const folder = await mkdtemp(join(tmpdir(), 'standin-'));
  const database = join(folder, 'standin.sqlite');
  const standIn = await startStandIn({ listen: false, database });
  onTestFinished(async () => {
    await standIn.close();
    await rm(folder, { recursive: true });
  });
  return { standIn, database };
}

/** Writes, tells, and commits after a while: what was written is seen by nobody until then. */
const WRITER = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { DatabaseSync } = require(workerData.driver);
  const database = new DatabaseSync(workerData.database);
  database.exec('BEGIN IMMEDIATE');
  database.prepare(workerData.sql).run(...workerData.values);
  parentPort.postMessage('written');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
  database.exec('COMMIT');
  database.close();
`;

/** Has another connection be in the midst of writing to the same file. */
async function writing(database: string, sql: string, values: readonly (string | number)[]): Promise<void> {
  const driver = createRequire(import.meta.url).resolve('@photostructure/sqlite');
  const worker = new Worker(WRITER, { eval: true, workerData: { driver, database, sql, values } });
  onTestFinished(() => void worker.terminate());
  await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
}

test('a nonce that another process is using up works no second time [nonce.single-use]', async () => {
  const { standIn, database } = await shared();
  const { token, clientIdentifier: client } = standIn.people.dana;
  const device = await makeDevice('key-of-dana');
  await register(standIn, device.jwk, { token, client });
  const value = await nonce(standIn, client);
  const jwt = await signed(device, client, { nonce: value });
  await writing(database, 'DELETE FROM nonces WHERE nonce = ?', [value]);
  expect(await refusal(await exchange(standIn, jwt, client))).toEqual([422, 1008]);
});

test('a server that another process is claiming is not claimed again [myplex.claim-refused]', async () => {
  const { standIn, database } = await shared();
  const { alice, eve } = standIn.people;
  await askServer(standIn, '/myplex/account', { method: 'DELETE', token: alice.token });
  const asked = await ask(standIn, 'https://plex.tv/api/claim/token.json', { token: eve.token });
  const claimToken = textAt(await asked.json(), 'token');
  const { machineIdentifier } = serverCalled(standIn, 'Attic');
  const sql = 'UPDATE servers SET owner_id = ? WHERE machine_identifier = ?';
  await writing(database, sql, [alice.id, machineIdentifier]);
  const refused = await askServer(standIn, `/myplex/claim?token=${claimToken}`, { method: 'POST' });
  expect(refused.status).toBe(401);
});
