/** The answer lacks what the operation cannot do without. The message names the path, never a value. */
export class Mismatch extends Error {}

/** Turns what came from outside into a `T`, or into `undefined` when it is something else. */
export type Reader<T> = (value: unknown) => T | undefined;

/** A reader for each member of `T`. Any member that is not required may also be null or missing. */
export type Members<T> = { readonly [K in keyof T]-?: Reader<NonNullable<T[K]>> } & Record<string, Reader<unknown>>;

/** An object by its members, and those of them nobody can do without. */
export interface Shape<T> {
  readonly members: Members<T>;
  readonly required?: readonly (keyof T & string)[];
}

export const text: Reader<string> = (value) => (typeof value === 'string' ? value : undefined);

/** Also reads digits, as XML writes numbers. */
export const number: Reader<number> = (value) => {
  const found = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
  return typeof found === 'number' && Number.isFinite(found) ? found : undefined;
};

/** Also reads 1 and 0, as XML writes truth. */
export const flag: Reader<boolean> = (value) => {
  if (value === true || value === 1 || value === '1') return true;
  return value === false || value === 0 || value === '0' ? false : undefined;
};

/** Epoch seconds or ISO 8601 text: Plex has sent both for the same member. */
export const moment: Reader<number | string> = (value) => (typeof value === 'string' ? value : number(value));

/** A list of text, or the same as comma-separated text. */
export const words: Reader<string[]> = (value) => {
  if (typeof value === 'string')
    return value
      .split(',')
      .map((word) => word.trim())
      .filter(Boolean);
  return list(text)(value);
};

/** A list; entries of another kind are left out. */
/* @__NO_SIDE_EFFECTS__ */
export function list<T>(entry: Reader<T>): Reader<T[]> {
  return (value) => (Array.isArray(value) ? value.map(entry).filter((read) => read !== undefined) : undefined);
}

/** A list, or its only entry by itself: Plex's XML heritage. */
/* @__NO_SIDE_EFFECTS__ */
export function oneOrMany<T>(entry: Reader<T>): Reader<T[]> {
  return (value) => list(entry)(Array.isArray(value) ? value : [value]);
}

/** Any object, kept as it is. */
export const record: Reader<Record<string, unknown>> = (value) => (isRecord(value) ? value : undefined);

/** An object of this shape. */
/* @__NO_SIDE_EFFECTS__ */
export function object<T extends object>(shape: Shape<T>): Reader<T> {
  return (value) => (isRecord(value) && conforms(value, shape) ? value : undefined);
}

/**
 * The same for what must be there.
 * @throws Mismatch naming the first path that is missing or of another kind.
 */
export function demand<T extends object>(value: unknown, shape: Shape<T>, path: string): T {
  if (!isRecord(value)) throw new Mismatch(`${path || 'the answer'} is not an object`);
  if (conforms(value, shape)) return value;
  const missing = shape.required?.find((key) => value[key] === undefined || value[key] === null);
  throw new Mismatch(`${path && `${path}.`}${missing} is missing or of another kind`);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Makes a freshly parsed object true to its type, in place: known members of another kind are taken out, members nobody
 * told us of stay. True once everything required is there.
 */
function conforms<T>(value: Record<string, unknown>, shape: Shape<T>): value is Record<string, unknown> & T {
  for (const key in shape.members) {
    const found = value[key];
    if (found === undefined || found === null) continue;
    const read = shape.members[key]?.(found);
    if (read === undefined) delete value[key];
    else if (read !== found) value[key] = read;
  }
  return shape.required?.every((key) => value[key] !== undefined && value[key] !== null) ?? true;
}
