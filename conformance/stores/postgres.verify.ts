import { postgresStore } from '@ticketstub/sdk/postgres';
import { credentialStoreContract } from '@ticketstub/sdk/store-contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type PostgresServer, startPostgres } from './postgres-server.js';

let server: PostgresServer;

beforeAll(async () => {
  server = await startPostgres();
});

afterAll(() => server.stop());

describe('the contract', () => {
  for (const { title, run } of credentialStoreContract(
    async () => {
      const pools = [server.pool(), server.pool()] as const;
      const tables = { prefix: `t${Math.random().toString(36).slice(2)}_` };
      const store = postgresStore(pools[0], tables);
      await store.migrate();
      return {
        store,
        other: postgresStore(pools[1], tables),
        elapse: async (ms) => {
          await pools[0].query(`update ${tables.prefix}leases set ends_at = ends_at - interval '${ms} milliseconds'`);
        },
        damage: async () => void (await pools[0].query(`update ${tables.prefix}credentials set body = 'garbage'`)),
        close: async () => void (await Promise.all(pools.map((pool) => pool.end()))),
      };
    },
    { leaseTTL: 60_000 },
  )) {
    test(`postgresStore ${title}`, async () => {
      await expect(run()).resolves.toBeUndefined();
    });
  }
});
