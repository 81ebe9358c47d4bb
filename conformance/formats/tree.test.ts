import { expect, test } from 'vitest';
import { readXml, withoutIndent } from './tree.js';

const declared = (xml: string): string => `<?xml version="1.0" encoding="UTF-8"?>\n${xml}\n`;

test('two parsers see the same tree in a sound document', () => {
  const xml = declared('<a b="1&#10;&lt;&quot;">\n  <c/>\n  <c>&amp;amp; 😀</c>\n</a>');
  const { version, encoding, root } = readXml(xml);
  expect([version, encoding]).toEqual(['1.0', 'UTF-8']);
  const child = { name: 'c', attributes: {}, children: [], text: '' };
  const children = [child, { ...child, text: '&amp; 😀' }];
  expect(withoutIndent(root)).toEqual({ name: 'a', attributes: { b: '1\n<"' }, children, text: '' });
});

test.each([
  ['an element left open', '<a>'],
  ['two roots', '<a/><a/>'],
  ['an attribute twice', '<a b="1" b="2"/>'],
  ['a name that begins with a digit', '<a 1="1"/>'],
  ['no name', '< id="1"/>'],
  ['a bare ampersand', '<a b="&"/>'],
  ['a bare less-than sign in an attribute', '<a b="<"/>'],
  ['the end of a CDATA section in text', '<a>]]></a>'],
  ['a control character', '<a b="\u0001"/>'],
  ['a control character written as a number', '<a b="&#1;"/>'],
  ['half a surrogate pair', '<a b="\ud83d"/>'],
  ['U+FFFE', '<a b="\ufffe"/>'],
  ['an entity of HTML', '<a b="&nbsp;"/>'],
  ['a DOCTYPE', '<!DOCTYPE a><a/>'],
  ['nothing in it', ''],
])('a document with %s is refused', (_, xml) => {
  expect(() => readXml(declared(xml))).toThrow(Error);
});

test('text between the children of an element is not taken for an indent', () => {
  expect(() => withoutIndent(readXml(declared('<a>text<b/></a>')).root)).toThrow('text between its children');
});
