import type { UserConsoleLog } from 'vitest';
import type { Reporter } from 'vitest/node';
import { spills } from './spills.js';

/** Looks at everything the tests print, and fails the run when a secret is among it: `vitest run --reporter=<this file>`. */
export default class CanaryReporter implements Reporter {
  /** Printed lines that hold a secret. */
  readonly spilt: string[] = [];
  #looked = 0;

  onUserConsoleLog({ content }: Pick<UserConsoleLog, 'content'>): void {
    this.#looked += 1;
    this.spilt.push(...spills(content));
  }

  onTestRunEnd(): void {
    process.stdout.write(`canaries: ${this.#looked} printed texts, ${this.spilt.length} lines with a secret\n`);
    if (this.spilt.length === 0) return;
    process.stderr.write(`${this.spilt.join('\n')}\n`);
    process.exitCode = 1;
  }
}
