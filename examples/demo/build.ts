import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

const { stdout } = process;

/** The packages alone: whether the ledger is in order takes longer to tell, and is for those who change it. */
const BUILD = ['run', 'build', '--silent', '--workspace', 'packages/sdk', '--workspace', 'packages/standin'];

/** Builds without a word, unless something is wrong. */
function build(): number {
  const { status, output, error } = spawnSync('npm', BUILD, {
    cwd: resolve(import.meta.dirname, '../..'),
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (status === 0) return 0;
  process.stderr.write(`${[...(output ?? []), error?.message].filter(Boolean).join('\n')}\n`);
  return status ?? 1;
}

if (stdout.isTTY) stdout.write('Building the packages …');
process.exitCode = build();
if (stdout.isTTY) stdout.write('\r\u001B[2K');
