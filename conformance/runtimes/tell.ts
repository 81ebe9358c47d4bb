import { versions } from 'node:process';
import type { Outcome } from './smoke/smoke.js';

/** Tells whoever started this program how it went, and on what. */
export function tell(outcomes: readonly Outcome[]): void {
  const version = versions['bun'] ?? versions['deno'] ?? versions.node;
  console.log(`OUTCOMES ${JSON.stringify({ version, outcomes })}`);
}
