import { html as escaping } from 'hono/html';

/** A piece of a page, escaped. */
export type Markup = ReturnType<typeof escaping>;

/** What HTML has no way to write: most control characters, noncharacters, halves of surrogate pairs. */
const UNWRITABLE = /(?![\t\n\f\r])[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/gu;

function writable(value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll(UNWRITABLE, '') : value;
}

/** Writes a piece of a page: what is put into it is escaped, unless it is such a piece itself. */
export function html(strings: TemplateStringsArray, ...values: readonly unknown[]): Markup {
  return escaping(strings, ...values.map(writable));
}
