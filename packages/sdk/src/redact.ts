/** What looks like a Plex credential whoever wrote it: whatever is named a secret, transient and claim tokens, and JWTs. */
const CREDENTIAL =
  /((?:token|password|secret|cookie)["']?\s*[:=]\s*["']?)[^"'&<>\s,;}]+|(?:transient|claim)-[\w-]{8,}|(?<![\w-])eyJ[\w-]+\.[\w.-]+/gi;

/** Characters that are looked through. Plex's own errors have a few hundred, and looking takes time. */
const LONGEST = 2 ** 14;

/**
 * Text fit to be shown: every given secret (none of them empty) is gone, in each form it may be echoed in, and so is whatever
 * looks like a Plex credential.
 */
export function redact(text: string, secrets: readonly string[]): string {
  if (text[LONGEST]) return '[too long]';
  // A pattern of a whole JWT takes half a minute to compile, and those of its pieces takes a tenth of a second: too long for a
  // text that they do not fit into. What is shorter may be mostly backslashes, and those are echoed by fewer.
  const pieces = secrets.flatMap((secret) => secret.match(/.{64}(?=.{64})|.+/gsu) ?? []);
  return pieces
    .sort((a, b) => b.length - a.length)
    .reduce(
      (rest, piece) =>
        piece.length > Math.max(63, rest.length)
          ? rest
          : rest.replace(new RegExp(piece.replace(/\\+|./gsu, formsOf), 'giu'), '[redacted]'),
      text,
    )
    .replace(CREDENTIAL, '$1[redacted]');
}

/**
 * A pattern for each way to write a character, or a run of backslashes: as it is, byte by byte, or escaped as forms, JSON
 * and markup do, twice over too. Each way has its bounds, or a hostile answer would take for ever to look through.
 */
function formsOf(part: string): string {
  const plain = part[0] === '\\' ? '\\\\{1,99}' : `\\\\{0,3}\\u{${part.codePointAt(0)?.toString(16)}}`;
  const bytes = Array.from(new TextEncoder().encode(part), (byte) => `%(25)*0?${byte.toString(16)}`).join('');
  return `(${part === ' ' ? '\\+|' : ''}${plain}|${bytes}|(\\\\{1,3}u.{4}|&#?\\w{2,9};){1,${part.length}})`;
}
