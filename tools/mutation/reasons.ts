import { parse } from 'yaml';
import { z } from 'zod';
import { readText } from '../repository.js';
import type { Survivor } from './report.js';

/** Where it is written why a mutant may live. */
export const reasonsFile = 'tools/mutation/survivors.yaml';

const reasonSchema = z.strictObject({
  file: z.string(),
  within: z.string(),
  original: z.string(),
  replacement: z.string(),
  reason: z.string().min(1),
});

/** Why one mutant may live. It is found by its text, so that lines may move. */
export type Reason = z.infer<typeof reasonSchema>;

/** Every reason there is. */
export function readReasons(): Reason[] {
  return z.array(reasonSchema).parse(parse(readText(reasonsFile)));
}

/** The reason why a mutant may live, if somebody gave one. */
export function reasonOf(survivor: Survivor, reasons: readonly Reason[]): string | undefined {
  return reasons.find((reason) => isAbout(reason, survivor))?.reason;
}

/** Whether a reason speaks of this mutant. */
export function isAbout(reason: Reason, survivor: Survivor): boolean {
  return (['file', 'within', 'original', 'replacement'] as const).every((key) => reason[key] === survivor[key]);
}
