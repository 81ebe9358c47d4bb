export type { Queryable } from './stores/postgres-database.js';
export { postgresStore, type PostgresStore } from './stores/postgres-store.js';
export type { PostgresStoreOptions } from './stores/postgres-tables.js';
