import { hash } from 'node:crypto';
import type { CallerAddress } from '../db/addresses.js';

/** Why a code that was typed in leads nowhere. */
export type LinkProblem = 'malformed' | 'strong' | 'unknown';

/** What is known of a browser that opens the pages. */
export interface Visit {
  /** Who is signed in there. */
  readonly accountId?: number | undefined;
  /** What was wrong with the code typed in last. */
  readonly linkProblem?: LinkProblem | undefined;
}

/** The browsers that opened the pages of late, by what their cookie says. */
export interface Visitors {
  get(visitor: string): Visit;
  put(visitor: string, visit: Visit): void;
  /** What shows that a form was on a page this visitor was given. */
  formToken(visitor: string): string;
  /** Forgets that these people are signed in anywhere. */
  signOut(accountIds: ReadonlySet<number>): void;
  /** Where every browser seems to be, when that was said. */
  address(): CallerAddress | undefined;
  place(address: CallerAddress): void;
  clear(): void;
}

/** How many browsers are remembered: there is no end of those that ask once. */
const REMEMBERED = 1_000;

const NOBODY: Visit = {};

/** Nobody yet: it is the test's, so it is kept in memory and not in the database. */
export function createVisitors(key: Uint8Array): Visitors {
  const secret = Buffer.from(key).toString('hex');
  // Those that did something last come last.
  const visits = new Map<string, Visit>();
  let placed: CallerAddress | undefined;
  return {
    get: (visitor) => visits.get(visitor) ?? NOBODY,
    put(visitor, visit) {
      visits.delete(visitor);
      visits.set(visitor, visit);
      const [oldest] = visits.keys();
      if (visits.size > REMEMBERED && oldest !== undefined) visits.delete(oldest);
    },
    formToken: (visitor) => hash('sha256', `${secret} ${visitor}`),
    signOut(accountIds) {
      for (const [visitor, { accountId }] of visits) {
        if (accountId !== undefined && accountIds.has(accountId)) visits.delete(visitor);
      }
    },
    address: () => placed,
    place(address) {
      placed = address;
    },
    clear() {
      visits.clear();
      placed = undefined;
    },
  };
}
