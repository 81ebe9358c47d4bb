import { hash } from 'node:crypto';
import type { CallerAddress } from '../db/addresses.js';
import type { OperationName } from '../operations.js';
import type { Bell } from './bell.js';

/** The token a request carried, told apart without being shown. */
export interface SeenToken {
  readonly kind: 'account' | 'home' | 'jwt' | 'server' | 'transient' | 'unknown';
  /** Whose access it carries, by the seed's name. */
  readonly person: string | null;
  /** Eight digits that are the same for the same token while this stand-in runs. */
  readonly fingerprint: string;
}

/** One request the stand-in answered; it holds no token, password or code. */
export interface SeenRequest {
  /** 1 for the first since the start or the last reset. */
  readonly number: number;
  /** Milliseconds since the epoch, by the stand-in's clock. */
  readonly at: number;
  /** `plex.tv`, or the name of a media server. */
  readonly host: string;
  readonly operation: OperationName | null;
  readonly method: string;
  /** The path with its query, whatever is not known to be harmless replaced by `[redacted]`. */
  readonly path: string;
  /** The status of the answer; null when the connection was dropped. */
  readonly status: number | null;
  readonly clientIdentifier: string | null;
  readonly token: SeenToken | null;
  readonly address: CallerAddress;
}

/** How far somebody has read the log. */
export interface Bookmark {
  /** Which log: it is another one after a reset, and in another run. */
  readonly log: string;
  /** The number of the last request that was read. */
  readonly number: number;
}

/** What came after a bookmark. */
export interface News {
  readonly requests: readonly SeenRequest[];
  /** How many came before those that are told of no more. */
  readonly missed: number;
  /** Whether the bookmark is of another log than this: what was read there is gone. */
  readonly anew: boolean;
  readonly bookmark: Bookmark;
}

/** The requests of late. */
export interface RequestLog {
  add(request: Omit<SeenRequest, 'number'>): void;
  all(): readonly SeenRequest[];
  /**
   * What came after a bookmark, the last `most` of it. Whoever reads keeps their own place, so that a reader who is slow
   * or gone costs nothing.
   */
  after(bookmark: Bookmark | undefined, most: number): News;
  /** What is shown in a token's place: it cannot be led back to the token. */
  fingerprint(token: string): string;
  clear(): void;
}

/** How many requests are remembered. */
const REMEMBERED = 5_000;

function isCount(number: number, most: number): boolean {
  return Number.isInteger(number) && number >= 0 && number <= most;
}

/**
 * An empty log: it is the test's, so it is kept in memory and not in the database. The key makes the fingerprints of
 * one run say nothing to who does not hold it.
 */
export function createRequestLog(key: Uint8Array, bell: Bell): RequestLog {
  const secret = Buffer.from(key).toString('hex');
  const fingerprint = (text: string): string => hash('sha256', `${secret} ${text}`).slice(0, 8);
  const entries: SeenRequest[] = [];
  let count = 0;
  let clearings = 0;
  return {
    add(request) {
      count += 1;
      entries.push({ number: count, ...request });
      if (entries.length > REMEMBERED) entries.shift();
      bell.ring();
    },
    all: () => [...entries],
    after(bookmark, most) {
      const log = fingerprint(`log ${clearings}`);
      const anew = bookmark?.log !== log || !isCount(bookmark.number, count);
      const unread = anew ? count : count - bookmark.number;
      const told = Math.min(unread, most, entries.length);
      const requests = entries.slice(entries.length - told);
      return { requests, missed: unread - told, anew, bookmark: { log, number: count } };
    },
    fingerprint,
    clear() {
      entries.length = 0;
      count = 0;
      clearings += 1;
      bell.ring();
    },
  };
}
