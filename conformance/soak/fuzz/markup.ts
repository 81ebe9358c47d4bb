const NAME = String.raw`[A-Za-z_][\w.-]*`;
const ATTRIBUTE = String.raw`\s+${NAME}\s*=\s*"[^"<]*"`;
const TOKEN = new RegExp(
  String.raw`<\?xml [^?]*\?>|<!DOCTYPE html>|<(?<open>${NAME})(?:${ATTRIBUTE})*\s*(?<empty>/)?>|</(?<close>${NAME})\s*>|(?<text>[^<]+)`,
  'gy',
);
/** An ampersand that begins no reference. */
const LOOSE = /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-fA-F]+);)/;
/** What XML 1.0 has no place for. */
const NO_CHARACTER = /[^\t\n\r -\uFFFD]/;
/** What stands in a script is no markup. */
const SCRIPT = /<script>[^<]*<\/script>/g;

/** What keeps a text from being one well-formed element; undefined when it is one. */
export function markupFault(text: string): string | undefined {
  if (NO_CHARACTER.test(text)) return 'it holds a character that no document may hold';
  const open: string[] = [];
  let roots = 0;
  let at = 0;
  const body = text.trim().replace(SCRIPT, '<script></script>');
  while (at < body.length) {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(body);
    if (found === null) return 'it holds a tag that is none';
    const { open: opened, empty, close, text: words } = found.groups ?? {};
    if (LOOSE.test(found[0])) return 'it holds an ampersand of no reference';
    if (open.length === 0 && words !== undefined && words.trim() !== '') return 'it has text outside its root';
    if (open.length === 0 && opened !== undefined) roots += 1;
    if (opened !== undefined && empty === undefined) open.push(opened);
    if (close !== undefined && open.pop() !== close) return 'its tags do not close in order';
    at += found[0].length;
  }
  if (open.length > 0) return 'a tag is never closed';
  return roots === 1 ? undefined : 'it is not one element';
}
