import { XMLParser } from 'fast-xml-parser';
import {
  type Arbitrary,
  array,
  assert,
  constant,
  constantFrom,
  nat,
  oneof,
  property,
  string,
  stringMatching,
  tuple,
  uniqueArray,
} from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, test } from 'vitest';
import { readXml, type XmlElement } from '../src/wire/xml-attributes.js';
import { thrownBy } from './scene.js';

/** The same document as saxes reads it, which holds it to XML 1.0; throws for any fault. */
function bySaxes(text: string): XmlElement {
  const top: XmlElement = { name: '', attributes: {}, children: [] };
  const open = [top];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element = { name, attributes: { ...attributes }, children: [] };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => void open.pop());
  parser.write(text).close();
  const [root] = top.children;
  if (!root) throw new Error('no element');
  return root;
}

function read(reader: (text: string) => XmlElement, text: string): XmlElement | 'refused' {
  try {
    return reader(text);
  } catch {
    return 'refused';
  }
}

const names = stringMatching(/^[A-Za-z_][\w.-]{0,6}$/);
const values = string({ unit: 'binary', maxLength: 12 }).map((value) =>
  value.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, ''),
);
const written = values.map((value) =>
  value.replace(/[&<"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;' })[sign] ?? `&#x${sign.charCodeAt(0).toString(16)};`),
);
const asides = ['', ' ', '\n  ', '<!-- a note -->', 'text &#65;', '<?an aside?>', '<![CDATA[ <raw> ]]>'];

/** Elements around these. */
function around(children: Arbitrary<string[]>): Arbitrary<string> {
  const attributes = uniqueArray(tuple(names, written), { selector: ([name]) => name, maxLength: 4 });
  const parts = tuple(names, attributes, children, constantFrom(...asides));
  return parts.map(([name, members, inside, between]) => {
    const tag = [name, ...members.map(([key, value]) => `${key}="${value}"`)].join(' ');
    return inside.length > 0 ? `<${tag}>${between}${inside.join(between)}${between}</${name}>` : `<${tag}/>`;
  });
}

const leaf = around(constant([]));
const branch = around(array(leaf, { maxLength: 3 }));
const element = oneof(leaf, branch, around(array(branch, { maxLength: 3 })));

describe('readXml', () => {
  test('reads every document as saxes does', () => {
    assert(
      property(element, (document) => {
        expect(readXml(document)).toEqual(bySaxes(document));
      }),
      { numRuns: 300 },
    );
  });

  test('accepts no broken document that saxes refuses, and reads the rest alike', () => {
    const scissors = tuple(element, nat(), nat(), constantFrom('', '<', '>', '&', '"', '/', '=', ' ', ']]>', '--'));
    assert(
      property(scissors, ([document, from, length, instead]) => {
        const start = from % document.length;
        const broken = document.slice(0, start) + instead + document.slice(start + (length % 4));
        const ours = read(readXml, broken);
        expect([read(bySaxes, broken), 'refused']).toContainEqual(ours);
      }),
      { numRuns: 1000 },
    );
  });

  test('reads attributes as fast-xml-parser does', () => {
    const text = '<a one="1 &amp; 2" two=\'"\' three="x &lt; y"><b four="  "/></a>';
    const parser = new XMLParser({
      ignoreAttributes: false,
      attributeNamePrefix: '',
      parseAttributeValue: false,
      trimValues: false,
    });
    const parsed: unknown = parser.parse(text);
    expect(parsed).toEqual({ a: { one: '1 & 2', two: '"', three: 'x < y', b: { four: '  ' } } });
    expect(readXml(text)).toMatchObject({
      attributes: { one: '1 & 2', two: '"', three: 'x < y' },
      children: [{ attributes: { four: '  ' } }],
    });
  });

  test.each([
    ['a byte order mark and a declaration', '\ufeff<?xml version="1.0" encoding="UTF-8"?>\n<a/>\n'],
    ['comments, instructions and bare text', '<!-- x --><?y z?><a><!-- < & --><![CDATA[ <b> ]]></a><!-- end -->'],
  ])('reads past %s', (_, text) => {
    expect(readXml(text)).toEqual({ name: 'a', attributes: {}, children: [] });
  });

  test('takes blanks in a value for spaces, unless they are written as references', () => {
    expect(readXml('<a b="1\t2\r\n3\r4&#10;5&#9;"/>').attributes['b']).toBe('1 2 3 4\n5\t');
  });

  test('takes a member of every object for an attribute like any other', () => {
    const { attributes } = readXml('<a __proto__="x" constructor="y" toString="z"/>');
    expect(Object.entries(attributes)).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
      ['toString', 'z'],
    ]);
    expect(Object.getPrototypeOf(attributes)).toBe(Object.prototype);
  });

  test.each([
    ['nothing', ''],
    ['text', 'Not found'],
    ['JSON', '{"MediaContainer":{}}'],
    ['a document type', '<!DOCTYPE a><a/>'],
    ['entities of its own', '<!DOCTYPE a [<!ENTITY x "y">]><a b="&x;"/>'],
    ['entities that multiply', '<!DOCTYPE a [<!ENTITY x "xx"><!ENTITY y "&x;&x;">]><a b="&y;"/>'],
    ['an entity nobody declared', '<a b="&nbsp;"/>'],
    ['an entity named like a method', '<a b="&valueOf;"/>'],
    ['a reference without an end', '<a b="&amp"/>'],
    ['a reference to nothing', '<a b="&#0;"/>'],
    ['a reference to half a character', '<a b="&#xD800;"/>'],
    ['a reference beyond all characters', '<a b="&#x110000;"/>'],
    ['a control character', '<a b="\u0001"/>'],
    ['half a character', '<a b="\ud800"/>'],
    ['the same attribute twice', '<a b="1" b="2"/>'],
    ['attributes that touch', '<a b="1"c="2"/>'],
    ['an attribute without quotes', '<a b=1/>'],
    ['an attribute without a value', '<a b/>'],
    ['a tag in a value', '<a b="<c/>"/>'],
    ['an element without an end', '<a><b/>'],
    ['ends that cross', '<a><b></a></b>'],
    ['an end too many', '<a/></a>'],
    ['an end with attributes', '<a></a b="1">'],
    ['an end that is empty', '<a></a/>'],
    ['two elements', '<a/><b/>'],
    ['text after the element', '<a/>x'],
    ['text before the element', 'x<a/>'],
    ['bare text outside', '<![CDATA[x]]><a/>'],
    ['the end of bare text in text', '<a>]]></a>'],
    ['a comment in a comment', '<!-- -- --><a/>'],
    ['a comment without an end', '<a/><!-- x'],
    ['a declaration in the middle', '<a><?xml version="1.0"?></a>'],
    ['a name that begins with a digit', '<1a/>'],
    ['a blank before the name', '< a/>'],
    ['half a tag', '<a b="1"'],
  ])('refuses %s', (_, text) => {
    expect(thrownBy(() => readXml(text))).toMatchObject({ message: expect.stringMatching(/^it is no XML: /) });
  });

  test('refuses what lies too deep, and what goes on too long', () => {
    const deep = (levels: number): string => '<a>'.repeat(levels) + '</a>'.repeat(levels);
    expect(readXml(deep(32)).name).toBe('a');
    expect(thrownBy(() => readXml(deep(33)))).toMatchObject({ message: expect.stringContaining('smaller') });
    expect(thrownBy(() => readXml(`<a>${'<b/>'.repeat(100_000)}</a>`))).toMatchObject({
      message: expect.stringContaining('smaller'),
    });
  });

  test.each([
    ['blanks', `<a${' '.repeat(400_000)}`],
    ['opened tags', '<'.repeat(400_000)],
    ['ampersands', `<a b="${'&'.repeat(400_000)}"/>`],
    ['quotes', `<a ${'b="'.repeat(100_000)}`],
    ['a comment without an end', `<!--${'-'.repeat(400_000)}`],
    ['comments without an end', '<!--'.repeat(100_000)],
    ['attributes', `<a${Array.from({ length: 50_000 }, (_, index) => ` b${index}="x"`).join('')}>`],
    ['a long name', `<${'a'.repeat(400_000)}`],
  ])('is not kept busy by %s', (_, text) => {
    const began = performance.now();
    expect(read(readXml, text)).toBe('refused');
    expect(performance.now() - began).toBeLessThan(1000);
  });
});
