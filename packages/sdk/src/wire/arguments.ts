import { type ArgumentCode, InvalidArgumentError } from '../errors.js';

/** @throws InvalidArgumentError unless the argument is as it must be. */
export function check(holds: boolean, argument: string, message: string, code?: ArgumentCode): asserts holds {
  if (!holds) throw new InvalidArgumentError(argument, message, code);
}

/** @throws InvalidArgumentError unless it is an object. */
export function demandObject(value: unknown, argument: string): Record<string, unknown> {
  check(typeof value === 'object' && value !== null, argument, 'must be an object');
  return { ...value };
}

/** @throws InvalidArgumentError unless it is text, and not empty. */
export function demandText(value: unknown, argument: string): string {
  check(typeof value === 'string' && value !== '', argument, 'must be a string, and not empty');
  return value;
}

/** @throws InvalidArgumentError unless it is missing, true or false. */
export function demandFlag(value: unknown, argument: string): boolean | undefined {
  check(value === undefined || typeof value === 'boolean', argument, 'must be true or false');
  return value;
}
