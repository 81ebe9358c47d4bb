/** What a value is, as far as a recording can say. Null goes with everything: a member that may be null was null once. */
type Kind = 'null' | 'boolean' | 'number' | 'text' | 'list' | 'object';

/** XML attributes that are text even when they hold nothing but digits, after the name of their element. */
const TEXTS =
  /^(?:\S+ (?:uuid|username|title|friendlyName|machineIdentifier|clientIdentifier|product|platformVersion|screenDensity)|pin code)$/;

/** The members and entries that a recording has and an answer lacks or has with another type, one line each. */
export function shapeDifferences(recorded: unknown, ours: unknown, path = ''): string[] {
  const [theirs, mine] = [kindOf(recorded), kindOf(ours)];
  if (theirs === 'null' || mine === 'null') return [];
  if (theirs !== mine) return [`${path || 'the body'} is ${theirs} in the recording, ${mine} here`];
  if (Array.isArray(recorded) && Array.isArray(ours)) return entryDifferences(recorded, ours, path);
  if (!isObject(recorded) || !isObject(ours)) return [];
  return Object.entries(recorded).flatMap(([name, value]: [string, unknown]) => {
    const place = path ? `${path}.${name}` : name;
    if (!Object.hasOwn(ours, name)) return [`${place} is missing`];
    return shapeDifferences(value, Reflect.get(ours, name), place);
  });
}

/** The same, and where a value is another. The rows of a list are in their order. */
export function valueDifferences(recorded: unknown, ours: unknown, path = ''): string[] {
  const [theirs, mine] = [kindOf(recorded), kindOf(ours)];
  if (theirs === 'null' && mine === 'null') return [];
  const place = path || 'the body';
  if (theirs !== mine) return [`${place} is ${theirs} in the recording, ${mine} here`];
  if (!isObject(recorded) || !isObject(ours)) return recorded === ours ? [] : [`${place} is another ${mine}`];
  return Object.entries(recorded).flatMap(([name, value]: [string, unknown]) =>
    valueDifferences(value, Reflect.get(ours, name), path ? `${path}.${name}` : name),
  );
}

/** The members an answer has and a recording lacks: newer ones, or such as that account did not have. */
export function surplusMembers(recorded: unknown, ours: unknown): string[] {
  if (!isObject(recorded) || !isObject(ours) || Array.isArray(ours)) return [];
  return Object.keys(ours).filter((name) => !Object.hasOwn(recorded, name));
}

/** The rows of a list may differ in their members: each recorded kind of row must be found among ours. */
function entryDifferences(recorded: readonly unknown[], ours: readonly unknown[], path: string): string[] {
  if (recorded.length > 0 && ours.length === 0) return [`${path} has entries in the recording, none here`];
  const each = recorded.map((entry) => {
    const attempts = ours.map((own) => shapeDifferences(entry, own, `${path}[]`));
    return attempts.toSorted((a, b) => a.length - b.length)[0] ?? [];
  });
  return [...new Set(each.flat())];
}

/**
 * An XML document in the manner of JSON: attributes as members, child elements as lists of objects, text as `text`. Numbers
 * and truth are both digits in XML and an empty attribute is null, so digits become numbers.
 */
function readXml(document: string): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  const open = [root];
  for (const [, closing, name = '', attributes = '', closed, text = ''] of document.matchAll(
    /<(\/?)([A-Za-z][\w.-]*)((?:\s+[\w.-]+="[^"]*")*)\s*(\/?)>([^<]*)/g,
  )) {
    if (closing) {
      open.pop();
      continue;
    }
    const element: Record<string, unknown> = {};
    for (const [, key = '', value = ''] of attributes.matchAll(/([\w.-]+)="([^"]*)"/g))
      element[key] = scalar(`${name} ${key}`, value);
    if (text.trim() !== '') element['text'] = text.trim();
    const parent = open.at(-1) ?? root;
    const siblings = parent[name];
    parent[name] = Array.isArray(siblings) ? [...siblings.map((sibling: unknown) => sibling), element] : [element];
    if (!closed) open.push(element);
  }
  return root;
}

/** What a recorded file says: JSON, an XML document in its manner, or a page as it stands. */
export function parsed(file: string, body: string): unknown {
  if (file.endsWith('.html')) return body.trim();
  return file.endsWith('.xml') ? readXml(body) : JSON.parse(body);
}

function scalar(name: string, value: string): string | number | null {
  if (value === '') return null;
  return /^\d+$/.test(value) && !TEXTS.test(name) ? Number(value) : value;
}

function kindOf(value: unknown): Kind {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'boolean' || typeof value === 'number') return typeof value === 'number' ? 'number' : 'boolean';
  return typeof value === 'string' ? 'text' : 'object';
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
