/** A value an XML attribute can hold. */
export type Scalar = string | number | boolean | null;

/** How a list becomes elements: inside one of its own name (plex.tv), or side by side (a media server). */
export type ListStyle = 'wrapped' | 'bare';

interface Element {
  readonly name: string;
  readonly attributes: readonly (readonly [name: string, value: string])[];
  readonly children: readonly Element[];
  readonly text: string;
}

/** The elements of lists whose name is not simply the list's without its `s`. */
const SINGULARS: ReadonlyMap<string, string> = new Map([['pastSubscriptions', 'subscription']]);

/** What XML 1.0 has no way to write. */
const UNWRITABLE = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/**
 * Text fit to stand in an attribute.
 *
 * @rule negotiate.xml-characters
 */
function escaped(text: string): string {
  return text
    .replace(UNWRITABLE, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(/[\t\n\r]/g, (blank) => `&#${blank.charCodeAt(0)};`);
}

/**
 * A value as an attribute: booleans as 1 and 0, null as nothing, `subscribedAt` as a date in words.
 *
 * @rule negotiate.xml-values
 */
function attribute(name: string, value: Scalar): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (name === 'subscribedAt') return String(value).replace(/^(.+)T(.+?)(?:\.\d+)?Z$/, '$1 $2 UTC');
  return String(value);
}

/** The elements of a list's items: on plex.tv a scalar is an `id`, elsewhere the text. */
function items(name: string, list: readonly unknown[], style: ListStyle): Element[] {
  if (style === 'bare') return list.map((item) => element(name, item, style));
  const singular = SINGULARS.get(name) ?? name.replace(/(?<=.)s$/, '');
  return list.map((item) => element(singular, isScalar(item) ? { id: item } : item, style));
}

function element(name: string, value: unknown, style: ListStyle): Element {
  if (isScalar(value)) return { name, attributes: [], children: [], text: attribute(name, value) };
  if (Array.isArray(value)) return { name, attributes: [], children: items(name, value, style), text: '' };
  const attributes: [string, string][] = [];
  const children: Element[] = [];
  for (const [key, member] of Object.entries(typeof value === 'object' ? value : {})) {
    if (Array.isArray(member) && style === 'bare') children.push(...items(key, member, style));
    else if (typeof member === 'object' && member !== null) children.push(element(key, member, style));
    else if (isScalar(member)) attributes.push([key, attribute(key, member)]);
  }
  return { name, attributes, children, text: '' };
}

function isScalar(value: unknown): value is Scalar {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function render({ name, attributes, children, text }: Element, indent: string): string {
  const opening = `${indent}<${name}${attributes.map(([key, value]) => ` ${key}="${escaped(value)}"`).join('')}`;
  if (text !== '') return `${opening}>${escaped(text)}</${name}>`;
  if (children.length === 0) return `${opening}/>`;
  return [`${opening}>`, ...children.map((child) => render(child, `${indent}  `)), `${indent}</${name}>`].join('\n');
}

/** The first line of every XML document. */
export const XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** An element that holds text and nothing else. */
export interface TextElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Writes an XML document whose members are elements, side by side. */
export function writeTextElements(name: string, members: readonly TextElement[]): string {
  const children = members.map((member) => ({
    ...member,
    attributes: Object.entries(member.attributes),
    children: [],
  }));
  return `${XML_DECLARATION}${render({ name, attributes: [], children, text: '' }, '')}\n`;
}

/**
 * Writes an object as an XML document: its scalars are attributes, its objects and lists elements. A scalar of a bare
 * list is the text of its element.
 */
export function writeXml(name: string, value: object, style: ListStyle): string {
  return `${XML_DECLARATION}${render(element(name, value, style), '')}\n`;
}
