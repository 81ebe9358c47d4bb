/** What the placeholders of one played transcript stand for, by name. */
export type Bindings = Readonly<Record<string, string | number>>;

interface Kind {
  /** What the SDK is shown. */
  readonly sample: string | number | boolean | null;
  /** What the stand-in's value must look like as text. */
  readonly pattern: string;
}

/** Values that differ at each run. `spec/transcripts/README.md` lists them. */
const KINDS: Readonly<Record<string, Kind>> = {
  text: { sample: 'some text', pattern: '[^"\n]*' },
  opaque: { sample: 'OpaqueSample_0123-45', pattern: '[\\w-]{20}' },
  transient: {
    sample: 'transient-01234567-89ab-cdef-0123-456789abcdef',
    pattern: 'transient-[\\da-f]{8}(?:-[\\da-f]{4}){3}-[\\da-f]{12}',
  },
  claim: { sample: 'claim-OpaqueSample_0123-45', pattern: String.raw`claim-[\w-]{20}` },
  requestId: {
    sample: '01234567-89ab-cdef-0123-456789abcdef',
    pattern: '[\\da-f]{8}(?:-[\\da-f]{4}){3}-[\\da-f]{12}',
  },
  nonce: {
    sample: '7c415b56-8f48-488a-98ab-847ef4460442',
    pattern: '[\\da-f]{8}(?:-[\\da-f]{4}){3}-[\\da-f]{12}',
  },
  plexJWT: {
    sample: 'eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJwbGV4LnR2In0.c2lnbmF0dXJl',
    pattern: '[\\w-]+\\.[\\w-]+\\.[\\w-]{86}',
  },
  thirtyTwoBytes: { sample: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo', pattern: '[\\w-]{43}' },
  etag: { sample: 'W/"0123456789abcdef0123456789abcdef"', pattern: 'W/"[\\da-f]{32}"' },
  seconds: { sample: '0.012345', pattern: '\\d+\\.\\d{6}' },
  date: { sample: 'Tue, 24 Nov 2026 06:28:00 GMT', pattern: '\\w{3}, \\d\\d \\w{3} \\d{4} [\\d:]{8} GMT' },
  iso: { sample: '2026-11-24T06:28:00Z', pattern: '\\d{4}-\\d\\d-\\d\\dT[\\d:]{8}Z' },
  words: { sample: '2026-11-24 06:28:00 UTC', pattern: '\\d{4}-\\d\\d-\\d\\d [\\d:]{8} UTC' },
  shortCode: { sample: 'AB12', pattern: '[A-Z0-9]{4}' },
  strongCode: { sample: 'abcdefghijklmnopqrstuvwxy', pattern: '[a-z0-9]{25}' },
  epoch: { sample: 1_700_000_000, pattern: '\\d{10}' },
  number: { sample: 1, pattern: '\\d+' },
  flag: { sample: true, pattern: 'true|false' },
  lines: { sample: '', pattern: '[^]*' },
  anything: { sample: null, pattern: '' },
};

/** The last entry of an open list, and a member of an open object: what else is there does not matter. */
const MORE = '{more}';
const ANYTHING = '{anything}';
const WHOLE = /^\{([\w. ]+)\}$/;
const WITHIN = /\{([\w. ]+)\}/g;

/**
 * A copy in which every placeholder is replaced by what it stands for, or by a sample of its kind.
 * @throws when a placeholder has neither.
 */
export function fill(template: unknown, bindings: Bindings): unknown {
  if (typeof template === 'string') return fillText(template, bindings);
  if (Array.isArray(template)) {
    return template.filter((entry) => entry !== MORE).map((entry: unknown) => fill(entry, bindings));
  }
  if (!isObject(template)) return template;
  const members = Object.entries(template).filter(([name]) => name !== MORE);
  return Object.fromEntries(members.map(([name, member]) => [name, fill(member, bindings)]));
}

/** The same for a text, whose placeholders become text. */
export function fillString(template: string, bindings: Bindings): string {
  return template.replace(WITHIN, (_, name: string) => String(valueOf(name, bindings)));
}

/** The same for the values of a flat record. */
export function fillRecord(template: Readonly<Record<string, string>>, bindings: Bindings): Record<string, string> {
  return Object.fromEntries(Object.entries(template).map(([name, value]) => [name, fillString(value, bindings)]));
}

/** Where `actual` is not what the template says: one line for each place, none when it is. */
export function differences(actual: unknown, template: unknown, bindings: Bindings): string[] {
  return compare(actual, template, { bindings, path: 'body' });
}

interface Place {
  readonly bindings: Bindings;
  readonly path: string;
}

function compare(actual: unknown, template: unknown, place: Place): string[] {
  if (template === ANYTHING) return [];
  if (Array.isArray(template)) return compareList(actual, template, place);
  if (isObject(template)) return compareMembers(actual, template, place);
  const same = typeof template === 'string' ? matches(actual, template, place.bindings) : Object.is(actual, template);
  return same ? [] : [told(place.path, actual, template)];
}

function compareList(actual: unknown, template: readonly unknown[], place: Place): string[] {
  if (!Array.isArray(actual)) return [told(place.path, actual, 'a list')];
  const open = template.at(-1) === MORE;
  const fixed = open ? template.slice(0, -1) : template;
  if (actual.length < fixed.length || (!open && actual.length > fixed.length)) {
    return [`${place.path}: ${actual.length} entries, expected ${fixed.length}${open ? ' or more' : ''}`];
  }
  return actual.flatMap((entry: unknown, index) =>
    compare(entry, fixed[Math.min(index, fixed.length - 1)], { ...place, path: `${place.path}[${index}]` }),
  );
}

function compareMembers(actual: unknown, template: object, place: Place): string[] {
  if (!isObject(actual)) return [told(place.path, actual, 'an object')];
  const expected = new Map<string, unknown>(Object.entries(template));
  const found = new Map<string, unknown>(Object.entries(actual));
  const surplus = expected.delete(MORE) ? [] : [...found.keys()].filter((name) => !expected.has(name));
  const wanted = [...expected].flatMap(([name, value]) => {
    const path = `${place.path}.${name}`;
    return found.has(name) ? compare(found.get(name), value, { ...place, path }) : [`${path}: missing`];
  });
  return [...surplus.map((name) => `${place.path}.${name}: not in the transcript`), ...wanted];
}

function matches(actual: unknown, template: string, bindings: Bindings): boolean {
  const [, whole = ''] = WHOLE.exec(template) ?? [];
  const sample = bindings[whole] ?? KINDS[whole]?.sample ?? '';
  if (typeof actual !== typeof sample) return false;
  const parts = template.split(WITHIN);
  const pattern = parts.map((part, index) => (index % 2 === 1 ? patternOf(part, bindings) : quoted(part)));
  return new RegExp(`^(?:${pattern.join('')})$`).test(String(actual));
}

function patternOf(name: string, bindings: Bindings): string {
  const bound = bindings[name];
  return bound === undefined ? `(?:${kindOf(name).pattern})` : quoted(String(bound));
}

function valueOf(name: string, bindings: Bindings): Kind['sample'] {
  return bindings[name] ?? kindOf(name).sample;
}

function kindOf(name: string): Kind {
  const kind = KINDS[name];
  if (kind) return kind;
  throw new Error(`{${name}} is a placeholder for nothing`);
}

function fillText(template: string, bindings: Bindings): unknown {
  const [, whole] = WHOLE.exec(template) ?? [];
  return whole === undefined ? fillString(template, bindings) : valueOf(whole, bindings);
}

function quoted(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}

function told(path: string, actual: unknown, expected: unknown): string {
  return `${path}: ${JSON.stringify(actual)}, expected ${JSON.stringify(expected)}`;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
