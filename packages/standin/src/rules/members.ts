/** Says what is wrong with a part of a seed. */
export type Report = (path: (string | number)[], message: string) => void;

/** What both an attribute of XML and a member of JSON can be called. */
const NAME = /^(?!__proto__$)[A-Za-z_]\w*$/;

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function isScalar(value: unknown): boolean {
  return value === null || ['string', 'boolean'].includes(typeof value) || Number.isFinite(value);
}

/** Where a value stands: its path, and the objects it is part of. */
interface Place {
  readonly path: (string | number)[];
  readonly within: readonly object[];
}

function check(value: unknown, { path, within }: Place, report: Report): void {
  if (isScalar(value)) return;
  if (typeof value !== 'object' || value === null) return report(path, 'expected what JSON can hold');
  if (within.includes(value)) return report(path, 'holds itself');
  const below = (key: string | number): Place => ({ path: [...path, key], within: [...within, value] });
  if (Array.isArray(value)) {
    for (const [place, item] of value.entries()) check(item, below(place), report);
    return;
  }
  if (!isPlain(value)) return report(path, 'expected what JSON can hold');
  for (const [name, member] of Object.entries(value)) {
    if (NAME.test(name)) check(member, below(name), report);
    else report([...path, name], 'expected a name of letters, digits and _');
  }
}

/** Reports every part of an account's members that JSON or XML could not carry. */
export function checkMembers(members: object, path: (string | number)[], report: Report): void {
  check(members, { path, within: [] }, report);
}
