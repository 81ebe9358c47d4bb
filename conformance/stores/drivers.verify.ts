import { createRequire } from 'node:module';
import { join } from 'node:path';
import { postgresStore } from '@ticketstub/sdk/postgres';
import { credentialStoreContract } from '@ticketstub/sdk/store-contract';
import ts from 'typescript';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { newPrefix } from './postgres-world.js';

/** Programs of strangers, with the drivers' own types: whether each compiles. */
function compiles(programs: readonly string[]): boolean[] {
  const options: ts.CompilerOptions = {
    noEmit: true,
    strict: true,
    exactOptionalPropertyTypes: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    skipLibCheck: true,
    types: ['node'],
  };
  const written = new Map(programs.map((text, index) => [join(import.meta.dirname, `stranger-${index}.ts`), text]));
  const disk = ts.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (path) => written.has(path) || disk.fileExists(path),
    readFile: (path) => written.get(path) ?? disk.readFile(path),
    getSourceFile: (path, ...how) => {
      const text = written.get(path);
      return text === undefined ? disk.getSourceFile(path, ...how) : ts.createSourceFile(path, text, how[0]);
    },
  };
  const made = ts.createProgram([...written.keys()], options, host);
  return [...written.keys()].map((path) => {
    const found = ts.getPreEmitDiagnostics(made, made.getSourceFile(path));
    // One that does not fit is one error; a driver that is not there, or a slip of the pen, would be another.
    const isOnlyMisfit = found.length === 1 && [2345, 2353].includes(found[0]?.code ?? 0);
    if (found.length > 0 && !isOnlyMisfit)
      throw new Error(found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')).join('\n'));
    return found.length === 0;
  });
}

const PG = `import pg from 'pg';`;
const POSTGRES_JS = `import postgres from 'postgres';`;

const fitting = {
  'a Pool of pg': `${PG} postgresStore(new pg.Pool());`,
  'a Client of pg': `${PG} postgresStore(new pg.Client());`,
  'a client of a pool': `${PG} postgresStore(await new pg.Pool().connect());`,
  PGlite: `import { PGlite } from '@electric-sql/pglite'; postgresStore(new PGlite());`,
  'postgres.js, with one line between': `${POSTGRES_JS} const sql = postgres();
    postgresStore({ query: async (text, params) => ({ rows: await sql.unsafe(text, params) }) });`,
};

const misfits = {
  'postgres.js without it': `${POSTGRES_JS} postgresStore(postgres());`,
  'an address': `postgresStore('postgres://localhost');`,
  'what takes no text': `const own = { query: async (text: number) => ({ rows: [text] }) }; postgresStore(own);`,
  'what gives no rows': `const own = { query: async (text: string) => [text] }; postgresStore(own);`,
  'an option that there is not': `${PG} postgresStore(new pg.Pool(), { table: 'credentials' });`,
};

test('the types of postgresStore take every driver we name, and nothing else', () => {
  const programs = { ...fitting, ...misfits };
  const door = `import { postgresStore } from '@ticketstub/sdk/postgres';`;
  const judged = compiles(Object.values(programs).map((program) => `${door} ${program}`));
  const taken = Object.keys(programs).filter((_, index) => judged[index]);
  expect(taken).toEqual(Object.keys(fitting));
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
