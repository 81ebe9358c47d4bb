import { parse, serialize } from 'parse5';

/**
 * Errors that the pages of a media server may have, each with the reason.
 *
 * - `missing-doctype`: the pages on record begin with `<html>`, and a browser shows them all the same.
 */
const ALLOWED = new Set(['missing-doctype']);

/** A page as a browser's parser sees it. */
export interface Page {
  /** The errors that nothing excuses. */
  readonly errors: readonly string[];
  /** The page written again from its tree: the same text when the parser had nothing to repair. */
  readonly again: string;
}

/** Reads a page as the HTML standard says. */
export function readHtml(html: string): Page {
  const errors: string[] = [];
  const document = parse(html, { onParseError: ({ code }) => void errors.push(code) });
  return { errors: errors.filter((code) => !ALLOWED.has(code)), again: serialize(document) };
}
