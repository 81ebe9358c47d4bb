import { hash } from 'node:crypto';
import type { CallerAddress } from '../db/addresses.js';
import type { OperationName } from '../operations.js';

/** The token a request carried, told apart without being shown. */
export interface SeenToken {
  readonly kind: 'account' | 'home' | 'server' | 'transient' | 'unknown';
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

/** The requests of late. */
export interface RequestLog {
  add(request: Omit<SeenRequest, 'number'>): void;
  all(): readonly SeenRequest[];
  /** What is shown in a token's place: it cannot be led back to the token. */
  fingerprint(token: string): string;
  clear(): void;
}

/** How many requests are remembered. */
const REMEMBERED = 5_000;

/**
 * An empty log: it is the test's, so it is kept in memory and not in the database. The key makes the fingerprints of
 * one run say nothing to who does not hold it.
 */
export function createRequestLog(key: Uint8Array): RequestLog {
  const secret = Buffer.from(key).toString('hex');
  const entries: SeenRequest[] = [];
  let count = 0;
  return {
    add(request) {
      count += 1;
      entries.push({ number: count, ...request });
      if (entries.length > REMEMBERED) entries.shift();
    },
    all: () => [...entries],
    fingerprint: (token) => hash('sha256', `${secret} ${token}`).slice(0, 8),
    clear() {
      entries.length = 0;
      count = 0;
    },
  };
}
