import { copyFile, rm } from 'node:fs/promises';
import { DatabaseSync } from '@photostructure/sqlite';
import { z } from 'zod';
import { hold } from '../part.js';

/** What a file holds, counted. */
export interface Contents {
  readonly people: number;
  readonly servers: number;
  readonly shares: number;
}

const COUNTS = `SELECT (SELECT count(*) FROM accounts) AS people, (SELECT count(*) FROM servers) AS servers,
  (SELECT count(*) FROM server_tokens) AS shares`;

/** Rows that point nowhere: no commit of the stand-in's leaves one. */
const ORPHANS = `SELECT (SELECT count(*) FROM account_tokens WHERE account_id NOT IN (SELECT id FROM accounts))
  + (SELECT count(*) FROM server_tokens WHERE account_id NOT IN (SELECT id FROM accounts))
  + (SELECT count(*) FROM server_tokens WHERE machine_identifier NOT IN (SELECT machine_identifier FROM servers))
  + (SELECT count(*) FROM transient_tokens WHERE account_id NOT IN (SELECT id FROM accounts)) AS orphans`;

const contents = z.object({ people: z.number(), servers: z.number(), shares: z.number() });

function examine(path: string): Contents {
  const database = new DatabaseSync(path);
  try {
    const check = z.object({ integrity_check: z.string() }).parse(database.prepare('PRAGMA integrity_check').get());
    hold(check.integrity_check === 'ok', `the file is damaged: ${check.integrity_check}`);
    const { orphans } = z.object({ orphans: z.number() }).parse(database.prepare(ORPHANS).get());
    hold(orphans === 0, `${orphans} rows belong to nobody`);
    return contents.parse(database.prepare(COUNTS).get());
  } finally {
    database.close();
  }
}

/** Looks at a copy of what a killed process left, the log beside it included, before anybody mends it. */
export async function autopsy(path: string): Promise<Contents> {
  const copy = `${path}.copy`;
  await copyFile(path, copy);
  await copyFile(`${path}-wal`, `${copy}-wal`);
  try {
    return examine(copy);
  } finally {
    for (const suffix of ['', '-wal', '-shm']) await rm(`${copy}${suffix}`, { force: true });
  }
}
