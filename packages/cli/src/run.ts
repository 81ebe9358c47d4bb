import type { Context } from './context.js';
import type { Output } from './output/output.js';
import type { Settings } from './settings.js';

/** What every command works with. */
export interface Run {
  readonly context: Context;
  readonly settings: Settings;
  readonly output: Output;
}
