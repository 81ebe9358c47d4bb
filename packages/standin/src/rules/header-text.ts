import { textOf } from './text-of.js';

/** What UTF-8 and Latin-1 write alike. */
const ASCII = /^[\u0020-\u007E\t]*$/;

/**
 * A header's value as it was meant: UTF-8 if it can be, else Latin-1, as which it arrives.
 *
 * @rule identity.utf8
 */
export function headerText(value: string): string {
  return ASCII.test(value) ? value : textOf(Buffer.from(value, 'latin1'));
}
