import { Failure } from './failure.js';
import { plain } from './output/human.js';

/** Among whom somebody is looked for. */
export interface Names<One> {
  /** What each may be called by, the name that is shown first. */
  readonly of: (one: One) => readonly (string | null | undefined)[];
  /** Such as `no server is called`. */
  readonly nobody: string;
  readonly code: string;
  /** What lists them. */
  readonly next: string;
}

/**
 * Who is called so. Capitals don't matter, and the beginning of a name will do when only one begins so.
 * @throws Failure when that is nobody, or several.
 */
export function matchName<One>(all: readonly One[], wanted: string, { of, nobody, code, next }: Names<One>): One {
  const meant = folded(wanted);
  const among = (fits: (name: string) => boolean): One[] =>
    all.filter((one) => of(one).some((name) => name != null && name !== '' && fits(folded(name))));
  const equal = among((name) => name === meant);
  const found = equal.length > 0 || meant === '' ? equal : among((name) => name.startsWith(meant));
  const [first] = found;
  if (first !== undefined && found.length === 1) return first;
  const message = first
    ? `${plain(wanted)} may be any of ${found.map((who) => plain(of(who)[0] ?? '')).join(', ')}`
    : `${nobody} ${plain(wanted)}`;
  throw new Failure({ code, message, next });
}

const folded = (name: string): string => name.trim().normalize('NFC').toLowerCase();
