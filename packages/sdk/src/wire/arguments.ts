import { InvalidArgumentError } from '../errors.js';
import { isRecord } from './read.js';

/** @throws InvalidArgumentError unless the argument is as it must be. */
export function check(holds: unknown, argument: string, message: string): asserts holds {
  if (!holds) throw new InvalidArgumentError(argument, message);
}

/** @throws InvalidArgumentError unless it is an object. */
export function demandObject(value: unknown, argument: string): Record<string, unknown> {
  check(isRecord(value), argument, 'must be an object');
  return value;
}

/** @throws InvalidArgumentError unless it is text, and not empty. */
export function demandText(value: unknown, argument: string): string {
  check(value && typeof value === 'string', argument, 'must be non-empty text');
  return value;
}
