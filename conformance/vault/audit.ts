import { z } from 'zod';
import type { Pool } from '../stores/postgres-server.js';

const change = z.object({ name: z.string(), old: z.string().nullable(), version: z.string().nullable() });

/** A change of what is stored, as the database saw it: the version that was there, and the one that is there now. */
export type Change = z.output<typeof change>;

/** Has a database write down every change of its credentials from now on. Gives them in their order. */
export async function auditChanges(pool: Pool): Promise<() => Promise<Change[]>> {
  await pool.query(`
    create table changes (number bigserial primary key, name text not null, old uuid, version uuid);
    create function note_change() returns trigger language plpgsql as $$
    begin
      insert into changes (name, old, version) values (coalesce(new.name, old.name), old.version, new.version);
      return null;
    end
    $$;
    create trigger noted after insert or update or delete on ticketstub_credentials
      for each row execute function note_change();
  `);
  return async () => {
    const { rows } = await pool.query('select name, old, version from changes order by number');
    return z.array(change).parse(rows);
  };
}
