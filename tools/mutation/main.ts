import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readText, root } from '../repository.js';
import { installStep, runSteps } from '../steps.js';
import { type Group, groups } from './groups.js';
import { complaints, pageFile, renderPage, scoreOf } from './page.js';
import { isAbout, readReasons, reasonsFile } from './reasons.js';
import { type FileScore, readReport } from './report.js';
import { breakOnPurpose } from './stryker.js';

/** `npm run mutation`: breaks what must not break, one place at a time, and fails when too few tests notice. */
function main(): boolean {
  const { values } = parseArgs({ options: { only: { type: 'string' } } });
  const chosen = groups.filter(({ name }) => values.only === undefined || values.only === name);
  if (chosen.length === 0) throw new Error(`--only takes one of ${groups.map(({ name }) => name).join(', ')}`);
  if (!runSteps([installStep('tools/mutation')])) return false;
  const complained = chosen.flatMap(check);
  process.stdout.write(complained.length === 0 ? `${pageFile} is written\n` : `\n${complained.join('\n\n')}\n`);
  return complained.length === 0;
}

function check(group: Group): string[] {
  process.stdout.write(`\n${group.title}\n`);
  const files = readReport(breakOnPurpose(group));
  const reasons = readReasons();
  writeFileSync(join(root, pageFile), renderPage(readText(pageFile), group, { files, reasons }));
  process.stdout.write(`${group.title}: ${scoreOf(files).toFixed(1)} %\n`);
  return [...complaints(group, { files, reasons }), ...stale(files)];
}

/** Reasons for mutants that no longer live, or no longer exist. */
function stale(files: readonly FileScore[]): string[] {
  return readReasons()
    .filter((reason) => files.some(({ file }) => file === reason.file))
    .filter((reason) => !files.some(({ survivors }) => survivors.some((one) => isAbout(reason, one))))
    .map(
      ({ file, original, replacement }) =>
        `${reasonsFile} explains what did not survive: ${file} ${original} → ${replacement}`,
    );
}

if (!main()) process.exitCode = 1;
