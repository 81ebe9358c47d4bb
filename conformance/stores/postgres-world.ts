import { type PostgresStore, postgresStore, type Queryable } from '@ticketstub/sdk/postgres';
import { afterAll, beforeAll, vi } from 'vitest';
import { type Pool, type PoolOptions, type PostgresServer, startPostgres } from './postgres-server.js';

/** A store as several processes have it, each over a pool of its own. */
export interface Processes extends AsyncDisposable {
  readonly stores: readonly [PostgresStore, PostgresStore, ...PostgresStore[]];
  readonly pools: readonly [Pool, Pool, ...Pool[]];
  /** Where the tables are. */
  readonly tables: { readonly schema?: string; readonly prefix: string };
  /** The names of two of them, as statements name them. */
  readonly credentials: string;
  readonly leases: string;
}

/** What a test may want otherwise. */
export interface Wishes {
  /** Processes. Default 2. */
  readonly count?: number;
  readonly schema?: string;
  readonly pool?: PoolOptions;
  /** Whether somebody has called `migrate`. Default true. */
  readonly isMigrated?: boolean;
}

let server: PostgresServer;
let made = 0;

/** Starts a server for the tests of a file, and ends it after them. */
export function usePostgres(): void {
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());
}

/** The server of `usePostgres`. */
export function theServer(): PostgresServer {
  return server;
}

/** A prefix that no other test has. */
export function newPrefix(): string {
  made += 1;
  return `test_${made}_`;
}

/** Sets up a store that nobody has used, for several processes. */
export async function openProcesses({ count = 2, schema, pool, isMigrated = true }: Wishes = {}): Promise<Processes> {
  const prefix = newPrefix();
  const tables = { prefix, ...(schema !== undefined && { schema }) };
  const process = (): { pool: Pool; store: PostgresStore } => {
    const own = server.pool(pool);
    return { pool: own, store: postgresStore(own, tables) };
  };
  const [first, second] = [process(), process()];
  const others = Array.from({ length: count - 2 }, process);
  if (isMigrated) await first.store.migrate();
  const all = [first, second, ...others];
  const within = schema === undefined ? '' : `"${schema}".`;
  return {
    stores: [first.store, second.store, ...others.map(({ store }) => store)],
    pools: [first.pool, second.pool, ...others.map((one) => one.pool)],
    tables,
    credentials: `${within}"${prefix}credentials"`,
    leases: `${within}"${prefix}leases"`,
    [Symbol.asyncDispose]: async () => void (await Promise.all(all.map((one) => one.pool.end()))),
  };
}

/** Waits until so many statements wait for a lock that somebody holds. */
export async function untilWaiting(pool: Pool, count: number): Promise<void> {
  const enough = async (): Promise<boolean> => {
    const { rows } = await pool.query('select count(distinct pid)::int as number from pg_locks where not granted');
    return Number(rows[0]?.['number']) >= count;
  };
  await vi.waitUntil(enough, { timeout: 60_000 });
}

/** A statement that was sent, and how many rows came back: none of one that failed. */
export interface Asked {
  readonly text: string;
  readonly params: readonly string[];
  rows: number;
}

/** A database that tells what was asked of it. */
export function watched(database: Queryable): { readonly database: Queryable; readonly asked: readonly Asked[] } {
  const asked: Asked[] = [];
  const query: Queryable['query'] = async (text, params) => {
    const one: Asked = { text, params, rows: 0 };
    asked.push(one);
    const answer = await database.query(text, params);
    one.rows = answer.rows.length;
    return answer;
  };
  return { database: { query }, asked };
}

/** Sees to it that a pool has so many connections open: what is asked next is asked at once. */
export async function warm(pool: Pool, count: number): Promise<void> {
  await Promise.all(Array.from({ length: count }, () => pool.query('select pg_sleep(0.1)')));
}
