/** The answer lacks what the operation cannot do without. The message names it, never a value. */
export class Mismatch extends Error {}

/** Turns what came from outside into a `T`, or into `undefined` when it is something else. */
export type Reader<T> = (value: unknown) => T | undefined;

/** Readers for those members of `T` that a program walks into, or cannot do without. */
export type Members<T> = { readonly [K in keyof T]?: Reader<NonNullable<T[K]>> };

const isText = (value: unknown): value is string => typeof value === 'string';

export const text: Reader<string> = (value) => (isText(value) ? value : undefined);

export const number: Reader<number> = (value) => (typeof value === 'number' ? value : undefined);

/** A yes, however Plex writes it; whatever else stands there is none. */
export const flag: Reader<boolean> = (value) => value === true || value === 1 || value === '1';

/** A list; entries that do not fit are left out. */
/* @__NO_SIDE_EFFECTS__ */
export function list<T>(fits: (entry: unknown) => entry is T): Reader<T[]> {
  // To copy the lists of an account costs a twentieth of a call.
  return (value) => (Array.isArray(value) ? (value.every(fits) ? value : value.filter(fits)) : undefined);
}

const texts = list(isText);

/** A list of text, or the same as comma-separated text: Plex has sent both for the same member. */
export const words: Reader<string[]> = (value) => texts(isText(value) ? value.split(',').filter(Boolean) : value);

/** An object with these members. */
/* @__NO_SIDE_EFFECTS__ */
export function object<T extends object>(members: Members<T>): Reader<T> {
  return (value) => (conforms(value, members) ? value : undefined);
}

/**
 * An object that must have some of its members.
 * @throws Mismatch naming the first that is missing or of another kind.
 */
export function demand<T extends object>(
  value: unknown,
  members: Members<T>,
  required: readonly (keyof T & string)[],
): T {
  if (conforms(value, members, required)) return value;
  throw new Mismatch(`it lacks ${required.find((key) => !isRecord(value) || !value[key])}`);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Makes a freshly parsed object fit to be walked, in place: members of another kind than their reader's are taken out. All
 * other members stay as they came, those nobody told us of included. True once everything required is there.
 */
export function conforms<T>(value: unknown, members: Members<T>, required: readonly string[] = []): value is T {
  if (!isRecord(value)) return false;
  for (const key in members) {
    const found = value[key] == null ? value[key] : members[key]?.(value[key]);
    if (found === undefined) delete value[key];
    else value[key] = found;
  }
  return required.every((key) => value[key]);
}
