import { check, demandObject } from '../wire/arguments.js';

/** Where a PostgreSQL store has its tables, and what they are called. */
export interface PostgresStoreOptions {
  /** The schema that they are in, as it is written in the catalog. `migrate` makes it where it is missing. Default: the first of the search path. */
  readonly schema?: string | undefined;
  /** What their names begin with, up to 40 characters, or nothing. Default `ticketstub_`. */
  readonly prefix?: string | undefined;
}

/** The names of everything a store has in its database, quoted. */
export interface PostgresTables {
  readonly schema: string | undefined;
  readonly credentials: string;
  readonly leases: string;
  readonly migrations: string;
  /** An index is in the schema of its table, and named without it. */
  readonly leasesByEnd: string;
}

/** Nothing that needs an escape inside quotes. PostgreSQL cuts a name after 63 bytes, and two that are cut may be one. */
const SCHEMA = /^[A-Za-z_]\w{0,62}$/;
const PREFIX = /^(?:[A-Za-z_]\w{0,39})?$/;

/** @throws InvalidArgumentError for a name that is no plain identifier. */
export function tablesOf(options: PostgresStoreOptions): PostgresTables {
  demandObject(options, 'options');
  const { schema, prefix = 'ticketstub_' } = options;
  check(schema === undefined || isName(schema, SCHEMA), 'options.schema', RULE);
  check(isName(prefix, PREFIX), 'options.prefix', RULE);
  const within = schema === undefined ? '' : `"${schema}".`;
  return {
    schema: schema === undefined ? undefined : `"${schema}"`,
    credentials: `${within}"${prefix}credentials"`,
    leases: `${within}"${prefix}leases"`,
    migrations: `${within}"${prefix}migrations"`,
    leasesByEnd: `"${prefix}leases_by_end"`,
  };
}

const RULE = 'must be letters, digits and underscores, no digit first, and short enough for PostgreSQL';

function isName(value: unknown, pattern: RegExp): boolean {
  return typeof value === 'string' && pattern.test(value);
}
