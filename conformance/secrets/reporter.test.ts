import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../tools/repository.js';

const reporter = join(import.meta.dirname, 'canary-reporter.ts');

function vitest(args: readonly string[]): { status: number | null; output: string } {
  const command = join(root, 'node_modules/vitest/vitest.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, 'run', ...args, `--reporter=${reporter}`], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  return { status, output: `${stdout}${stderr}` };
}

test('a suite that prints a secret fails', () => {
  const cache = join(root, '.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'canary-'));
  try {
    const prints = "import { test } from 'vitest';\ntest('prints', () => console.log('a canary of this test'));\n";
    writeFileSync(join(folder, 'prints.test.js'), prints);
    writeFileSync(join(folder, 'vitest.config.js'), 'export default {};\n');
    const { status, output } = vitest(['--root', folder]);
    expect(output).toMatch(/canaries: 1 printed texts, 1 lines with a secret/);
    expect(status).toBe(1);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
