import type { LedgerEntry, Mention } from './ledger-read.js';

/** The ledger, and everything that refers to it. */
export interface Books {
  entries: readonly LedgerEntry[];
  /** `@rule id` in the stand-in's code. */
  rules: readonly Mention[];
  /** `[id]` in test titles. */
  titles: readonly Mention[];
  /** Names of endpoints an entry may speak of. */
  operations: readonly string[];
}

/** Every disagreement, one sentence each. */
export function checkLedger({ entries, rules, titles, operations }: Books): string[] {
  const known = new Set(entries.map((entry) => entry.id));
  const coded = new Set(rules.map((rule) => rule.id));
  const tested = new Set(titles.map((title) => title.id));
  return [
    ...twice(entries.map((entry) => entry.id)).map((id) => `${id}: entered twice`),
    ...entries.flatMap((entry) => reasons(entry).map((reason) => `${entry.id}: ${reason}`)),
    ...entries.flatMap((entry) =>
      strangers(entry.operations, operations).map((name) => `${entry.id}: no endpoint is called ${name}`),
    ),
    ...entries.filter(({ id }) => !coded.has(id)).map(({ id }) => `${id}: no @rule in packages/standin/src`),
    ...entries.filter(({ id }) => !tested.has(id)).map(({ id }) => `${id}: no test has [${id}] in its title`),
    ...rules
      .filter(({ id }) => !known.has(id))
      .map(({ id, at }) => `${at}: @rule ${id || 'without an id'} has no entry`),
    ...titles.filter(({ id }) => !known.has(id)).map(({ id, at }) => `${at}: the title’s [${id}] has no entry`),
  ];
}

function reasons({ grade, source, why }: LedgerEntry): string[] {
  if (grade === 'inferred' && why === undefined) return ['inferred, but it does not say why'];
  if (grade !== 'inferred' && source === undefined) return [`${grade}, but it names no source`];
  return source === undefined || isSource(source) ? [] : ['its source is neither a URL nor `unnamed recording (date)`'];
}

function isSource(source: string): boolean {
  return /^unnamed recording \([^)]+\)$/.test(source) || (source.startsWith('https://') && URL.canParse(source));
}

function strangers(names: readonly string[], known: readonly string[]): string[] {
  return names.filter((name) => !known.includes(name));
}

function twice(ids: readonly string[]): string[] {
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
}
