import type { PostgresTables } from './postgres-tables.js';

/** Credentials that one statement of a listing gives. */
export const PAGE = 100;

/** Leases of others that a question for one clears away when their time is over: more than it can add. */
const CLEARED = 2;

/** A statement, and the method of the store that it is for. */
export interface Statement {
  readonly method: string;
  readonly text: string;
}

/** Every statement of a store but its migrations. Each is a transaction of its own. */
export interface PostgresStatements {
  /** $1 the name. */
  readonly read: Statement;
  /** $1 the name, $2 the new version, $3 the body. A row when it was written. */
  readonly write: Statement;
  /** The same, where nothing is. */
  readonly writeFirst: Statement;
  /** The same, over the version $4. */
  readonly writeOver: Statement;
  /** $1 the name. A row when something was removed. */
  readonly remove: Statement;
  /** $1 the name, $2 the version that must be there. A row when it was removed. */
  readonly removeVersion: Statement;
  /** $1 the name. A row when something is there, and may not be. */
  readonly removeNothing: Statement;
  /** $1 what names begin with, $2 the name of before, $3 what names are before. */
  readonly list: Statement;
  /** $1 the name, $2 the holder, $3 milliseconds. A row when the lease was given. */
  readonly lease: Statement;
  /** $1 the name, $2 the holder. */
  readonly release: Statement;
}

/** The statements for these tables. */
export function statementsOf({ credentials, leases }: PostgresTables): PostgresStatements {
  const select = `select name, version::text as version, body from ${credentials}`;
  const named = `${select} where name = $1`;
  const insert = `insert into ${credentials} (name, version, body) values ($1, $2::uuid, $3)`;
  const replace = 'on conflict (name) do update set version = excluded.version, body = excluded.body';
  const update = `update ${credentials} set version = $2::uuid, body = $3`;
  const remove = `delete from ${credentials} where name = $1`;
  return {
    read: { method: 'read', text: named },
    write: { method: 'write', text: `${insert} ${replace} returning name` },
    writeFirst: { method: 'write', text: `${insert} on conflict (name) do nothing returning name` },
    writeOver: { method: 'write', text: `${update} where name = $1 and version = $4::uuid returning name` },
    remove: { method: 'remove', text: `${remove} returning name` },
    removeVersion: { method: 'remove', text: `${remove} and version = $2::uuid returning name` },
    removeNothing: { method: 'remove', text: named },
    list: {
      method: 'list',
      text: `${select} where name >= $1 and name > $2 and name < $3 order by name limit ${PAGE}`,
    },
    lease: { method: 'lease', text: leaseOf(leases) },
    release: { method: 'release', text: `delete from ${leases} where name = $1 and holder = $2::uuid` },
  };
}

/**
 * The database's clock times every lease, as it is once whoever held the row has let go of it. What is cleared away is
 * nobody's, and a row that somebody has in hand is passed over: no statement waits while it holds one.
 */
function leaseOf(leases: string): string {
  const end = `clock_timestamp() + $3::double precision * interval '1 millisecond'`;
  return `with ended as (
  delete from ${leases} where name in (
    select name from ${leases} where ends_at < statement_timestamp() and name <> $1
    order by ends_at limit ${CLEARED} for update skip locked
  )
)
insert into ${leases} as held (name, holder, ends_at) values ($1, $2::uuid, ${end})
on conflict (name) do update set holder = excluded.holder, ends_at = ${end} where held.ends_at <= clock_timestamp()
returning held.name`;
}
