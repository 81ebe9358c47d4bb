import { inspect } from 'node:util';

/** A word that stands in every planted secret and nowhere else. */
const MARK = 'Kanari';

/** Tokens as they may be, each of another kind. A header takes no more than visible ASCII. */
export const tokens = {
  opaque: 'Kanari_opaque-123456',
  transient: 'transient-Kanari00-89ab-cdef-0123-456789abcdef',
  claim: 'claim-Kanari_0123456789-ab',
  jwt: 'eyJKanariOiJFZERTQSJ9.eyJKanariIjoiand0In0.Kanari_c2lnbmF0dXJl-x',
  awkward: `Kanari"<&>'%25+\\;,{}=tok`,
};

/** Passwords people have. */
export const passwords = [
  'Kanari-plain-words',
  `Kanari "quoted" & <tag> 100% 'single' \\ back`,
  'Kanari ünïcødé 東京 🐤 pass+word=1;x,y',
  '{"Kanari":"json"}&amp;%22',
];

/** Codes: six digits, and six digits as some type them. */
export const codes = ['481516', '234 208'];

/** A Home PIN. */
export const homePin = '7316';

const HOME_PIN = new RegExp(String.raw`(?<!\w)${homePin}(?!\w)`);

/** Everything planted. */
export const planted: readonly string[] = [...Object.values(tokens), ...passwords, ...codes, homePin];

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

const decoders: readonly ((text: string) => string)[] = [
  (text) => text.replace(/(?:%[\da-f]{2})+/gi, percentDecoded),
  (text) => text.replace(/\+/g, ' '),
  (text) => text.replace(/\\u([\da-f]{4})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
  (text) => text.replace(/\\(["'\\/])/g, '$1'),
  (text) =>
    text
      .replace(/&#(\d+);/g, (_, decimal: string) => String.fromCodePoint(Number(decimal)))
      .replace(/&#x([\da-f]+);/gi, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
      .replace(/&(\w+);/g, (whole, name: string) => NAMED[name.toLowerCase()] ?? whole),
];

/** Which of the planted secrets a text holds, whole or in part, however it is written. */
export function found(text: string): string[] {
  const once = [text, ...decoders.map((decode) => decode(text))];
  // Two layers: JSON in a form, markup in JSON.
  const readings = new Set(once.flatMap((reading) => [reading, ...decoders.map((decode) => decode(reading))]));
  const marks = [MARK, ...codes].filter((secret) => [...readings].some((reading) => reading.includes(secret)));
  // Four digits also stand in many a longer number, that of a moment for one.
  const pins = [...readings].some((reading) => HOME_PIN.test(reading)) ? [homePin] : [];
  return [...marks, ...pins];
}

/** Everything about a value that a program may print, log or report, its own causes and getters included. */
export function shown(value: unknown): string {
  const options = { showHidden: true, depth: Infinity, getters: true, maxStringLength: null, maxArrayLength: null };
  const parts = [inspect(value, options), inspect(value), String(value), JSON.stringify(value) ?? ''];
  if (value instanceof Error) {
    parts.push(value.name, value.message, value.stack ?? '', inspect({ nested: [value] }, options));
    for (const name of ['code', 'operation', 'argument', 'contentType', 'body', 'errors', 'retryAfter', 'plexCode']) {
      const member: unknown = Reflect.get(value, name);
      parts.push(inspect(member, options));
    }
    if (value.cause !== undefined) parts.push(shown(value.cause));
  }
  return parts.join('\n');
}

function percentDecoded(run: string): string {
  const bytes = run
    .split('%')
    .slice(1)
    .map((hex) => Number.parseInt(hex, 16));
  return new TextDecoder().decode(new Uint8Array(bytes));
}
