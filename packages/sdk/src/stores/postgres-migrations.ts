import { NEWER } from './postgres-database.js';
import type { PostgresTables } from './postgres-tables.js';

/** What makes the tables what they are, in order. What was released is never changed: a later one changes what it made. */
function stepsOf({ credentials, leases, leasesByEnd }: PostgresTables): readonly string[] {
  const name = `name text collate "C" primary key check (name <> '' and name !~ '[^ -~]')`;
  return [
    `create table ${credentials} (${name}, version uuid not null, body text not null);
    create table ${leases} (${name}, holder uuid not null, ends_at timestamptz not null);
    create index ${leasesByEnd} on ${leases} (ends_at);`,
  ];
}

/** What every migration waits for, of whatever store: any number that no one else is likely to lock. */
const LOCK = '7310579621845330211';

/**
 * One statement that brings the tables from any earlier version to this one, or does nothing. It is a transaction, and one at
 * a time works on a database. A role that may not make tables can run it once they are made. Fails with `NEWER` when they
 * are of a later version.
 */
export function migrationOf(tables: PostgresTables): string {
  const { schema, migrations } = tables;
  const steps = stepsOf(tables);
  const schemaStep = schema ? `if to_regnamespace('${schema}') is null then create schema ${schema}; end if;` : '';
  return `do $migrate$
declare
  done integer := 0;
begin
  perform pg_advisory_xact_lock(${LOCK});
  ${schemaStep}
  if to_regclass('${migrations}') is null then
    create table ${migrations} (number integer primary key, made_at timestamptz not null default clock_timestamp());
  else
    select coalesce(max(number), 0) into done from ${migrations};
  end if;
  if done > ${steps.length} then
    raise exception 'made by a newer version' using errcode = '${NEWER}';
  end if;
  ${steps.map((step, index) => migrationStep(migrations, index + 1, step)).join('\n  ')}
end
$migrate$`;
}

function migrationStep(migrations: string, number: number, step: string): string {
  return `if done < ${number} then
    ${step}
    insert into ${migrations} (number) values (${number});
  end if;`;
}
