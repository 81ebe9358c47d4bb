import { styleText } from 'node:util';
import { type Check, holds } from './checks.js';

/** What a step is called, and the call of the SDK it is about. */
export interface Heading {
  readonly title: string;
  readonly call?: string;
}

/** Where the demo is printed. */
export interface Page {
  section(title: string): void;
  heading(number: number, heading: Heading): void;
  /** A line with its verdict; after a failed one, what was expected. */
  check(check: Check): void;
  /** Words that claim nothing. */
  prose(text: string, style?: Style): void;
  /** All of it so far, without colours. */
  printed(): string;
}

/** A format of `styleText`, or several. */
type Style = Parameters<typeof styleText>[0];

type Part = readonly [text: string, style?: Style];

/** Columns that are written to. */
const WIDTH = 96;

const LABEL = 37;
const VALUE = 24;

/** A page that writes line by line; colours only when asked for. */
export function openPage(write: (line: string) => void, { colour }: { colour: boolean }): Page {
  const lines: string[] = [];
  const put = (...parts: readonly Part[]): void => {
    const kept = parts.slice(0, parts.findLastIndex(([text]) => text.trim() !== '') + 1);
    lines.push(
      kept
        .map(([text]) => text)
        .join('')
        .trimEnd(),
    );
    write(
      kept
        .map(([text, style]) => (colour && style ? styleText(style, text, PAINT) : text))
        .join('')
        .trimEnd(),
    );
  };
  return {
    section(title) {
      put(['']);
      put([`── ${title} `, ['bold', 'cyan']], ['─'.repeat(Math.max(0, WIDTH - title.length - 4)), 'dim']);
    },
    heading(number, { title, call = '' }) {
      const text = `${String(number).padStart(2)}  ${title}`;
      put(['']);
      put([text, 'bold'], [call.padStart(WIDTH - text.length), 'dim']);
    },
    check(check) {
      const passed = holds(check);
      put(passed ? [' ✓  ', 'green'] : [' ✗  ', ['bold', 'red']], ...bodyOf(check));
      for (const line of continued(check)) put([`      ${line}`, 'dim']);
      if (!passed) put([`      expected ${wordsFor(check.expected)}`, 'red']);
    },
    prose: (text, style) => {
      for (const line of wrap(text, WIDTH)) put(style === undefined ? [line] : [line, style]);
    },
    printed: () => lines.join('\n'),
  };
}

/** The stream is judged by whoever opens the page. */
const PAINT = { validateStream: false } as const;

function bodyOf(check: Check): Part[] {
  const value = check.shown ?? wordsFor(check.came);
  switch (check.kind) {
    case 'request':
      return [[isLong(value) ? value.slice(0, value.indexOf('?')) : value]];
    case 'answer':
      return [
        ['→ ', 'dim'],
        [value.padEnd(LABEL - 1), styleOf(value)],
        [check.note ?? '', 'dim'],
      ];
    case 'error':
      return [['throws ', 'dim'], [value]];
    case 'fact':
      return [[check.label.padEnd(LABEL), 'dim'], [` ${value.padEnd(VALUE)}`], [` ${check.note ?? ''}`, 'dim']];
  }
}

/** What goes on below: the query of an address that is too long for one line, or a few sentences. */
function continued({ kind, came, about }: Check): string[] {
  if (about !== undefined) return wrap(about, WIDTH - 6);
  return kind === 'request' && typeof came === 'string' && isLong(came) ? [came.slice(came.indexOf('?'))] : [];
}

function isLong(request: string): boolean {
  return request.length > WIDTH - 4 && request.includes('?');
}

function styleOf(answer: string): Style {
  if (answer.startsWith('2')) return 'green';
  return answer.startsWith('4') ? 'yellow' : 'red';
}

function wordsFor(value: Check['expected']): string {
  return value === undefined ? 'nothing' : String(value);
}

/** Lines of at most `width` characters; a line goes on as far in as it began. */
function wrap(text: string, width: number): string[] {
  if (text.length <= width) return [text];
  const indent = /^ */.exec(text)?.[0] ?? '';
  const lines: string[] = [];
  let line = indent;
  for (const word of text.trim().split(/\s+/)) {
    const longer = line.trim() === '' ? `${indent}${word}` : `${line} ${word}`;
    if (longer.length > width) {
      lines.push(line);
      line = `${indent}${word}`;
    } else line = longer;
  }
  return [...lines, line];
}
