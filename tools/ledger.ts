import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkLedger } from './ledger-check.js';
import { readLedger, readOperations, readRules, readTitles } from './ledger-read.js';
import { readText, root } from './repository.js';
import { renderSupported } from './supported.js';

const page = 'SUPPORTED.md';

/** What is wrong between the ledger, the stand-in's rules, the tests and `SUPPORTED.md`: one sentence each, none when all agree. */
export function ledgerProblems(): string[] {
  const { entries, problems } = readLedger();
  const operations = readOperations();
  const found = checkLedger({
    entries,
    rules: readRules(),
    titles: readTitles(),
    operations: operations.map(({ name }) => name),
  });
  if (problems.length > 0 || found.length > 0) return [...problems, ...found];
  const written = existsSync(join(root, page)) ? readText(page) : '';
  const isFresh = written === renderSupported(entries, operations);
  return isFresh ? [] : [`${page} is not what the ledger says: run \`npx tsx tools/ledger.ts\``];
}

function main(args: readonly string[]): void {
  const { entries } = readLedger();
  if (!args.includes('--check')) writeFileSync(join(root, page), renderSupported(entries, readOperations()));
  const problems = ledgerProblems();
  for (const problem of problems) process.stderr.write(`ledger: ${problem}\n`);
  if (problems.length > 0) process.exitCode = 1;
  else process.stdout.write(`ledger: ${entries.length} rules, each with its source, its code and its test\n`);
}

if (import.meta.filename === process.argv[1]) main(process.argv.slice(2));
