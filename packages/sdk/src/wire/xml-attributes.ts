import { Mismatch } from './read.js';

/** An element: its attributes and the elements inside it. Text is not kept. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
}

/** How deep elements may lie in one another: Plex's own lie three deep. */
const DEEPEST = 32;

/** Elements of a document at most. */
const MOST_ELEMENTS = 100_000;

// Each pattern goes on where the one before ended and cannot match in two ways: reading takes time by length alone.
const TAG = /<(\/?)([A-Za-z_:][\w:.-]*)/y;
const ATTRIBUTE = /[ \t\r\n]+([A-Za-z_:][\w:.-]*)[ \t\r\n]*=[ \t\r\n]*(?:"([^"<]*)"|'([^'<]*)')/y;
const END_OF_TAG = /[ \t\r\n]*(\/?)>/y;
const DECLARATION = /^\ufeff?(?:<\?xml[ \t\r\n][^?<>]*\?>)?/;
const UNWRITABLE = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
const ENTITIES = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** What stands between tags and is skipped, by how it begins: how it ends, and what may not be in it. */
const ASIDES = [
  { begin: '<!--', end: '-->', never: /--|-$/ },
  { begin: '<![CDATA[', end: ']]>', never: undefined },
  { begin: '<?', end: '?>', never: /^(?:xml(?:[ \t\r\n]|$)|(?![a-z_:][\w:.-]*(?:[ \t\r\n]|$)))/i },
] as const;

/** A tag as it stands in the document. */
interface Tag {
  readonly name: string;
  readonly kind: 'opens' | 'closes' | 'empty';
  readonly attributes: Record<string, string>;
}

/**
 * The one element of an XML document, with the elements inside it. A small part of XML, without what a hostile document
 * could do harm by: no document type, and no entity but the five that are always there.
 * @throws Mismatch when it is not well-formed, too deep or too long.
 */
export function readXml(text: string): XmlElement {
  if (UNWRITABLE.test(text)) fail('text without control characters');
  const top: XmlElement = { name: '', attributes: {}, children: [] };
  const open = [top];
  let elements = 0;
  for (const { name, kind, attributes } of tagsOf(text)) {
    const around = open.at(-1) ?? top;
    if (kind === 'closes') {
      if (open.length < 2 || around.name !== name) fail('the end of another element');
      open.pop();
      continue;
    }
    elements += 1;
    if (open.length > DEEPEST || elements > MOST_ELEMENTS) fail('a smaller document');
    if (around === top && elements > 1) fail('one element around all others');
    const element = { name, attributes, children: [] };
    around.children.push(element);
    if (kind === 'opens') open.push(element);
  }
  const [root] = top.children;
  return root && open.length === 1 ? root : fail('a whole element');
}

function* tagsOf(text: string): Generator<Tag> {
  let place = DECLARATION.exec(text)?.[0].length ?? 0;
  let depth = 0;
  const next = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = place;
    const found = pattern.exec(text);
    if (found) place = pattern.lastIndex;
    return found;
  };
  while (place < text.length) {
    const tag = text.indexOf('<', place);
    checkText(text.slice(place, tag < 0 ? undefined : tag), depth);
    if (tag < 0) return;
    place = afterAside(text, tag, depth);
    if (place > tag) continue;
    const [, closing, name = ''] = next(TAG) ?? fail('the name of an element');
    const attributes = closing ? {} : attributesFrom(() => next(ATTRIBUTE));
    const [, empty] = next(END_OF_TAG) ?? fail('the end of a tag');
    if (closing && empty) fail('the end of a tag');
    depth += closing ? -1 : empty ? 0 : 1;
    yield { name, kind: closing ? 'closes' : empty ? 'empty' : 'opens', attributes };
  }
}

/** Text is not kept, but what is no text is no XML either. */
function checkText(text: string, depth: number): void {
  if (depth === 0 ? /[^ \t\r\n]/.test(text) : text.includes(']]>')) fail('an element');
  valueOf(text);
}

/** Where a comment, an instruction or a section of bare text ends; where it stood when it is none of them. */
function afterAside(text: string, place: number, depth: number): number {
  const aside = ASIDES.find(({ begin }) => text.startsWith(begin, place));
  if (!aside) return place;
  const begin = place + aside.begin.length;
  const end = text.indexOf(aside.end, begin);
  const inside = text.slice(begin, end);
  if (end < 0 || aside.never?.test(inside) || (aside.end === ']]>' && depth === 0)) fail('an element');
  return end + aside.end.length;
}

function attributesFrom(next: () => RegExpExecArray | null): Record<string, string> {
  const attributes = new Map<string, string>();
  for (let found = next(); found; found = next()) {
    const [, name = '', inDouble, inSingle = ''] = found;
    if (attributes.has(name)) fail('each attribute once');
    attributes.set(name, valueOf(inDouble ?? inSingle));
  }
  return Object.fromEntries(attributes);
}

/** A value as it is meant: line ends and tabs are blanks, as XML has it, unless they are written as references. */
function valueOf(written: string): string {
  return written.replace(/\r\n?|[\n\t]/g, ' ').replace(/&([^;]{0,10};?)/g, (_, reference: string) => {
    const [, digits, hex] = /^#(?:(\d+)|x([\da-fA-F]+));$/.exec(reference) ?? [];
    const point = digits === undefined ? Number.parseInt(hex ?? '', 16) : Number(digits);
    const meant = point <= 0x10_ffff ? String.fromCodePoint(point) : ENTITIES.get(reference.slice(0, -1));
    return !meant || !reference.endsWith(';') || UNWRITABLE.test(meant) ? fail('a character') : meant;
  });
}

function fail(expected: string): never {
  throw new Mismatch(`it is no XML: ${expected} was expected`);
}
