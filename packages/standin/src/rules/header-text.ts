/** What UTF-8 and Latin-1 write alike. */
const ASCII = /^[\u0020-\u007E\t]*$/;

/**
 * A header's value as it was meant: UTF-8 if it can be, else Latin-1, as which it arrives.
 *
 * @rule identity.utf8
 */
export function headerText(value: string): string {
  if (ASCII.test(value)) return value;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(value, 'latin1'));
  } catch {
    return value;
  }
}
