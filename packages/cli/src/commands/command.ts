import type { Command } from 'commander';
import type { Run } from '../run.js';

/** Does what a command is for, and says its exit code when that is not 0. */
export type Execute = (command: (run: Run) => Promise<number | void>) => Promise<void>;

/** Adds a command to the program. What it works with is loaded when it runs. */
export type AddCommand = (program: Command, execute: Execute) => void;
