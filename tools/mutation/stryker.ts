import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { readText, root } from '../repository.js';
import type { Group } from './groups.js';

const folder = 'tools/mutation';
const runner = '@stryker-mutator/vitest-runner/dist/src/index.js';

/**
 * Breaks a group's sources one place at a time and runs the tests that pass through it, in a copy of the repository.
 * @returns the path of the report, from the top; throws when the run itself failed.
 */
export function breakOnPurpose(group: Group): string {
  const work = mkdtempSync(join(tmpdir(), 'ticketstub-mutation-'));
  const report = `${folder}/.cache/${group.name}.report.json`;
  try {
    forgetSurvivors(`${folder}/.cache/${group.name}.incremental.json`);
    const settings = join(work, 'stryker.json');
    writeFileSync(settings, JSON.stringify(settingsOf(group, { work, report })));
    const stryker = join(root, `${folder}/node_modules/.bin/stryker`);
    const { status, error } = spawnSync(stryker, ['run', settings], { cwd: root, stdio: 'inherit' });
    if (status !== 0) throw error ?? new Error(`stryker ended with ${status} on ${group.name}`);
    return report;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function settingsOf(
  { name, mutate, folder: tested }: Group,
  { work, report }: { work: string; report: string },
): object {
  const config = `${folder}/${tested.split('/').at(-1)}.vitest.config.ts`;
  return {
    testRunner: 'vitest',
    plugins: [join(root, folder, 'node_modules', runner)],
    vitest: { configFile: config, related: false },
    mutate,
    coverageAnalysis: 'perTest',
    // Constants count too: a wrong header name or pattern is as bad as a wrong branch.
    ignoreStatic: false,
    concurrency: 1,
    timeoutMS: 20_000,
    timeoutFactor: 2,
    incremental: true,
    incrementalFile: `${folder}/.cache/${name}.incremental.json`,
    // Nothing is broken where somebody works: only in a copy outside of the repository, with node_modules as links.
    tempDirName: work,
    ignorePatterns: ['**', `!${tested}/**`, `!${config}`, '!package.json', '!tsconfig.base.json'],
    disableTypeChecks: false,
    reporters: ['progress-append-only', 'json'],
    jsonReporter: { fileName: report },
    thresholds: { break: null },
    checkers: [],
    allowConsoleColors: false,
  };
}

const memorySchema = z.looseObject({
  files: z.record(z.string(), z.looseObject({ mutants: z.array(z.looseObject({ status: z.string() })) })),
});

/**
 * Has whatever was not killed tried again. By itself Stryker would try a survivor again only when a test changed that ran
 * through it, and of constants, which are read before any test, it knows no such test.
 */
function forgetSurvivors(path: string): void {
  if (!existsSync(join(root, path))) return;
  const memory = memorySchema.parse(JSON.parse(readText(path)));
  for (const file of Object.values(memory.files)) {
    file.mutants = file.mutants.filter(({ status }) => status === 'Killed');
  }
  writeFileSync(join(root, path), JSON.stringify(memory));
}
