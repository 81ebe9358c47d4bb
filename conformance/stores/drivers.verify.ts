import { createRequire } from 'node:module';
import { join } from 'node:path';
import { postgresStore } from '@ticketstub/sdk/postgres';
import { credentialStoreContract } from '@ticketstub/sdk/store-contract';
import ts from 'typescript';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { newPrefix } from './postgres-world.js';

/** What a program writes, with the drivers' own types. */
function complaintsAbout(program: string): string[] {
  const file = join(import.meta.dirname, 'program-of-a-stranger.ts');
  const options: ts.CompilerOptions = {
    noEmit: true,
    strict: true,
    exactOptionalPropertyTypes: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    skipLibCheck: true,
    types: ['node'],
  };
  const disk = ts.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (path) => path === file || disk.fileExists(path),
    readFile: (path) => (path === file ? program : disk.readFile(path)),
    getSourceFile: (path, ...how) =>
      path === file ? ts.createSourceFile(path, program, how[0]) : disk.getSourceFile(path, ...how),
  };
  const made = ts.createProgram([file], options, host);
  return ts.getPreEmitDiagnostics(made).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

const DOOR = `import { postgresStore } from '@ticketstub/sdk/postgres';`;

describe('postgresStore takes, by its types,', () => {
  test.each([
    ['a Pool of pg', `import pg from 'pg'; postgresStore(new pg.Pool());`],
    ['a Client of pg', `import { Client } from 'pg'; postgresStore(new Client());`],
    ['a client of a pool', `import pg from 'pg'; const pool = new pg.Pool(); postgresStore(await pool.connect());`],
    ['PGlite', `import { PGlite } from '@electric-sql/pglite'; postgresStore(new PGlite());`],
    [
      'postgres.js, with one line between',
      `import postgres from 'postgres'; const sql = postgres();
      postgresStore({ query: async (text, params) => ({ rows: await sql.unsafe(text, params) }) });`,
    ],
  ])('%s', (_, program) => {
    expect(complaintsAbout(`${DOOR} ${program}`)).toEqual([]);
  });

  test('nothing else', () => {
    const others = [
      `import postgres from 'postgres'; postgresStore(postgres());`,
      `postgresStore({ query: (text: number) => Promise.resolve({ rows: [] }) });`,
      `postgresStore({ query: (text: string) => Promise.resolve([]) });`,
      `postgresStore('postgres://localhost');`,
      `import pg from 'pg'; postgresStore(new pg.Pool(), { table: 'credentials' });`,
    ];
    expect(others.filter((program) => complaintsAbout(`${DOOR} ${program}`).length !== 1)).toEqual([]);
  });
});

/** PostgreSQL in WebAssembly, some versions later than Debian's. */
interface Lite {
  query(text: string, params?: string[]): Promise<{ rows: Record<string, unknown>[] }>;
  close(): Promise<void>;
}

const required = createRequire(import.meta.url);
const { PGlite } = z
  .object({ PGlite: z.custom<new () => Lite>((value) => typeof value === 'function') })
  .parse(required('@electric-sql/pglite'));

describe('over PGlite', () => {
  const lite = new PGlite();
  afterAll(() => lite.close());

  for (const { title, run } of credentialStoreContract(
    async () => {
      const prefix = newPrefix();
      const store = postgresStore(lite, { prefix });
      await store.migrate();
      return {
        store,
        other: postgresStore(lite, { prefix }),
        elapse: async (ms) => {
          await lite.query(`update ${prefix}leases set ends_at = ends_at - interval '${ms} milliseconds'`);
        },
        damage: async (name) => {
          await lite.query(`update ${prefix}credentials set body = 'garbage' where name = $1`, [name]);
        },
      };
    },
    { leaseTTL: 60_000 },
  )) {
    test(`postgresStore ${title}`, async () => {
      await expect(run()).resolves.toBeUndefined();
    });
  }

  test('the server is one that Debian does not have yet', async () => {
    const { rows } = await lite.query('show server_version_num');
    expect(Number(rows[0]?.['server_version_num'])).toBeGreaterThanOrEqual(170_000);
  });
});
