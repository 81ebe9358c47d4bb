import { deepStrictEqual } from 'node:assert/strict';
import { EntityDecoder } from '@nodable/entities';
import { XMLParser } from 'fast-xml-parser';
import { SyntaxValidator } from 'fast-xml-validator';
import { SaxesParser } from 'saxes';
import { z } from 'zod';

/** An element of XML. */
export interface Tree {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Tree[];
  /** All text directly inside, with the blanks that indent. */
  readonly text: string;
}

/** An XML document: what it says of itself, and its one element. */
export interface XmlDocument {
  readonly version: string | undefined;
  readonly encoding: string | undefined;
  readonly root: Tree;
}

interface Growing extends Tree {
  readonly children: Growing[];
  text: string;
}

function growing(name: string, attributes: Readonly<Record<string, string>>): Growing {
  return { name, attributes: { ...attributes }, children: [], text: '' };
}

/** Reads by saxes, which holds a document to XML 1.0, its characters included; throws for any fault and any DOCTYPE. */
function readBySaxes(xml: string): XmlDocument {
  const parser = new SaxesParser();
  const top = growing('', {});
  const open = [top];
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('doctype', (doctype) => {
    throw new Error(`a DOCTYPE: ${doctype}`);
  });
  parser.on('opentag', ({ name, attributes }) => {
    const opened = growing(name, attributes);
    open.at(-1)?.children.push(opened);
    open.push(opened);
  });
  parser.on('text', (text) => {
    const around = open.at(-1);
    if (around !== undefined) around.text += text;
  });
  parser.on('closetag', () => void open.pop());
  parser.write(xml);
  const { version, encoding } = parser.xmlDecl;
  parser.close();
  return { version, encoding, root: onlyOne(top.children) };
}

function onlyOne(trees: readonly Tree[]): Tree {
  const [root, ...others] = trees;
  if (root === undefined || others.length > 0) throw new Error(`${trees.length} root elements`);
  return root;
}

const fastXml = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  // By default the parser leaves &#10; as it stands.
  entityDecoder: new EntityDecoder({ numericAllowed: true }),
});

const nodes = z.array(z.record(z.string(), z.unknown()));
const attributesOf = z.record(z.string(), z.string()).default({});

/** Turns the nodes of fast-xml-parser into a tree: each is an object of one element, its attributes beside it. */
function grow(given: unknown, into: Growing): Growing {
  for (const { ':@': attributes, '#text': text, ...element } of nodes.parse(given)) {
    if (text !== undefined) into.text += z.string().parse(text);
    for (const [name, below] of Object.entries(element))
      into.children.push(grow(below, growing(name, attributesOf.parse(attributes))));
  }
  return into;
}

const validator = new SyntaxValidator({
  invalidCharSequence: { comment: true, tagValue: true, attrLt: true },
  xmlDeclaraion: { optional: false },
});

/** Reads by fast-xml-parser, once its companion, the validator, has not thrown. */
function readByFastXml(xml: string): XmlDocument {
  validator.validate(xml);
  const { children } = grow(fastXml.parse(xml), growing('', {}));
  const declaration = children.find(({ name }) => name === '?xml');
  const { version, encoding } = declaration?.attributes ?? {};
  return { version, encoding, root: onlyOne(children.filter((child) => child !== declaration)) };
}

/** Reads a document by two parsers that share no code; throws when one refuses it or they see different trees. */
export function readXml(xml: string): XmlDocument {
  const read = readBySaxes(xml);
  deepStrictEqual(readByFastXml(xml), read);
  return read;
}

/** A tree without the blanks that indent: an element has text or children. */
export function withoutIndent({ name, attributes, children, text }: Tree): Tree {
  if (children.length === 0) return { name, attributes, children, text };
  if (text.trim() !== '') throw new Error(`${name} has text between its children: ${text.trim()}`);
  return { name, attributes, children: children.map(withoutIndent), text: '' };
}
