import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');

/** What reads and tests the pages, and is no example. */
const machinery = new Set([
  'pages.ts',
  'pages.test.ts',
  'examples.test.ts',
  'credentials.test.ts',
  'sealed-credentials.test.ts',
  'kept-in-files.test.ts',
  'through-a-proxy.test.ts',
  'verify-token.test.ts',
  'token-that-renews-itself.test.ts',
  'web-app.test.ts',
  'who-may-come-in.test.ts',
]);

/** A Markdown page: its path from the top, and its text. */
interface Page {
  path: string;
  text: string;
}

/** A fenced block of TypeScript, and the file that the comment before it names. */
interface Block {
  page: string;
  file: string;
  code: string;
}

/** A link to somewhere in the repository: the absolute path it leads to, and the heading, or an empty text. */
interface Link {
  page: string;
  target: string;
  path: string;
  anchor: string;
}

/** Every page written by hand: those at the top, in `docs` and `spec`, and the packages' own. */
export function readPages(): Page[] {
  const flat = ['.', 'packages/sdk', 'packages/standin'].flatMap((folder) => filesIn(folder, false));
  const deep = ['docs', 'spec'].flatMap((folder) => filesIn(folder, true));
  return [...flat, ...deep].filter((path) => path.endsWith('.md')).map((path) => ({ path, text: read(path) }));
}

/** The names of the examples. */
export function exampleNames(): string[] {
  return filesIn('examples', false)
    .map((path) => path.replace('examples/', ''))
    .filter((name) => name.endsWith('.ts') && !machinery.has(name));
}

/** The TypeScript blocks of a page. */
export function blocksOf({ path, text }: Page): Block[] {
  const fences = text.matchAll(/(?:<!-- (\S+) -->\n\n)?```(?:ts|typescript)\n([\s\S]*?)```/g);
  return [...fences].map(([, file = '', code = '']) => ({ page: path, file, code }));
}

/** Whether a block is what its file holds, to the byte. */
export function isExample({ file, code }: Block): boolean {
  return file.startsWith('examples/') && existsSync(join(root, file)) && read(file) === code;
}

/** Whether an example is a test, or is imported by one: a quick one beside it, or one that takes what `npm test` may not ask for. */
export function isTested(name: string): boolean {
  const quick = filesIn('examples', false).filter((path) => path.endsWith('.test.ts'));
  const long = filesIn('conformance/stores', false).filter((path) => path.endsWith('.verify.ts'));
  const module = name.replace(/\.ts$/, '.js');
  const isImported =
    quick.some((path) => read(path).includes(`'./${module}'`)) ||
    long.some((path) => read(path).includes(`'../../examples/${module}'`));
  return name.endsWith('.test.ts') || isImported;
}

/** The links of a page that lead to a place in the repository. */
export function linksOf({ path, text }: Page): Link[] {
  const targets = [...withoutCode(text).matchAll(/\]\(([^()\s]+)\)/g)].map(([, target = '']) => target);
  return targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [file = '', anchor = ''] = target.split('#');
      return { page: path, target, path: file === '' ? path : join(dirname(path), file), anchor };
    });
}

/** Whether a link leads to a file, or to a heading of one, that exists. */
export function leadsSomewhere({ path, anchor }: Link): boolean {
  return existsSync(join(root, path)) && (anchor === '' || anchorsOf(read(path)).has(anchor));
}

/** The anchors of a page's headings, spelled as GitHub spells them. */
function anchorsOf(text: string): Set<string> {
  const slugs = [...withoutFences(text).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(/\s/g, '-'),
  );
  const numbered = slugs.map((slug, index) => {
    const before = slugs.slice(0, index).filter((other) => other === slug).length;
    return before === 0 ? slug : `${slug}-${before}`;
  });
  return new Set(numbered);
}

function withoutCode(text: string): string {
  return withoutFences(text).replaceAll(/`[^`\n]*`/g, '');
}

function withoutFences(text: string): string {
  return text.replaceAll(/^```[\s\S]*?^```/gm, '');
}

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

function filesIn(folder: string, recursive: boolean): string[] {
  return readdirSync(join(root, folder), { recursive, encoding: 'utf8' }).map((entry) => join(folder, entry));
}
