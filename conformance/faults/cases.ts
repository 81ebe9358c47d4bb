import { KINDS, type Kind } from './fault-server.js';

/** The four operations. */
export const CALLS = [
  'getTransientToken',
  'getSourceConnectionInformation',
  'getTokenDetails',
  'postUsersSignInData',
] as const;

/** The two transports of Node. */
export const TRANSPORTS = ['global fetch', 'nodeTransport'] as const;

/** One call over one transport, answered with one status in one wrong way. */
export interface Case {
  readonly status: number;
  readonly kind: Kind;
  readonly call: (typeof CALLS)[number];
  readonly transport: (typeof TRANSPORTS)[number];
}

/** What may come of a case: a value, or an error of one of these codes, after so many requests reached the server. */
export interface Expectation {
  readonly outcomes: readonly string[];
  readonly sent: readonly number[];
}

const STATUSES = Array.from({ length: 400 }, (_, index) => 200 + index);

/** Every status with every kind, call and transport: 28,800 cases. */
export function allCases(): Case[] {
  return STATUSES.flatMap((status) =>
    KINDS.flatMap((kind) =>
      CALLS.flatMap((call) => TRANSPORTS.map((transport) => ({ status, kind, call, transport }))),
    ),
  );
}

/**
 * About a ninth of them: every status with every kind, and calls and transports dealt out in turn, so that any two values of
 * different columns meet at least once. 8 MiB must flow before a large answer in chunks is given up: every ninth status has
 * to do.
 */
export function pairwiseCases(): Case[] {
  return STATUSES.flatMap((status, row) =>
    KINDS.filter((kind) => kind !== 'large-chunked' || row % 9 === 0).flatMap((kind, column) => {
      const call = CALLS[(row + column) % CALLS.length];
      const transport = TRANSPORTS[(Math.floor(row / 4) + column) % TRANSPORTS.length];
      return call && transport ? [{ status, kind, call, transport }] : [];
    }),
  );
}

/** What the SDK promises for a case. */
export function expectationOf(one: Case): Expectation {
  if (isRetriedByFetch(one)) return { outcomes: [outcomeOf(one), 'CONNECTION_FAILED', 'TIMEOUT'], sent: [0, 1, 2] };
  const outcome = outcomeOf(one);
  if (outcome === 'TIMEOUT') return { outcomes: [outcome], sent: [0, 1] };
  const isAnswered = outcome !== 'CONNECTION_FAILED';
  return { outcomes: [outcome], sent: [isAnswered && triesAnotherMethod(one) ? 2 : 1] };
}

function outcomeOf(one: Case): string {
  const { status, kind, transport } = one;
  // The global fetch takes it for a failed connection.
  if (kind === 'dropped' || (status === 407 && transport === 'global fetch')) return 'CONNECTION_FAILED';
  const hasBody = !isBodiless(one);
  if (hasBody && kind === 'endless') return 'TIMEOUT';
  if (hasBody && kind === 'truncated') return 'CONNECTION_FAILED';
  if (status >= 300) return refusalOf(status);
  if (kind === 'large-declared' || (hasBody && kind === 'large-chunked')) return 'RESPONSE_TOO_LARGE';
  return hasBody && (kind === 'json' || kind === 'wrong-type') ? 'value' : 'INVALID_RESPONSE';
}

/** `getTransientToken` asks with GET where POST is unknown. */
function triesAnotherMethod({ call, status }: Case): boolean {
  return call === 'getTransientToken' && (status === 404 || status === 405);
}

/**
 * 421 says that the request came to a server that cannot have looked at it. The global fetch sends it once more by itself
 * (https://fetch.spec.whatwg.org/#http-network-or-cache-fetch), in Node at times without an end.
 */
export function isRetriedByFetch({ status, transport }: Case): boolean {
  return status === 421 && transport === 'global fetch';
}

/** These have no body, whatever follows their head. The global fetch reads none of a 205 either. */
function isBodiless({ status, transport }: Case): boolean {
  return status === 204 || status === 304 || (status === 205 && transport === 'global fetch');
}

function refusalOf(status: number): string {
  if (status < 400) return 'REDIRECTED';
  if (status >= 500) return 'SERVER_ERROR';
  const known = new Map([
    [400, 'BAD_REQUEST'],
    [401, 'UNAUTHORIZED'],
    [403, 'FORBIDDEN'],
    [404, 'NOT_FOUND'],
    [410, 'GONE'],
    [422, 'UNPROCESSABLE'],
    [429, 'RATE_LIMITED'],
    [498, 'TOKEN_EXPIRED'],
  ]);
  return known.get(status) ?? 'UNEXPECTED_STATUS';
}
