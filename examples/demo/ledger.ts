import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const grade = z.enum(['official', 'observed', 'inferred']);

const ledger = z.array(z.object({ id: z.string(), rule: z.string(), grade, why: z.string().optional() }));

type Grade = z.infer<typeof grade>;

/** A rule the stand-in goes by. */
export type Rule = z.infer<typeof ledger>[number];

/** The rules of `spec/ledger.yaml`. */
export function readLedger(): Rule[] {
  return ledger.parse(parse(read('spec/ledger.yaml')));
}

/** How many rules `SUPPORTED.md` counts in all and of each grade. */
export function readSupported(): Record<Grade | 'all', number> {
  const row = /^\| all\b.*?\| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$/m.exec(read('SUPPORTED.md')) ?? [];
  const [, all = Number.NaN, official = Number.NaN, observed = Number.NaN, inferred = Number.NaN] = row.map(Number);
  return { all, official, observed, inferred };
}

function read(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}
