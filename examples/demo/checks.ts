import { isDeepStrictEqual } from 'node:util';

/** What can be compared and printed. */
export type Value = string | number | boolean | undefined;

/** What something has to be: a value, or text that matches a pattern. */
export type Expected = Value | RegExp;

/** One line of the demo: what came, what had to come, and how it is shown. */
export interface Check {
  /** A request, the answer to it, the error it became, or a fact with a name. */
  readonly kind: 'request' | 'answer' | 'error' | 'fact';
  /** The name of a fact. */
  readonly label: string;
  readonly came: Value;
  readonly expected: Expected;
  /** Printed in place of what came, which may be a secret. */
  readonly shown?: string | undefined;
  /** A few words beside it. */
  readonly note?: string | undefined;
  /** A sentence or two below it. */
  readonly about?: string | undefined;
}

/** Whether what came is what had to come. */
export function holds({ came, expected }: Check): boolean {
  if (expected instanceof RegExp) return typeof came === 'string' && expected.test(came);
  return isDeepStrictEqual(came, expected);
}

/** A token as it may be printed: its first four characters and its last two. */
export function shorten(token: string): string {
  return token.length < 12 ? '…' : `${token.slice(0, 4)}…${token.slice(-2)}`;
}
